using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// What totals can be grouped by. Category, basis and measure always part rows, asked for or not: amounts of two categories or
/// measures have no sum.
/// </summary>
[Flags]
internal enum Dimensions
{
    None = 0,
    Month = 1,
    Unit = 2,
    Plant = 4,
    Source = 8,
    Process = 16,
    Activity = 32,

    /// <summary>What a line says of the plant that received a transfer: the supplier, with whom it is taken off, has no such source or process.</summary>
    OfReceiver = Source | Process,
}

/// <summary>The dimensions by the names a question uses.</summary>
internal static class DimensionNames
{
    public static IReadOnlyDictionary<string, Dimensions> All { get; } =
        new Dictionary<string, Dimensions>(StringComparer.Ordinal)
        {
            ["category"] = Dimensions.None,
            ["basis"] = Dimensions.None,
            ["measure"] = Dimensions.None,
            ["month"] = Dimensions.Month,
            ["unit"] = Dimensions.Unit,
            ["plant"] = Dimensions.Plant,
            ["source"] = Dimensions.Source,
            ["process"] = Dimensions.Process,
            ["activity"] = Dimensions.Activity,
        };
}

/// <summary>A position as it is asked for: by sequence, by instant, or neither for now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AskedPosition(long? Sequence, DateTimeOffset? Instant)
{
    public bool IsNow => Sequence is null && Instant is null;
}

/// <summary>A question for totals, parsed. Whether the part of the group and the position exist is found out when it is answered.</summary>
internal sealed partial record TotalsQuestion
{
    public required Month From { get; init; }

    public required Month To { get; init; }

    public required string Org { get; init; }

    /// <summary>Boundary of reporting; null for everything.</summary>
    public required string? Boundary { get; init; }

    public required Boundaries Boundaries { get; init; }

    public required Dimensions By { get; init; }

    /// <summary>One basis of each family.</summary>
    public required IReadOnlySet<string> Bases { get; init; }

    public required string Gwp { get; init; }

    public required AskedPosition AsOf { get; init; }

    public required OutputUnits Units { get; init; }

    /// <summary>Whether the bounds of each total are wanted too.</summary>
    public required bool WithUncertainty { get; init; }

    /// <summary>Whether the methods and factor sets that each total rests on are wanted too.</summary>
    public required bool WithProvenance { get; init; }

    /// <summary>Whether what totals are made of is wanted, which only lines can tell.</summary>
    public bool WithComposition => WithUncertainty || WithProvenance;

    /// <summary>Whether any of these dimensions is asked for.</summary>
    public bool Asks(Dimensions any) => (By & any) != Dimensions.None;

    /// <summary>Whether lines of a measure belong to the answer: products and output values add up only within an activity.</summary>
    public bool Takes(string measure) =>
        Asks(Dimensions.Activity) || (measure != Measure.Output.Code && measure != Measure.Value.Code);

    /// <summary>Whether lines of a basis belong to the answer.</summary>
    public bool TakesBasis(string? basis) => basis is null || Bases.Contains(basis);

    /// <summary>Whether a line belongs to the answer.</summary>
    /// <param name="line">The line.</param>
    /// <param name="kind">Kind of its source; null when that is not known.</param>
    public bool Takes(CataloguedLine line, string? kind) =>
        Takes(line.Measure)
        && TakesBasis(line.Basis)
        && (Boundary is null || Boundaries.Holds(Boundary, kind, line.Category, line.Measure));

    /// <summary>Whether a line would belong to the answer if its source were of some other kind.</summary>
    public bool MayTake(CataloguedLine line) =>
        Takes(line.Measure)
        && TakesBasis(line.Basis)
        && Boundary is not null
        && Boundaries.MayHold(Boundary, line.Category, line.Measure);

