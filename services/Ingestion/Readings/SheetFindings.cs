using System.Globalization;
using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Everything a sheet can be refused for, and what is said of one that is accepted. Each says where, what was wrong, and what would
/// be right; nothing is stored of a refused sheet.
/// </summary>
internal static class SheetFindings
{
    // ---- The form of the body ----

    public static RefusalItem MissingMember(int? position, string path, string member) =>
        new(position, path, "missing-member", $"'{member}' is missing.", $"Give '{member}'.");

    public static RefusalItem UnknownMember(int? position, string path, string member, IReadOnlyList<string> known) =>
        new(position, path, "unknown-member", $"'{Short(member)}' is not known here.", OneOf(member, known));

    public static RefusalItem DuplicateMember(int? position, string path, string member) =>
        new(position, path, "duplicate-member", $"'{Short(member)}' is named twice.", "Name each member once.");

    public static RefusalItem WrongType(int? position, string path, JsonValueKind found, string expected) =>
        new(position, path, "wrong-type", $"{Kind(found)} stands here.", $"Here belongs {expected}.");

    // ---- The month ----

    public static RefusalItem MonthInFuture(Month month, Month current) =>
        new(
            null,
            "month",
            "month-in-future",
            $"{month} has not begun in the group's time zone; there it is {current}.",
            $"A month up to {current}."
        );

    public static RefusalItem MonthBeforePlant(Month month, PlantRecord plant) =>
        new(
            null,
            "month",
            "month-before-plant",
            $"{plant.Code} reports from {plant.From} on, not for {month}.",
            $"A month from {plant.From} on; or correct the plant's 'from'."
        );

    public static RefusalItem MonthAfterPlant(Month month, PlantRecord plant) =>
        new(
            null,
            "month",
            "month-after-plant",
            $"{plant.Code} reported up to {plant.To}, not for {month}.",
            $"A month up to {plant.To}; or correct the plant's 'to'."
        );

    // ---- Source, activity, key ----

    public static RefusalItem UnknownSource(int? position, string path, string source, PlantRecord plant) =>
        new(
            position,
            path,
            "unknown-source",
            $"{plant.Code} has no source '{Short(source)}'.",
            OneOf(source, [.. plant.Sources.Select(s => s.Code)])
        );

    public static RefusalItem SourceNotActive(int position, string path, SourceRecord source, Month month) =>
        new(
            position,
            path,
            "source-not-active",
            $"{source.Code} does not exist in {month}: it runs {Span(source)}.",
            "A source of that month; or correct the source's 'from' and 'to'."
        );

    public static RefusalItem UnknownActivity(
        int? position,
        string path,
        string activity,
        ActivityVocabulary vocabulary
    ) =>
        new(
            position,
            path,
            "unknown-activity",
            $"'{Short(activity)}' is no activity of the vocabulary.",
            Proposed(
                Nearest.To(activity, vocabulary.Activities.Keys.Order(StringComparer.Ordinal)),
                "An activity of the vocabulary."
            )
        );

    public static RefusalItem KeyText(int? position, string path, string member, string text) =>
        new(
            position,
            path,
            "key-text",
            $"'{Short(text)}' cannot serve as {member}.",
            "1 to 64 visible characters without blanks at either end; or leave it out."
        );

    public static RefusalItem DuplicateReading(int position, int first, ReadingKey key) =>
        new(
            position,
            $"readings[{position}]",
            "duplicate-reading",
            $"{key} stands in the sheet already, at position {first}.",
            "One reading for each source, activity, meter and lot; tell two apart by 'meter' or 'lot'."
        );

    public static RefusalItem DuplicateWithdrawal(string path, ReadingKey key) =>
        new(null, path, "duplicate-withdrawal", $"{key} is withdrawn twice.", "Withdraw a reading once.");

    public static RefusalItem WithdrawnAndGiven(string path, int position, ReadingKey key) =>
        new(
            null,
            path,
            "withdrawn-and-given",
            $"{key} is withdrawn and given at position {position}.",
            "Either withdraw the reading or give it; a given one replaces what stands."
        );

