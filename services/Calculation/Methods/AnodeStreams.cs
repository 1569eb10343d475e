using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What the balances of an anode plant share (GB/T 32151.34-2024, formulas 6 to 8): the carbon that goes in less the
/// carbon that comes out, and a share of the volatile matter counted as methane carbon. Received basis; fixed carbon is
/// not total carbon. A negative result is an error of the balance, never a figure.
/// </summary>
internal static class AnodeStreams
{
    // Carbon that leaves is reported as t C, unless it says how much of it is fixed carbon.
    private const decimal PureCarbon = 100;

    private static readonly NumberAttribute s_fixedCarbon = AttributeNeed.Percent("fixedCarbonPercent");
    private static readonly NumberAttribute s_volatile = AttributeNeed.Percent("volatilePercent");
    private static readonly Phrase s_absent = Phrase.Of("choice.anode.absent");
    private static readonly Conversion s_carbonToKgCo2 = Conversion.CarbonToCo2 * Conversion.TonnesToKg;
    private static readonly Conversion s_methaneToKgCo2 = Conversion.MethaneToCo2 * Conversion.TonnesToKg;

    /// <summary>The carbon that is gone, and the share of the volatile matter.</summary>
    public static T Co2<T>(T carbon, T share, T volatiles)
        where T : struct, ITerm<T> => Co2OfCarbon(carbon) + share * volatiles * s_methaneToKgCo2;

    public static T Co2OfCarbon<T>(T carbon)
        where T : struct, ITerm<T> => carbon * s_carbonToKgCo2;

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
            if (reading.Facts?[s_fixedCarbon] is null || (volatiles && reading.Facts[s_volatile] is null))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Takes a stream with what of it counts; what came with it and does not count would only mislead.
    /// </summary>
    public static Stream<T> Take<T>(ref Figure<T> figure, ActivityReadings readings, StreamKind kind)
        where T : struct, ITerm<T>
    {
        Sum<T> total = default,
            carbon = default,
            volatiles = default;
        foreach (ref readonly var reading in readings.Readings)
        {
            var amount = figure.Reading(reading, readings.Activity, kind.Name);
            total.Add(amount);
            if (kind.FixedCarbon is { } fixedCarbon)
                carbon.Add(amount * figure.GiveOr(fixedCarbon, PureCarbon) * Conversion.OfPercent);
            if (kind.Volatiles is { } matter)
                volatiles.Add(amount * figure.Give(matter, reading.Facts![s_volatile]!.Value) * Conversion.OfPercent);
        }
        return new(total.Total, carbon.Total, volatiles.Total);
    }

    /// <summary>The same of a stream that may be absent: 0 then, and said so.</summary>
    public static Stream<T> TakeAny<T>(ref Figure<T> figure, ActivityReadings? readings, StreamKind kind)
        where T : struct, ITerm<T>
    {
        if (readings is not null)
            return Take(ref figure, readings, kind);
        var nothing = figure.Absent(kind.Name, "t");
        return new(nothing, nothing, nothing);
    }

    /// <summary>Why a balance is counted so; of streams that may be absent it says so where one is.</summary>
    public static Wording Why(Phrase balance, params ReadOnlySpan<ActivityReadings?> streams)
    {
        foreach (var stream in streams)
        {
            if (stream is null)
                return balance.Text + s_absent;
        }
        return balance;
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

    /// <summary>What of a stream enters a balance beside its mass.</summary>
    [Flags]
    internal enum Counts
    {
        Mass = 0,
        Carbon = 1,
        Volatiles = 2,
    }

    /// <summary>What a stream and those of its contents that count are called.</summary>
    internal sealed class StreamKind(string key, Counts counts)
    {
        public Phrase Name { get; } = Phrase.Of($"name.stream.{key}");

        public Input? FixedCarbon { get; } =
            counts.HasFlag(Counts.Carbon)
                ? new(s_fixedCarbon, Phrase.Of($"name.stream.{key}.fixed-carbon"), "%")
                : null;

        public Input? Volatiles { get; } =
            counts.HasFlag(Counts.Volatiles) ? new(s_volatile, Phrase.Of($"name.stream.{key}.volatiles"), "%") : null;
    }

    /// <summary>A stream in t, and what of it is carbon and volatile matter.</summary>
    internal readonly record struct Stream<T>(T Total, T Carbon, T Volatiles)
        where T : struct, ITerm<T>;
}
