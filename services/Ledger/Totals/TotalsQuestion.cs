using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>A position as it is asked for: by sequence, by instant, or neither for now.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AskedPosition(long? Sequence, DateTimeOffset? Instant)
{
    public bool IsNow => Sequence is null && Instant is null;
}

/// <summary>
/// A question for totals, parsed. Whether the part of the group and the position exist is found out when it is
/// answered.
/// </summary>
internal sealed partial record TotalsQuestion
{
    // Those of a group of 500 plants that MonthLinesCache has room for.
    private const int MonthsAtHand = 36;

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

    /// <summary>
    /// Whether it takes a good part of the machine to answer: what every total is made of, or the lines of as many
    /// months as are kept at hand, or more. One whose answer turns out to be long is heavy too.
    /// </summary>
    public bool IsHeavy => WithComposition || (Asks(Dimensions.FinerThanUnits) && To - From + 1 >= MonthsAtHand);

    /// <summary>
    /// The question in one spelling, but for the position: that is part of the answer, however it was asked for.
    /// </summary>
    public string Text =>
        string.Join(
            '|',
            From,
            To,
            Org,
            Boundary,
            (int)By,
            string.Join(',', Bases.Order(StringComparer.Ordinal)),
            Gwp,
            Units.Text,
            WithUncertainty,
            WithProvenance
        );

    /// <summary>Whether any of these dimensions is asked for.</summary>
    public bool Asks(Dimensions any) => (By & any) != Dimensions.None;

    /// <summary>
    /// Whether lines of a measure belong to the answer: products and output values add up only within an activity.
    /// </summary>
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
    public static Answer<TotalsQuestion> Parse(
        TotalsParameters asked,
        WarmingPotentials potentials,
        Boundaries boundaries
    )
    {
        if (!Month.TryParse(asked.From, out var first))
            return TotalsRefusals.MonthInvalid("from", asked.From);
        if (!Month.TryParse(asked.To, out var last))
            return TotalsRefusals.MonthInvalid("to", asked.To);
        if (first > last)
            return Refusals.RangeInvalid(first, last);
        var boundary = string.IsNullOrEmpty(asked.Boundary) ? null : asked.Boundary;
        if (boundaries.WhyNot(boundary) is { } wrongBoundary)
            return wrongBoundary;
        if (ReadDimensions(asked.GroupBy).IsRefused(out var wrong, out var by))
            return wrong;
        if (ReadBases(asked.Basis).IsRefused(out wrong, out var bases))
            return wrong;
        var set = string.IsNullOrEmpty(asked.Gwp) ? WarmingPotentials.DefaultSet : asked.Gwp;
        if (potentials.Of(set) is null)
            return potentials.Unknown(set);
        if (ReadPosition(asked.AsOf).IsRefused(out wrong, out var position))
            return wrong;
        if (OutputUnits.Read(Words(asked.Unit)).IsRefused(out wrong, out var units))
            return wrong;
        if (!TryReadChoice(asked.Uncertainty, out var withUncertainty))
            return TotalsRefusals.ChoiceInvalid("uncertainty", asked.Uncertainty, "the bounds of each total");
        if (!TryReadChoice(asked.Provenance, out var withProvenance))
            return TotalsRefusals.ChoiceInvalid(
                "provenance",
                asked.Provenance,
                "the methods and factor sets that each total rests on"
            );

        return new TotalsQuestion
        {
            From = first,
            To = last,
            Org = string.IsNullOrEmpty(asked.Org) ? Code.Group : asked.Org,
            Boundary = boundary,
            Boundaries = boundaries,
            By = by,
            Bases = bases,
            Gwp = set,
            AsOf = position,
            Units = units,
            WithUncertainty = withUncertainty,
            WithProvenance = withProvenance,
        };
    }

    private static bool TryReadChoice(string? text, out bool chosen)
    {
        chosen = text == "true";
        return text is null or "" or "true" or "false";
    }

    private static Answer<Dimensions> ReadDimensions(string? text)
    {
        var by = Dimensions.None;
        foreach (var word in Words(text))
        {
            if (!DimensionNames.All.TryGetValue(word, out var dimension))
                return TotalsRefusals.UnknownDimension(word);
            by |= dimension;
        }
        return by;
    }

    private static Answer<HashSet<string>> ReadBases(string? text)
    {
        var chosen = Contracts.Bases.Families.ToDictionary(
            family => family.Key,
            family => family.Value[0],
            StringComparer.Ordinal
        );
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in Words(text))
        {
            if (BasisFamilies.OfBasis(word) is not { } family)
                return TotalsRefusals.UnknownBasis(word);
            if (!named.TryAdd(family, word) && named[family] != word)
                return TotalsRefusals.BasisAmbiguous(family, named[family], word);
            chosen[family] = word;
        }
        return chosen.Values.ToHashSet(StringComparer.Ordinal);
    }

    private static Answer<AskedPosition> ReadPosition(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return default(AskedPosition);
        if (Digits.TryRead(text, out var sequence))
            return new AskedPosition(sequence, null);

        // A plus in a query string arrives as a space.
        var instant = text.Replace(' ', '+');
        return
            InstantForm().IsMatch(instant)
            && DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new AskedPosition(null, at.ToUniversalTime())
            : PositionRefusals.Malformed(text);
    }

    private static string[] Words(string? text) =>
        string.IsNullOrEmpty(text) ? [] : text.Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex(
        @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex InstantForm();
}