    public static RefusalItem UnknownWithdrawal(string path, ReadingKey key, IReadOnlyList<ReadingRecord> standing)
    {
        var nearest = Nearest.To(key.ToString(), standing.Select(r => ReadingKey.Of(r).ToString()));
        return new RefusalItem(
            null,
            path,
            "unknown-withdrawal",
            $"The sheet has no reading {key}.",
            Proposed(nearest, "The key of a reading that stands in the sheet.")
        );
    }

    public static RefusalItem EmptySheet() =>
        new(
            null,
            "readings",
            "empty-sheet",
            "There is no reading in the request and none in the sheet.",
            "At least one reading."
        );

    public static RefusalItem SheetTooLong(int count) =>
        new(
            null,
            "readings",
            "sheet-too-long",
            $"The sheet would hold {count} readings.",
            $"At most {SheetCheck.MaxReadings} readings."
        );

    // ---- Quantity and unit ----

    public static RefusalItem QuantityNotDecimal(int position, string path, JsonValueKind found) =>
        new(
            position,
            path,
            "quantity-not-decimal",
            $"{Kind(found)} is no decimal number.",
            Sentence(DecimalText.Expected)
        );

    public static RefusalItem Quantity(int position, string path, InputFault fault) =>
        new(
            position,
            path,
            "quantity-" + fault.Code,
            fault.Message,
            Proposed(fault.Proposal, Sentence(fault.Expected))
        );

    public static RefusalItem QuantityOutOfRange(
        int position,
        string path,
        string quantity,
        Unit unit,
        Unit canonical
    ) =>
        new(
            position,
            path,
            "quantity-out-of-range",
            $"{quantity} {unit} is {SheetCheck.CanonicalLimit.ToString("0", CultureInfo.InvariantCulture)} {canonical} or more.",
            $"A quantity below {SheetCheck.CanonicalLimit.ToString("0", CultureInfo.InvariantCulture)} {canonical}; check the unit."
        );

    public static RefusalItem WrongUnit(int position, string path, InputFault fault) =>
        new(position, path, fault.Code, fault.Message, Proposed(fault.Proposal, Sentence(fault.Expected)));

    public static RefusalItem UnknownUnit(int position, string path, string unit) =>
        new(
            position,
            path,
            "unknown-unit",
            $"'{Short(unit)}' is no unit.",
            Proposed(Unit.Suggest(unit)?.Symbol, "A unit of the activity's dimension.")
        );

    public static RefusalItem UnknownQuality(int position, string path, string quality, IReadOnlyList<string> known) =>
        new(position, path, "unknown-quality", $"'{Short(quality)}' is no quality.", OneOf(quality, known));

    // ---- Attributes ----

    public static RefusalItem UnknownAttribute(int position, string path, string name, Activity activity) =>
        activity.Attributes.Count == 0
            ? new(
                position,
                path,
                "unknown-attribute",
                $"{activity.Code} takes no attributes, and not '{Short(name)}'.",
                "Leave it out."
            )
            : new(
                position,
                path,
                "unknown-attribute",
                $"{activity.Code} does not take '{Short(name)}'.",
                OneOf(name, [.. activity.Attributes.Keys.Order(StringComparer.Ordinal)])
            );

    public static RefusalItem MissingAttribute(
        int position,
        string path,
        Activity activity,
        AttributeDefinition attribute
    ) =>
        new(
            position,
            path,
            "missing-attribute",
            $"{activity.Code} cannot be worked out without '{attribute.Name}' ({attribute.En}).",
            Sentence(attribute.Expected)
        );

    public static RefusalItem AttributeNeeds(
        int position,
        string path,
        AttributeDefinition attribute,
        string value,
        string needed
    ) =>
        new(
            position,
            path,
            "missing-attribute",
            $"'{attribute.Name}' is '{value}', which needs '{needed}' beside it.",
            $"Give '{needed}'."
        );

    public static RefusalItem AttributeWrongType(
        int position,
        string path,
        string text,
        AttributeDefinition attribute,
        string? proposal = null
    ) =>
        new(
            position,
            path,
            "attribute-wrong-type",
            $"'{Short(text)}' is not {attribute.Expected}.",
            Proposed(proposal, Sentence(attribute.Expected))
        );

