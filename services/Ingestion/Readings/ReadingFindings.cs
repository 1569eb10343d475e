using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;
using static CarbonPlatform.Ingestion.Readings.FindingText;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What a single reading can be refused for. Each says where, what was wrong, and what would be right.
/// </summary>
internal static class ReadingFindings
{
    private const string ByVocabulary = "attributes.csv";

    // ---- Source, activity, key ----

    /// <summary>A source is proposed only if it could have the reading.</summary>
    public static Finding UnknownSource(
        Place place,
        string source,
        PlantRecord plant,
        Func<SourceRecord, bool> canBe
    ) =>
        NoneOf(
            [.. plant.Sources.Select(s => s.Code)],
            place,
            SheetCodes.UnknownSource,
            $"{plant.Code} has no source '{Short(source)}'." + Blank(source),
            source
        ) with
        {
            Proposal = Nearest.To(source, plant.Sources.Where(canBe).Select(s => s.Code)),
        };

    public static Finding SourceNotActive(Place place, SourceRecord source, Month month) =>
        Error(
            place,
            SheetCodes.SourceNotActive,
            $"{source.Code} does not exist in {month}: it runs {Span(source)}.",
            "A source of that month; or correct the source's 'from' and 'to'."
        );

    /// <summary>What the kind of source cannot have, where it is known, is not proposed.</summary>
    public static Finding UnknownActivity(
        Place place,
        string activity,
        ActivityVocabulary vocabulary,
        string? kind = null
    )
    {
        var meant = MeantActivity.Of(activity, vocabulary, code => kind is null || vocabulary.Places.Allow(code, kind));
        return Error(
            place,
            SheetCodes.UnknownActivity,
            $"'{Short(activity)}' is no activity of the vocabulary." + Blank(activity),
            (meant.Count > 1 ? $"Did you mean one of {string.Join(", ", meant)}? " : "")
                + "An activity of the vocabulary. GET /vocabulary lists them.",
            meant.Count == 1 ? meant[0] : null
        );
    }

    public static Finding ActivityNotAtSource(
        Place place,
        SourceRecord source,
        string activity,
        PlantRecord plant,
        ActivityVocabulary vocabulary
    )
    {
        var kinds = vocabulary.Places.KindsOf(activity)!;
        var others = plant
            .Sources.Where(other => kinds.Contains(other.Kind, StringComparer.Ordinal))
            .Select(other => other.Code)
            .ToList();
        return Error(
            place,
            SheetCodes.ActivityNotAtSource,
            $"{source.Code} is of the kind {source.Kind}, which cannot have {activity}.",
            $"A source of the kind {string.Join(", ", kinds)}"
                + (others.Count > 0 ? $"; here {string.Join(", ", others)}." : "; this plant has none yet.")
        );
    }

    public static Finding SourceStopped(Place place, SourceRecord source, string activity, DateOnly since) =>
        new(
            Severity.Warning,
            place,
            SheetCodes.SourceStopped,
            $"{source.Code} is stopped since {since:yyyy-MM-dd}, and has {activity}.",
            "The reading's 'explanation' says why; or the source's 'states' are corrected, or the reading is left out."
        );

    public static Finding KeyText(Place place, string member, string text, int longest) =>
        Error(
            place,
            SheetCodes.KeyText,
            $"'{Short(text)}' cannot serve as {member}."
                + (text.Length > longest ? $" It has {text.Length} characters." : Blank(text)),
            $"1 to {longest} visible characters without blanks at either end; or leave it out."
        );

    // ---- Quantity, unit, quality ----

    public static Finding Quantity(Place place, InputFault fault, string? activity) =>
        fault.Code == DecimalText.Negative
            ? Of(fault, place, SheetCodes.QuantityText(fault)) with
            {
                Expected =
                    "Zero or more. Of what was billed too high correct the month itself: post its readings again"
                    + (
                        activity?.StartsWith("electricity.", StringComparison.Ordinal) == true
                            ? "; power that was fed back is electricity.exported."
                        : activity?.StartsWith("heat.purchased", StringComparison.Ordinal) == true
                            ? "; heat that was given back is heat.exported."
                        : "."
                    ),
            }
            : Of(fault, place, SheetCodes.QuantityText(fault));

