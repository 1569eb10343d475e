using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>One number of a year beside that of the year before.</summary>
/// <param name="Measure">What of.</param>
/// <param name="Quantity">Exact, in <paramref name="Unit"/>; null when there is none.</param>
/// <param name="Unit">kg, or kgce for standard coal.</param>
/// <param name="OnVerifiedFactors">
/// What of it rests on factors that were compared with their official texts, or on none; exact.
/// </param>
/// <param name="Display">Rounded, in the unit that people quote.</param>
/// <param name="YearBefore">The same of the year before, exact.</param>
/// <param name="YearBeforeOnVerifiedFactors">
/// What of that rests on factors that were compared with their official texts, or on none.
/// </param>
/// <param name="Change">Against the year before; null when one of the two is missing.</param>
/// <param name="Missing">
/// Why there is no quantity, no change or no percentage: the kind of the gap that stands where it would (such as
/// <c>crediting-ended</c>), else <c>no-data</c>; <c>year-before-no-data</c>, <c>year-incomplete</c>,
/// <c>year-before-incomplete</c>, <c>year-before-zero</c>.
/// </param>
/// <param name="Marks">What has to be said of it, by code; the headline has the words.</param>
internal sealed record Figure(
    string Measure,
    decimal? Quantity,
    string Unit,
    decimal? OnVerifiedFactors,
    Display? Display,
    decimal? YearBefore,
    decimal? YearBeforeOnVerifiedFactors,
    Change? Change,
    string? Missing,
    IReadOnlyList<string> Marks
)
{
    /// <summary>
    /// What of it rests on factors of which another value is in print, exact; absent where nothing does.
    /// </summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? OnDisputedFactors { get; init; }

    /// <summary>
    /// What of it rests on the latest factor of a series because the one of the year is not at hand, exact;
    /// absent where nothing does.
    /// </summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? OnProvisionalFactors { get; init; }

    /// <summary>
    /// What of it rests on the last edition at hand of a series, which is of another year, exact; absent where nothing
    /// does.
    /// </summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? OnCarriedForwardFactors { get; init; }

    /// <summary>What it does not have in it, and why; absent where nothing is known to lack.</summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Lack>? Lacks { get; init; }

    /// <summary>The same of the year before.</summary>
    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Lack>? YearBeforeLacks { get; init; }

    public const string NoData = "no-data";
    public const string YearBeforeNoData = "year-before-no-data";
    public const string YearBeforeZero = "year-before-zero";

    /// <summary>Every reason why something is missing.</summary>
    public static IReadOnlyList<string> AllMissing { get; } =
    [NoData, YearBeforeNoData, Mark.YearIncomplete, Mark.YearBeforeIncomplete, YearBeforeZero, .. GapKinds.All];

    /// <summary>Takes the number out of both years.</summary>
    /// <param name="measure">What of.</param>
    /// <param name="unit">In which the totals have it.</param>
    /// <param name="year">The year.</param>
    /// <param name="before">The year before.</param>
    /// <param name="take">Takes it out of a year; null when there is none.</param>
    /// <param name="concern">Whether a gap is one of this number.</param>
    public static Figure Of(
        string measure,
        string unit,
        YearTotals year,
        YearTotals before,
        Func<YearTotals, Amount?> take,
        Func<TotalsGap, bool> concern
    )
    {
        var quantity = take(year);
        var yearBefore = take(before);
        var notCompared = Mark.WhyNotCompared(year, before);
        var lacks = Lack.Of(year, concern);
        return new Figure(
            measure,
            quantity?.Quantity,
            unit,
            quantity?.OnVerifiedFactors,
            quantity is { } q ? Display.Of(q.Quantity, unit) : null,
            yearBefore?.Quantity,
            yearBefore?.OnVerifiedFactors,
            notCompared is null && quantity is { } now && yearBefore is { } then
                ? Change.Of(now.Quantity, then.Quantity)
                : null,
            quantity is null ? (Lack.Reason(lacks) ?? NoData)
                : yearBefore is null ? YearBeforeNoData
                : notCompared is not null ? notCompared
                : yearBefore.Value.Quantity == 0 ? YearBeforeZero
                : null,
            [.. Mark.Of(year, before, concern), .. Mark.Of(quantity)]
        )
        {
            OnDisputedFactors = quantity?.OnDisputedFactors,
            OnProvisionalFactors = quantity?.OnProvisionalFactors,
            OnCarriedForwardFactors = quantity?.OnCarriedForwardFactors,
            Lacks = lacks,
            YearBeforeLacks = Lack.Of(before, concern),
        };
    }
}

