using System.Globalization;
using System.Text.Json;
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
/// Why there is no quantity, no change or no percentage: <c>no-data</c>, <c>year-before-no-data</c>,
/// <c>year-incomplete</c>, <c>year-before-incomplete</c>, <c>year-before-zero</c>.
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
    public const string NoData = "no-data";
    public const string YearBeforeNoData = "year-before-no-data";
    public const string YearBeforeZero = "year-before-zero";

    /// <summary>Every reason why something is missing.</summary>
    public static IReadOnlyList<string> AllMissing { get; } =
    [NoData, YearBeforeNoData, Mark.YearIncomplete, Mark.YearBeforeIncomplete, YearBeforeZero];

    /// <summary>Takes the number out of both years.</summary>
    public static Figure Of(
        string measure,
        string unit,
        YearTotals year,
        YearTotals before,
        Func<YearTotals, Amount?> take
    )
    {
        var quantity = take(year);
        var yearBefore = take(before);
        var notCompared = Mark.WhyNotCompared(year, before);
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
            quantity is null ? NoData
                : yearBefore is null ? YearBeforeNoData
                : notCompared is not null ? notCompared
                : yearBefore.Value.Quantity == 0 ? YearBeforeZero
                : null,
            [.. Mark.Of(year, before).Select(mark => mark.Code)]
        );
    }
}

/// <summary>An amount, and what of it rests on verified factors.</summary>
internal readonly record struct Amount(decimal Quantity, decimal OnVerifiedFactors)
{
    /// <summary>The amount of a total, to the last digit.</summary>
    public static Amount Of(TotalsKeyedRow row) => new(Exactly(row.Quantity), Exactly(row.OnVerifiedFactors));

    private static decimal Exactly(string digits) =>
        ExactDecimalConverter.TryParse(digits, out var value)
            ? value
            : throw new JsonException($"The Ledger answered \"{digits}\" for an amount.");

    public static Amount operator +(Amount left, Amount right) =>
        new(left.Quantity + right.Quantity, left.OnVerifiedFactors + right.OnVerifiedFactors);
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