    public static Finding QuantityOutOfRange(Place place, string quantity, Unit unit, Unit canonical)
    {
        var limit = SheetCheck.CanonicalLimit.ToString("0", CultureInfo.InvariantCulture);
        return Error(
            place,
            SheetCodes.QuantityOutOfRange,
            $"{quantity} {unit} is {limit} {canonical} or more.",
            $"A quantity below {limit} {canonical}; check the unit."
        ) with
        {
            Limits = new Limits(null, SheetCheck.CanonicalLimit, canonical.Symbol, "the platform"),
        };
    }

    public static Finding SumOutOfRange(Place place, ReadingKey key, int count, decimal sum, Unit canonical)
    {
        var limit = SheetCheck.CanonicalLimit.ToString("0", CultureInfo.InvariantCulture);
        return Error(
            place,
            SheetCodes.QuantityOutOfRange,
            $"The {count} readings of {key.Source} {key.Activity} come to {DecimalText.Plain(sum)} {canonical}, "
                + $"which is {limit} or more.",
            $"Quantities that come to less than {limit} {canonical}; check the units."
        ) with
        {
            Limits = new Limits(null, SheetCheck.CanonicalLimit, canonical.Symbol, "the platform"),
        };
    }

    public static Finding WrongUnit(Place place, InputFault fault, string unit, ActivityDefinition activity) =>
        Of(fault, place, fault.Code) with
        {
            Message = fault.Message + Blank(unit),
            Expected =
                InputFault.Sentence(fault.Expected)
                + ByWay(unit, activity)
                + string.Concat(activity.Others.Select(OrOf)),
        };

    /// <summary>In which units it can be given besides.</summary>
    private static string OrOf(Dimension other) => $" Or a unit of {other.Name}: {Symbols(other)}.";

    private static string Symbols(Dimension dimension) =>
        string.Join(", ", dimension.Units.Select(unit => unit.Symbol));

    /// <summary>How the quantity becomes one that is taken, where the meter counts something else.</summary>
    private static string ByWay(string unit, ActivityDefinition activity) =>
        Unit.Suggest(unit)?.Dimension switch
        {
            var mass when mass == Dimension.Mass && activity.Dimension == Dimension.LiquidVolume =>
                " A tonne of water is a cubic metre.",
            var coal when coal == Dimension.CoalEquivalent =>
                " Standard coal is worked out here: post what was weighed or metered.",
            var mass when mass == Dimension.Mass && activity.Code == "heat.purchased" =>
                " By mass it is heat.purchased.steam or heat.purchased.hot-water.",
            var mass when mass == Dimension.Mass && activity.Code == "heat.exported" =>
                " By mass it is heat.exported.steam or heat.exported.hot-water.",
            _ => "",
        };

    public static Finding UnknownUnit(Place place, string unit) =>
        Error(
            place,
            SheetCodes.UnknownUnit,
            $"'{Short(unit)}' is no unit.",
            "A unit of the activity's dimension.",
            Unit.Suggest(unit)?.Symbol
        );

    public static Finding UnknownQuality(Place place, string quality, IReadOnlyList<CodeName> known) =>
        NoneOf(
            [.. known.Select(name => name.Code)],
            place,
            SheetCodes.UnknownQuality,
            $"'{Short(quality)}' is no quality.",
            quality
        ) with
        {
            Proposal = MeantCode.Of(quality, known),
        };

    // ---- Attributes ----

    public static Finding UnknownAttribute(Place place, string name, ActivityDefinition activity) =>
        activity.Attributes.Count == 0
            ? Error(
                place,
                SheetCodes.UnknownAttribute,
                $"{activity.Code} takes no attributes, and not '{Short(name)}'.",
                "Leave it out."
            )
            : NoneOf(
                [.. activity.Attributes.Keys.Order(StringComparer.Ordinal)],
                place,
                SheetCodes.UnknownAttribute,
                $"{activity.Code} does not take '{Short(name)}'.",
                name
            ) with
            {
                Proposal = MeantCode.Of(
                    name,
                    [.. activity.Attributes.Values.Select(one => new CodeName(one.Name, one.Zh, one.En))]
                ),
            };

