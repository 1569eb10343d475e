using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What the balances of an anode plant share (GB/T 32151.34-2024, formulas 6 to 8): the carbon that goes in less the carbon that
/// comes out, and a share of the volatile matter counted as methane carbon. Received basis; fixed carbon is not total carbon. A
/// negative result is an error of the balance, never a figure.
/// </summary>
internal static class AnodeStreams
{
    public static readonly NumberAttribute FixedCarbonPercent = AttributeNeed.Percent("fixedCarbonPercent");
    public static readonly NumberAttribute VolatilePercent = AttributeNeed.Percent("volatilePercent");

    public static void Add(
        in MethodCase source,
        ActivityReadings readings,
        Quality quality,
        Exact amount,
        string method,
        FactorSet set
    )
    {
        if (amount.Sign < 0)
        {
            NotComputable(source, readings, "More carbon comes out than goes in: check the balance.");
            return;
        }
        source.Lines.Add(
            readings.Activity,
            readings.Quantity,
            quality,
            LineKind.AnodeProductionCo2,
            amount,
            new Grounds(method, set, source.Factors.Uncertainties.MassBalance)
        );
    }

    public static void NotComputable(in MethodCase source, ActivityReadings readings, string detail) =>
        source.Lines.NotComputable(readings.Activity, LineKind.AnodeProductionCo2, detail);

    public static bool Lacks(ActivityReadings readings, bool volatiles)
    {
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?[FixedCarbonPercent] is null || (volatiles && reading.Facts[VolatilePercent] is null))
                return true;
        }
        return false;
    }

    /// <summary>Σ amount × fixed carbon, in t × percent.</summary>
    public static Exact Carbon(ActivityReadings readings, decimal whenAbsent = 0)
    {
        var sum = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings)
            sum += reading.Amount * (reading.Facts?[FixedCarbonPercent] ?? whenAbsent);
        return sum;
    }

    /// <summary>Σ amount × volatile matter, in t × percent.</summary>
    public static Exact Volatile(ActivityReadings readings)
    {
        var sum = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings)
            sum += reading.Amount * reading.Facts![VolatilePercent]!.Value;
        return sum;
    }

    public static string CarbonText(ActivityReadings readings, decimal whenAbsent = 0)
    {
        var terms = new List<string>();
        foreach (ref readonly var reading in readings.Readings)
            terms.Add($"{Number.Text(reading.Amount)} × {reading.Facts?[FixedCarbonPercent] ?? whenAbsent} / 100");
        return string.Join(" + ", terms);
    }

    public static string VolatileText(ActivityReadings readings)
    {
        var terms = new List<string>();
        foreach (ref readonly var reading in readings.Readings)
            terms.Add($"{Number.Text(reading.Amount)} × {reading.Facts![VolatilePercent]} / 100");
        return string.Join(" + ", terms);
    }

    public static string SumText(ActivityReadings readings)
    {
        var terms = new List<string>();
        foreach (ref readonly var reading in readings.Readings)
            terms.Add(Number.Text(reading.Amount));
        return Working.InParentheses(terms);
    }

    /// <summary>A stream with what of it counts; what came with it and does not count would only mislead.</summary>
    public static void Record(
        Working working,
        ActivityReadings readings,
        Wording name,
        bool carbonCounts = true,
        bool volatilesCount = true
    )
    {
        foreach (ref readonly var reading in readings.Readings)
        {
            working.Reading(reading, readings.Activity, name);
            if (carbonCounts && reading.Facts?[FixedCarbonPercent] is { } carbon)
                working.Given(new($"fixed carbon of {name.En}", $"{name.Zh}固定碳"), carbon, "%");
            if (volatilesCount && reading.Facts?[VolatilePercent] is { } matter)
                working.Given(new($"volatile matter of {name.En}", $"{name.Zh}挥发分"), matter, "%");
        }
    }

    /// <summary>A stream that may be absent: 0 then, and said so.</summary>
    public static void Record(
        Working working,
        ActivityReadings? readings,
        Wording name,
        List<string> sums,
        bool carbonCounts,
        bool volatilesCount
    )
    {
        if (readings is null)
        {
            working.Choose(name, given: null, "t", rule: 0);
            sums.Add("0");
            return;
        }
        Record(working, readings, name, carbonCounts, volatilesCount);
        sums.Add(SumText(readings));
    }

    /// <summary>Carbon out: t C, unless it says how much of it is fixed carbon.</summary>
    public static void RecordCarbonOut(Working working, ActivityReadings? readings, Wording name)
    {
        if (readings is null)
        {
            working.Choose(name, given: null, "t", rule: 0);
            return;
        }
        Record(working, readings, name, volatilesCount: false);
        foreach (ref readonly var removed in readings.Readings)
        {
            if (removed.Facts?[FixedCarbonPercent] is null)
                working.Choose(new("fixed carbon of carbon out", "碳输出固定碳"), given: null, "%", rule: 100);
        }
    }

    public static Quality Worst(Quality quality, params ReadOnlySpan<ActivityReadings?> others)
    {
        foreach (var other in others)
        {
            if (other is not null && other.Quality > quality)
                quality = other.Quality;
        }
        return quality;
    }
}
