namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A text that exists and was not at hand, or a rule without a number that the methods keep to:
/// <c>Data/texts.csv</c>. It makes no figure.
/// </summary>
/// <param name="Id">Permanent.</param>
/// <param name="Kind">text: to be read; value: its numbers are wanted; rule: kept to, or told.</param>
/// <param name="What">What it says.</param>
/// <param name="Concerns">Factors, profile or method.</param>
/// <param name="ValidFrom">First month; none where it is open.</param>
/// <param name="Title">Of the text.</param>
/// <param name="Date">As far as it is known.</param>
/// <param name="Found">Where it is spoken of.</param>
/// <param name="Note">What is known of it.</param>
internal sealed record OutstandingText(
    string Id,
    string Kind,
    string What,
    string Concerns,
    Month? ValidFrom,
    string Title,
    string? Date,
    string? Found,
    string? Note
)
{
    private static readonly string[] s_columns =
    [
        "id",
        "kind",
        "what",
        "concerns",
        "valid_from",
        "title",
        "date",
        "found",
        "note",
    ];

    /// <summary>Every row of the table.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static List<OutstandingText> ReadAll(string folder)
    {
        var texts = new List<OutstandingText>();
        foreach (var row in DataFile.Read(folder, "texts.csv", s_columns))
        {
            var id = row.Required("id");
            if (texts.Exists(text => text.Id == id))
                throw row.Fault($"{id} stands twice");
            texts.Add(
                new OutstandingText(
                    id,
                    row.OneOf("kind", "text", "value", "rule"),
                    row.Required("what"),
                    row.Required("concerns"),
                    From(row),
                    row.Required("title"),
                    Text(row["date"]),
                    Text(row["found"]),
                    Text(row["note"])
                )
            );
        }
        return texts;

        static string? Text(string cell) => cell.Length == 0 ? null : cell;

        static Month? From(DataRow row) =>
            row["valid_from"].Length == 0 ? null
            : Month.TryParse(row["valid_from"], out var month) ? month
            : throw row.Fault($"valid_from \"{row["valid_from"]}\" is no month");
    }
}