    public static Finding MissingAttribute(Place place, ActivityDefinition activity, AttributeDefinition attribute) =>
        Error(
            place,
            SheetCodes.MissingAttribute,
            $"{activity.Code} cannot be worked out without '{attribute.Name}' ({attribute.En}).",
            InputFault.Sentence(attribute.Expected)
        );

    public static Finding AttributeNeeds(Place place, AttributeDefinition attribute, string value, string needed) =>
        Error(
            place,
            SheetCodes.MissingAttribute,
            $"'{attribute.Name}' is '{value}', which needs '{needed}' beside it.",
            $"Give '{needed}'."
        );

    public static Finding UnitNeeds(Place place, AttributeDefinition attribute, Unit unit) =>
        Error(
            place,
            SheetCodes.MissingAttribute,
            $"'{unit}' is a unit of {unit.Dimension.Name}, and a quantity of it needs '{attribute.Name}': "
                + $"{attribute.En}.",
            $"Give '{attribute.Name}': {attribute.Expected}."
        );

    public static Finding AttributeNotOfUnit(Place place, AttributeDefinition attribute, Unit unit, Dimension beside) =>
        Error(
            place,
            SheetCodes.AttributeNotOfUnit,
            $"'{attribute.Name}' is of a quantity in a unit of {beside.Name}; this one is in {unit}, of "
                + $"{unit.Dimension.Name}.",
            $"Leave it out, or give the quantity in a unit of {beside.Name}: {Symbols(beside)}."
        );

    public static Finding AttributeWrongType(
        Place place,
        string text,
        AttributeDefinition attribute,
        string? proposal = null
    ) =>
        Error(
            place,
            SheetCodes.AttributeWrongType,
            $"'{Short(text)}' is not {attribute.Expected}."
                + (attribute.Type == AttributeType.Text ? Blank(text, atEndsOnly: false) : ""),
            InputFault.Sentence(attribute.Expected),
            proposal
        );

    public static Finding AttributeOutOfRange(Place place, string text, AttributeDefinition attribute) =>
        Error(
            place,
            SheetCodes.AttributeOutOfRange,
            $"{text} cannot be: {attribute.En}.",
            InputFault.Sentence(attribute.Expected)
        ) with
        {
            Limits = new Limits(attribute.Low?.Value, attribute.High?.Value, attribute.Unit, ByVocabulary),
        };

    public static Finding AttributeOwnPlant(Place place, PlantCode plant, AttributeDefinition attribute) =>
        Error(
            place,
            SheetCodes.AttributeOwnPlant,
            $"{plant} is the plant that reports.",
            $"The {attribute.En}; what a plant makes and uses itself is 'electricity.self.*'."
        );

    // ---- The rest of a reading ----

    public static Finding PeriodNotDate(Place place, string text) =>
        Error(place, SheetCodes.PeriodNotDate, $"'{Short(text)}' is no date.", "A date written yyyy-MM-dd.");

    public static Finding PeriodOutsideMonth(Place place, DateOnly from, DateOnly to, Month month) =>
        Error(
            place,
            SheetCodes.PeriodOutsideMonth,
            $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd} does not lie within {month}.",
            $"Days from {month.FirstDay:yyyy-MM-dd} to {month.LastDay:yyyy-MM-dd}, the first not after the last; "
                + "or leave the period out for the whole month."
        );

    public static Finding ExplanationText(Place place, string text, int longest) =>
        Error(
            place,
            SheetCodes.ExplanationText,
            text.Length > longest ? $"The explanation has {text.Length} characters."
                : string.IsNullOrWhiteSpace(text) ? "The explanation is empty."
                : "The explanation has a character that is no text." + Blank(text, atEndsOnly: false),
            $"1 to {longest} characters of text, in lines if need be; or leave it out."
        );

    private static string Span(SourceRecord source) =>
        (source.From, source.To) switch
        {
            ({ } from, { } to) => $"from {from} to {to}",
            ({ } from, null) => $"from {from} on",
            _ => $"up to {source.To}",
        };
}
