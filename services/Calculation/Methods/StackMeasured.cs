using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2, NOx, dust and fluoride measured in a stack (HJ 75, HJ 76): the mass the monitoring reports beats concentration × flow;
/// kg = mg/Nm3 × Nm3 / 10^6, with the concentration as measured, never corrected to a reference oxygen.
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

    public static readonly MethodEntry Entry = MethodEntry.OfSource([Card], Write, "stack-concentration", "stack-mass");

    private static readonly RequiredFactor s_monitoring = FactorNeed.Required("air.monitoring", "1");

    private static readonly Wording s_byMass = new("mass (kg) = Σ reported masses", "排放量 (kg) = Σ 上报排放量");
    private static readonly Wording s_byConcentration = new(
        "mass (kg) = Σ concentration × flue gas / 1000000",
        "排放量 (kg) = Σ 实测浓度 × 烟气量 / 1000000"
    );
    private static readonly Wording s_flueGas = new("flue gas, dry", "标干烟气量");

    public static void Write(in MethodCase source)
    {
        foreach (var readings in source.Source.Activities)
        {
            if (!readings.Activity.IsStack)
                continue;
            if (readings.Activity.IsMass)
                WriteMass(source, readings);
            else if (!HasMass(source, readings.Activity.Subject))
                WriteConcentration(source, readings);
        }
    }

    private static void WriteMass(in MethodCase source, ActivityReadings readings)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                s_byMass,
                new(
                    "A mass from the monitoring goes before concentration × flue gas.",
                    "监测平台上报排放量优先于浓度×烟气量。"
                )
            );
            working.Term(working.Sum(readings, Words.ReportedMass));
            working.Taken(Words.MassShare, source.Factors[s_monitoring]);
        }
        source.Lines.Add(
            readings,
            KindOf(source, readings.Activity),
            readings.Total,
            Grounds.Of(Method, source.Factors[s_monitoring])
        );
    }

    private static void WriteConcentration(in MethodCase source, ActivityReadings readings)
    {
        var kind = KindOf(source, readings.Activity);
        var flow = source.Find(Stacks.FlueGas);
        if (!Pairing.TrySum(readings, flow, out var milligrams))
        {
            source.Lines.NotComputable(
                readings.Activity,
                kind,
                flow is null
                    ? "There is a concentration without flue gas: give stack.flue-gas, or the mass."
                    : "Several concentrations and flows do not pair: give each the same meter and lot as its flow, or the mass."
            );
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin(
                s_byConcentration,
                new(
                    "No mass was reported, so concentration × flue gas counts; as measured, not corrected to a reference oxygen.",
                    "未上报排放量，按实测浓度×烟气量计算；实测值，不折算基准氧。"
                )
            );
            Pairing.Record(
                working,
                readings,
                flow!,
                Words.Concentration,
                s_flueGas,
                (_, concentration, gas) => $"{concentration} × {gas} / 1000000"
            );
            working.Taken(Words.MassShare, source.Factors[s_monitoring]);
        }
        var quality = readings.Quality > flow!.Quality ? readings.Quality : flow.Quality;
        source.Lines.Add(
            readings.Activity,
            Pairing.Mean(readings, flow, milligrams),
            quality,
            kind,
            milligrams / 1_000_000,
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