/// <summary>What a figure does not have in it, for one reason.</summary>
/// <param name="Category">The account in which it lacks.</param>
/// <param name="Kind">The kind of gap that stands there; the headline has the words.</param>
/// <param name="Gaps">How many results lack.</param>
internal sealed record Lack(string Category, string Kind, int Gaps)
{
    /// <summary>What a figure of a year lacks; null for nothing.</summary>
    public static IReadOnlyList<Lack>? Of(YearTotals year, Func<TotalsGap, bool> concern)
    {
        List<Lack> lacks =
        [
            .. (year.Default.Gaps ?? [])
                .Where(concern)
                .GroupBy(gap => (gap.Category, gap.Kind))
                .Select(gaps => new Lack(gaps.Key.Category, gaps.Key.Kind, gaps.Sum(gap => gap.Count))),
        ];
        return lacks.Count == 0 ? null : lacks;
    }

    /// <summary>Why there is no figure at all; null where nothing says so.</summary>
    public static string? Reason(IReadOnlyList<Lack>? lacks) =>
        lacks is null ? null : GapKinds.All.FirstOrDefault(kind => lacks.Any(lack => lack.Kind == kind));
}

internal static class Gaps
{
    /// <summary>Whether a gap is of a basis; one that names none is of all.</summary>
    public static bool IsOf(this TotalsGap gap, string basis) => gap.Basis is null || gap.Basis == basis;
}

/// <summary>
/// An amount, and what of it rests on verified factors, on disputed ones and on those of other years; null for nothing.
/// </summary>
internal readonly record struct Amount(
    decimal Quantity,
    decimal OnVerifiedFactors,
    decimal? OnDisputedFactors,
    decimal? OnProvisionalFactors,
    decimal? OnCarriedForwardFactors
)
{
    /// <summary>The amount of a total, to the last digit.</summary>
    public static Amount Of(TotalsKeyedRow row) =>
        new(
            Exactly(row.Quantity),
            Exactly(row.OnVerifiedFactors),
            PartOf(row.OnDisputedFactors),
            PartOf(row.OnProvisionalFactors),
            PartOf(row.OnCarriedForwardFactors)
        );

    private static decimal? PartOf(string? digits) => digits is null ? null : Exactly(digits);

    private static decimal Exactly(string digits) =>
        ExactDecimalConverter.TryParse(digits, out var value)
            ? value
            : throw new JsonException($"The Ledger answered \"{digits}\" for an amount.");

    public static Amount operator +(Amount left, Amount right) =>
        new(
            left.Quantity + right.Quantity,
            left.OnVerifiedFactors + right.OnVerifiedFactors,
            Sum(left.OnDisputedFactors, right.OnDisputedFactors),
            Sum(left.OnProvisionalFactors, right.OnProvisionalFactors),
            Sum(left.OnCarriedForwardFactors, right.OnCarriedForwardFactors)
        );

    private static decimal? Sum(decimal? left, decimal? right) =>
        left is null ? right
        : right is null ? left
        : left + right;
}

/// <summary>Against the year before.</summary>
/// <param name="Absolute">This year less the year before, exact, in the figure's unit.</param>
/// <param name="Percent">Of the year before, rounded to two decimals; null when the year before is zero.</param>
internal sealed record Change(decimal Absolute, decimal? Percent)
{
    public static Change Of(decimal now, decimal then) =>
        new(
            now - then,
            then == 0 ? null : decimal.Round((now - then) * 100 / Math.Abs(then), 2, MidpointRounding.ToEven) + 0.00m
        );
}

/// <summary>A quantity as it is spoken: 123.46 万t rather than 1234567891.234567 kg.</summary>
/// <param name="Quantity">Two decimals, rounded half-even.</param>
/// <param name="Unit">万t, t or kg; 万tce, tce or kgce.</param>
internal sealed record Display(string Quantity, string Unit)
{
    private const decimal Tonne = 1_000;
    private const decimal TenThousandTonnes = 10_000_000;

    /// <summary>What one of the units is in kilograms, the largest first.</summary>
    public static IReadOnlyList<decimal> Scales { get; } = [TenThousandTonnes, Tonne, 1];

    public static Display Of(decimal quantity, string unit) => In(quantity, unit, ScaleOf(quantity));

    /// <summary>The unit in which a quantity is spoken.</summary>
    public static decimal ScaleOf(decimal quantity) => Scales.First(scale => scale == 1 || Math.Abs(quantity) >= scale);

    public static Display In(decimal quantity, string unit, decimal scale)
    {
        var rounded = decimal.Round(quantity / scale, 2, MidpointRounding.ToEven);
        var spoken = scale switch
        {
            TenThousandTonnes => "万t",
            Tonne => "t",
            _ => "kg",
        };
        return new Display(
            rounded.ToString("F2", CultureInfo.InvariantCulture),
            unit == "kgce" ? spoken + "ce" : spoken
        );
    }
}