    /// <summary>Reads the parameters; the first fault, in the order of the documentation, is the refusal.</summary>
    public static (TotalsQuestion? Question, Refusal? Refusal) Parse(
        TotalsParameters asked,
        WarmingPotentials potentials,
        Boundaries boundaries
    )
    {
        if (!Month.TryParse(asked.From, out var first))
            return (null, TotalsRefusals.MonthInvalid("from", asked.From));
        if (!Month.TryParse(asked.To, out var last))
            return (null, TotalsRefusals.MonthInvalid("to", asked.To));
        if (first > last)
            return (null, TotalsRefusals.RangeInvalid(first, last));
        var boundary = string.IsNullOrEmpty(asked.Boundary) ? null : asked.Boundary;
        if (boundaries.WhyNot(boundary) is { } wrongBoundary)
            return (null, wrongBoundary);
        if (ReadDimensions(asked.GroupBy, out var by) is { } wrongDimension)
            return (null, wrongDimension);
        if (ReadBases(asked.Basis, out var bases) is { } wrongBasis)
            return (null, wrongBasis);
        var set = string.IsNullOrEmpty(asked.Gwp) ? WarmingPotentials.DefaultSet : asked.Gwp;
        if (potentials.Of(set) is null)
            return (null, TotalsRefusals.UnknownGwp(set, potentials.Sets));
        if (ReadPosition(asked.AsOf, out var position) is { } wrongPosition)
            return (null, wrongPosition);
        if (OutputUnits.Read(Words(asked.Unit), out var units) is { } wrongUnit)
            return (null, wrongUnit);
        if (!TryReadChoice(asked.Uncertainty, out var withUncertainty))
            return (null, TotalsRefusals.ChoiceInvalid("uncertainty", asked.Uncertainty, "the bounds of each total"));
        if (!TryReadChoice(asked.Provenance, out var withProvenance))
            return (
                null,
                TotalsRefusals.ChoiceInvalid(
                    "provenance",
                    asked.Provenance,
                    "the methods and factor sets that each total rests on"
                )
            );

        return (
            new TotalsQuestion
            {
                From = first,
                To = last,
                Org = string.IsNullOrEmpty(asked.Org) ? Scope.Group : asked.Org,
                Boundary = boundary,
                Boundaries = boundaries,
                By = by,
                Bases = bases,
                Gwp = set,
                AsOf = position,
                Units = units,
                WithUncertainty = withUncertainty,
                WithProvenance = withProvenance,
            },
            null
        );
    }

    private static bool TryReadChoice(string? text, out bool chosen)
    {
        chosen = text == "true";
        return text is null or "" or "true" or "false";
    }

    private static Refusal? ReadDimensions(string? text, out Dimensions by)
    {
        by = Dimensions.None;
        foreach (var word in Words(text))
        {
            if (!DimensionNames.All.TryGetValue(word, out var dimension))
                return TotalsRefusals.UnknownDimension(word);
            by |= dimension;
        }
        return null;
    }

    private static Refusal? ReadBases(string? text, out IReadOnlySet<string> bases)
    {
        var chosen = Contracts.Bases.Families.ToDictionary(
            family => family.Key,
            family => family.Value[0],
            StringComparer.Ordinal
        );
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        bases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in Words(text))
        {
            if (BasisFamilies.OfBasis(word) is not { } family)
                return TotalsRefusals.UnknownBasis(word);
            if (!named.TryAdd(family, word) && named[family] != word)
                return TotalsRefusals.BasisAmbiguous(family, named[family], word);
            chosen[family] = word;
        }
        bases = chosen.Values.ToHashSet(StringComparer.Ordinal);
        return null;
    }

    private static Refusal? ReadPosition(string? text, out AskedPosition position)
    {
        position = default;
        if (string.IsNullOrEmpty(text))
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            position = new AskedPosition(sequence, null);
            return null;
        }

        // A plus in a query string arrives as a space.
        var instant = text.Replace(' ', '+');
        if (
            !InstantForm().IsMatch(instant)
            || !DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
        )
            return TotalsRefusals.PositionInvalid(text);
        position = new AskedPosition(null, at.ToUniversalTime());
        return null;
    }

    private static string[] Words(string? text) =>
        string.IsNullOrEmpty(text) ? [] : text.Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex(
        @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex InstantForm();
}
