using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2, NOx, dust and fluoride measured in a stack (HJ 75, HJ 76): the mass the monitoring reports beats concentration
/// × flow; kg = mg/Nm3 × Nm3 / 10^6, with the concentration as measured, never corrected to a reference oxygen.
/// </summary>
internal static class StackMeasured
{
    public const string Method = "stack-measured/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("SO2, NOx, dust and fluoride measured in a stack", "排口监测的二氧化硫、氮氧化物、颗粒物与氟化物"),
        Needs = ["stack.*.mass | stack.*.concentration with stack.flue-gas"],
        Gives =
        [
            "air.combustion F",
            "air.combustion NOx",
            "air.combustion PM",
            "air.combustion SO2",
            "air.process F",
            "air.process NOx",
            "air.process PM",
            "air.process SO2",
        ],
        Standard = new("HJ 75, HJ 76", "HJ 75、HJ 76"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [Card],
        Write<Exact>,
        Write<Written>,
        "stack-concentration",
        "stack-mass"
    );

    private static readonly RequiredFactor s_monitoring = FactorNeed.Required("air.monitoring", "1");
    private static readonly Phrase s_flueGas = Phrase.Of("name.flue-gas");
    private static readonly Phrase s_byMass = Phrase.Of("choice.stack.mass");
    private static readonly Phrase s_byConcentration = Phrase.Of("choice.stack.concentration");

    private static T Mass<T>(T concentration, T gas)
        where T : struct, ITerm<T> => concentration * gas * Conversion.MilligramsToKg;

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        foreach (var readings in source.Source.Activities)
        {
            if (!readings.Activity.IsStack)
                continue;
            if (readings.Activity.IsMass)
                WriteMass<T>(source, readings);
            else if (!HasMass(source, readings.Activity.Subject))
                WriteConcentration<T>(source, readings);
        }
    }

    private static void WriteMass<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var kind = KindOf(source, readings.Activity);
        var figure = new Figure<T>(source, readings.Activity);
        figure.Is(figure.Total(readings, Words.ReportedMass));
        figure.Weigh(source.Factors[s_monitoring]);
        if (T.IsWritten)
            figure.Conclude(kind, s_byMass);
        source.Lines.Add(readings, kind, figure.Amount, Grounds.Of(Method, source.Factors[s_monitoring]));
    }

    private static void WriteConcentration<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var kind = KindOf(source, readings.Activity);
        var flow = source.Find(Stacks.FlueGas);
        if (flow is null || !Pairing.Fits(readings, flow))
        {
            source.Lines.NotComputable(
                readings.Activity,
                kind,
                flow is null
                    ? "There is a concentration without flue gas: give stack.flue-gas, or the mass."
                    : "Several concentrations and flows do not pair: give each the same meter and lot "
                        + "as its flow, or the mass."
            );
            return;
        }
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var (concentration, gas) = Pairing.Take(
                ref figure,
                reading,
                Words.Concentration,
                readings,
                flow,
                s_flueGas
            );
            Pairing.Add(ref figure, readings, Mass(concentration, gas));
        }
        figure.Weigh(source.Factors[s_monitoring]);
        if (T.IsWritten)
            figure.Conclude(kind, s_byConcentration);
        source.Lines.Add(
            readings.Activity,
            Pairing.Mean(readings, flow),
            readings.Quality > flow.Quality ? readings.Quality : flow.Quality,
            kind,
            figure.Amount,
            Grounds.Of(Method, source.Factors[s_monitoring])
        );
    }

    private static LineKind KindOf(in MethodCase source, Activity activity) =>
        source.Source.IsCombustionStack ? activity.Measured! : activity.MeasuredProcess!;

    private static bool HasMass(in MethodCase source, string subject)
    {
        foreach (var readings in source.Source.Activities)
        {
            if (readings.Activity is { IsStack: true, IsMass: true } && readings.Activity.Subject == subject)
                return true;
        }
        return false;
    }
}