    public static RefusalItem AttributeOutOfRange(
        int position,
        string path,
        string text,
        AttributeDefinition attribute
    ) =>
        new(
            position,
            path,
            "attribute-out-of-range",
            $"{text} cannot be: {attribute.En}.",
            Sentence(attribute.Expected)
        );

    public static RefusalItem AttributeOwnPlant(
        int position,
        string path,
        string plant,
        AttributeDefinition attribute
    ) =>
        new(
            position,
            path,
            "attribute-own-plant",
            $"{plant} is the plant that reports.",
            $"The {attribute.En}; what a plant makes and uses itself is 'electricity.self.*'."
        );

    // ---- The rest of a reading ----

    public static RefusalItem PeriodNotDate(int position, string path, string text) =>
        new(position, path, "period-not-date", $"'{Short(text)}' is no date.", "A date written yyyy-MM-dd.");

    public static RefusalItem PeriodOutsideMonth(int position, string path, DateOnly from, DateOnly to, Month month) =>
        new(
            position,
            path,
            "period-outside-month",
            $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd} does not lie within {month}.",
            $"Days from {month.FirstDay:yyyy-MM-dd} to {month.LastDay:yyyy-MM-dd}, the first not after the last; or leave the period out for the whole month."
        );

    public static RefusalItem ExplanationText(int position, string path) =>
        new(
            position,
            path,
            "explanation-text",
            "The explanation is empty or too long.",
            "1 to 1000 characters of text; or leave it out."
        );

    public static RefusalItem ExportOnGeneratingSource(int? position, string path, string source) =>
        new(
            position,
            path,
            "export-on-generating-source",
            $"{source} reports generation.*, and electricity.exported besides: the same kWh would count twice.",
            "What a generating station delivers is its generation.*; report electricity.exported on the grid connection of a plant that passes on power."
        );

    // ---- What is worth a look although the sheet is accepted ----

    public static RefusalItem FuelAndReductant(int? position, string source, string fuel, string reductant) =>
        new(
            position,
            position is null ? "readings" : $"readings[{position}]",
            "fuel-and-reductant",
            $"{source} reports {fuel} and {reductant} in the same quantity: the same material counts once, as reductant, and the fuel gets no figure.",
            "One of the two, the other withdrawn; or of each what was burnt and what served as reductant."
        );

    // ---- The answer ----

    /// <summary>The sheet is refused. What cannot be read is a bad request (400); what can be read but not taken is unprocessable (422).</summary>
    public static Refusal Refused(List<RefusalItem> findings)
    {
        var items = findings.OrderBy(f => f.Position ?? -1).ToList();
        var form =
            items.Find(f => f.Code is "unknown-member")
            ?? items.Find(f => f.Code is "missing-member" or "duplicate-member" or "wrong-type");
        var count = items.Count == 1 ? "One thing is" : $"{items.Count} things are";
        return form is null
            ? new Refusal(
                "sheet-refused",
                "The sheet is refused",
                $"{count} wrong; nothing of the sheet is stored.",
                StatusCodes.Status422UnprocessableEntity,
                items
            )
            : new Refusal(
                form.Code == "unknown-member" ? "unknown-member" : "malformed-sheet",
                "The sheet cannot be read",
                $"{count} wrong; nothing of the sheet is stored.",
                StatusCodes.Status400BadRequest,
                items
            );
    }

    private static string OneOf(string given, IReadOnlyList<string> known) =>
        Proposed(
            Nearest.To(given, known),
            known.Count is > 0 and <= 20
                ? $"One of {string.Join(", ", known)}."
                : $"One of the {known.Count} that are known."
        );

    private static string Proposed(string? proposal, string expected) =>
        proposal is null ? expected : $"Did you mean '{proposal}'? {expected}";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static string Span(SourceRecord source) =>
        (source.From, source.To) switch
        {
            ({ } from, { } to) => $"from {from} to {to}",
            ({ } from, null) => $"from {from} on",
            _ => $"up to {source.To}",
        };

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "An object",
            JsonValueKind.Array => "An array",
            JsonValueKind.String => "A text",
            JsonValueKind.Number => "A number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };

    /// <summary>What somebody sent, fit to be shown: short and without control characters.</summary>
    private static string Short(string text)
    {
        var shown = text.Length <= 60 ? text : text[..60] + "…";
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '�' : c));
    }
}
