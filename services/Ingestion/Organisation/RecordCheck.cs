using System.Globalization;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// Reads the members of a record of the organisation and collects what is wrong with them, so that whoever keeps the
/// records is told everything at once. A member that made a finding reads as null or as a value that is not used.
/// </summary>
internal sealed class RecordCheck
{
    private const int NameLength = 200;

    /// <summary>A refusal as the API's document shows it.</summary>
    public static Refusal Example { get; } =
        Refused([
            new RefusalItem(
                null,
                "province",
                RecordCodes.UnknownProvince,
                "'Shanxi' is no province of CN.",
                "One of the provinces that GET /vocabulary/provinces lists, such as SX."
            ),
        ]);

    private readonly List<RefusalItem> _findings = [];

    public IReadOnlyList<RefusalItem> Findings => _findings;

    /// <summary>The refusal, when there was anything to find.</summary>
    public Refusal? Refusal => _findings.Count == 0 ? null : Refused(_findings);

    public static Refusal Refused(IReadOnlyList<RefusalItem> findings) =>
        new(
            RecordCodes.OrganisationRefused,
            "The record is refused",
            (findings.Count == 1 ? "One thing is" : $"{findings.Count} things are")
                + " wrong; the record is left as it was.",
            StatusCodes.Status422UnprocessableEntity,
            findings
        );

    public void Code(string path, string text)
    {
        if (Quantities.Code.Check(text) is { } fault)
            Add(
                path,
                fault.Code,
                fault.Message,
                (fault.Proposal is null ? "" : $"Did you mean '{fault.Proposal}'? ")
                    + "A code has "
                    + fault.Expected
                    + "."
            );
    }

    /// <summary>Totals are asked for by the code of a unit or a plant: it has to say which.</summary>
    public void Taken(string path, string code, string by, string of) =>
        Add(
            path,
            RecordCodes.CodeTaken,
            $"'{code}' is the code of a {by}.",
            $"A code for the {of} that no {by} has: totals are asked for by either."
        );

    public void Name(string path, string? text)
    {
        if (text is null)
            return;
        if (text.Length > NameLength)
            NotText($"The name has {text.Length} characters.");
        else if (string.IsNullOrWhiteSpace(text))
            NotText("The name is empty.");
        else if (text.Any(char.IsControl))
            NotText("The name has a character that is no text." + FindingText.Blank(text, atEndsOnly: false));

        void NotText(string message) =>
            Add(path, RecordCodes.NameText, message, $"1 to {NameLength} characters of text.");
    }

    public void Text(string path, string text, int longest)
    {
        if (text.Length > longest)
            NotText($"The text has {text.Length} characters.");
        else if (string.IsNullOrWhiteSpace(text))
            NotText("The text is empty.");
        else if (text.Any(char.IsControl))
            NotText("The text has a character that is no text." + FindingText.Blank(text, atEndsOnly: false));

        void NotText(string message) => Add(path, RecordCodes.Text, message, $"1 to {longest} characters of text.");
    }

    public Month? Month(string path, string? text)
    {
        if (text is null)
            return null;
        if (Quantities.Month.TryParse(text, out var month))
            return month;
        Add(path, RecordCodes.NotAMonth, $"'{text}' is no month.", InputFault.Sentence(Quantities.Month.Expected));
        return null;
    }

    public DateOnly? Date(string path, string? text)
    {
        if (text is null)
            return null;
        if (SheetCheck.TryDate(text, out var date) && date.Year is >= 1900 and <= 2100)
            return date;
        Add(path, RecordCodes.NotADate, $"'{text}' is no date.", "A date written yyyy-MM-dd.");
        return null;
    }

    public void Span(string path, Month? from, Month? to)
    {
        if (from > to)
            Add(
                path,
                RecordCodes.FromAfterTo,
                $"It would end in {to} before it begins in {from}.",
                "An end that is not before the beginning; or none while it lasts."
            );
    }

    /// <summary>A code that must be one of those known.</summary>
    public void Known(string path, string code, string what, string text, IReadOnlyCollection<string> known) =>
        Known(path, code, what, text, known, Nearest.To(text, known.Order(StringComparer.Ordinal)));

    /// <summary>The same of codes that have names, by which people may call them.</summary>
    public void Known(string path, string code, string what, string text, IReadOnlyCollection<CodeName> known) =>
        Known(path, code, what, text, [.. known.Select(name => name.Code)], MeantCode.Of(text, known));

    /// <summary>An activity of the vocabulary, which people may call by its name.</summary>
    public void Activity(string path, string text, ActivityVocabulary activities, Func<string, bool> canBe)
    {
        if (activities.Activities.ContainsKey(text))
            return;
        var meant = MeantActivity.Of(text, activities, canBe);
        Add(
            path,
            RecordCodes.UnknownActivity,
            $"'{text}' is no activity of the vocabulary.",
            meant.Count switch
            {
                0 => "",
                1 => $"Did you mean '{meant[0]}'? ",
                _ => $"Did you mean one of {string.Join(", ", meant)}? ",
            } + "An activity of the vocabulary. GET /vocabulary lists them."
        );
    }

    private void Known(
        string path,
        string code,
        string what,
        string text,
        IReadOnlyCollection<string> known,
        string? nearest
    )
    {
        if (known.Contains(text))
            return;
        var all = known.Count switch
        {
            0 => "There is none yet.",
            <= 40 => $"One of {string.Join(", ", known.Order(StringComparer.Ordinal))}.",
            _ => $"One of the {known.Count} that are known.",
        };
        Add(path, code, $"'{text}' is no {what}.", nearest is null ? all : $"Did you mean '{nearest}'? {all}");
    }

    public void Range(string path, decimal? value, decimal low, decimal high, string expected)
    {
        if (value < low || value > high)
            Add(path, RecordCodes.OutOfRange, $"{value?.ToString(CultureInfo.InvariantCulture)} cannot be.", expected);
    }

    /// <summary>Entries of a dated list, each from another time on.</summary>
    public void Once<T>(string path, IEnumerable<T> keys, string what)
    {
        foreach (var twice in keys.GroupBy(k => k).Where(g => g.Count() > 1))
            Add(path, RecordCodes.DuplicateEntry, $"'{twice.Key}' stands twice.", $"One entry for each {what}.");
    }

    public void Add(string path, string code, string message, string expected) =>
        _findings.Add(new RefusalItem(null, path, code, message, expected));

    /// <summary>A share written as part of one, kept as percent.</summary>
    public static decimal ToPercent(decimal share) => DecimalText.Trimmed(share * 100m);
}
