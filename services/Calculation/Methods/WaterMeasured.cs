using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>COD and ammonia nitrogen discharged: the reported mass beats concentration × waste water; kg = mg/L × m3 / 1000.</summary>
internal static class WaterMeasured
{
    public const string Method = "water-measured/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("COD and ammonia nitrogen discharged", "废水化学需氧量与氨氮"),
        Needs = ["discharge.*.mass | discharge.*.concentration with discharge.wastewater"],
        Gives = ["water.discharge COD", "water.discharge NH3N"],
        Standard = new("HJ 353 to HJ 356, monitoring of discharges", "HJ 353—HJ 356 水污染源在线监测"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "water-concentration", "water-mass");

    private static readonly RequiredFactor s_monitoring = FactorNeed.Required("water.monitoring", "1");
    private static readonly ActivityNeed s_wastewater = ActivityNeed.Of("discharge.wastewater");

    private static readonly Wording s_byMass = new("mass (kg) = Σ reported masses", "排放量 (kg) = Σ 上报排放量");
    private static readonly Wording s_byConcentration = new(
        "mass (kg) = Σ concentration × waste water / 1000",
        "排放量 (kg) = Σ 浓度 × 废水排放量 / 1000"
    );
    private static readonly Wording s_water = new("waste water", "废水排放量");

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var kind = readings.Activity.Measured!;
        var working = source.Lines.Working;
        if (readings.Activity.IsMass)
        {
            if (working is not null)
            {
                working.Begin(
                    s_byMass,
                    new(
                        "A mass from the monitoring goes before concentration × waste water.",
                        "监测平台上报排放量优先于浓度×废水量。"
                    )
                );
                working.Term(working.Sum(readings, Words.ReportedMass));
                working.Taken(Words.MassShare, source.Factors[s_monitoring]);
            }
            source.Lines.Add(readings, kind, readings.Total, Grounds.Of(Method, source.Factors[s_monitoring]));
            return;
        }

        foreach (var other in source.Source.Activities)
        {
            if (other.Activity.IsMass && ReferenceEquals(other.Activity.Measured, kind))
                return;
        }
        var water = source.Find(s_wastewater);
        if (!Pairing.TrySum(readings, water, out var grams))
        {
            source.Lines.NotComputable(
                readings.Activity,
                kind,
                water is null
                    ? "There is a concentration without waste water: give discharge.wastewater, or the mass."
                    : "Several concentrations and volumes do not pair: give each the same meter and lot as its volume, or the mass."
            );
            return;
        }
        if (working is not null)
        {
            working.Begin(
                s_byConcentration,
                new("No mass was reported, so concentration × waste water counts.", "未上报排放量，按浓度×废水量计算。")
            );
            Pairing.Record(
                working,
                readings,
                water!,
                Words.Concentration,
                s_water,
                (_, concentration, volume) => $"{concentration} × {volume} / 1000"
            );
            working.Taken(Words.MassShare, source.Factors[s_monitoring]);
        }
        var quality = readings.Quality > water!.Quality ? readings.Quality : water.Quality;
        source.Lines.Add(
            readings.Activity,
            Pairing.Mean(readings, water, grams),
            quality,
            kind,
            grams / 1000,
            Grounds.Of(Method, source.Factors[s_monitoring])
        );
    }
}
