namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// Rows that are refused, as the tables beside this file say: <c>id=heat.default; value=0.12</c>, with | between two of
/// them.
/// </summary>
internal static class RefusedRows
{
    /// <summary>What is proposed, and code, field and message of its fault.</summary>
    public static TheoryData<string, string, string, string> Of(string file)
    {
        var rows = new TheoryData<string, string, string, string>();
        foreach (
            var row in DataFile.Read(
                Path.Combine(AppContext.BaseDirectory, "Factors"),
                file,
                "proposed",
                "code",
                "field",
                "message"
            )
        )
            rows.Add(row.Required("proposed"), row.Required("code"), row["field"], row["message"]);
        return rows;
    }

    /// <summary>Which row of a proposal the fault is in: the last one.</summary>
    public static int Position(string proposed) => proposed.Count(c => c == '|');

    /// <summary>The table as it is sent.</summary>
    public static string ToCsv(string proposed)
    {
        var rows = proposed
            .Split(" | ")
            .Select(row =>
                row.Split("; ")
                    .Select(cell => cell.Split('=', 2))
                    .ToDictionary(cell => cell[0], cell => $"\"{cell[1]}\"", StringComparer.Ordinal)
            )
            .ToList();
        var columns = rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).ToList();
        return string.Join(
            '\n',
            rows.Select(row => string.Join(',', columns.Select(column => row.GetValueOrDefault(column))))
                .Prepend(string.Join(',', columns))
        );
    }
}
