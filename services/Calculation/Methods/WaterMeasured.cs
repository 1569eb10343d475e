using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// COD and ammonia nitrogen discharged: the reported mass beats concentration × waste water; kg = mg/L × m3 / 1000.
/// </summary>
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

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "water-concentration",
        "water-mass"
    );

    private static readonly RequiredFactor s_monitoring = FactorNeed.Required("water.monitoring", "1");
    private static readonly ActivityNeed s_wastewater = ActivityNeed.Of("discharge.wastewater");
    private static readonly Phrase s_water = Phrase.Of("name.waste-water");
    private static readonly Phrase s_byMass = Phrase.Of("choice.water.mass");
    private static readonly Phrase s_byConcentration = Phrase.Of("choice.water.concentration");

    /// <summary>mg/L is g/m3.</summary>
    private static T Mass<T>(T concentration, T water)
        where T : struct, ITerm<T> => concentration * water * Conversion.FromThousandths;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        if (readings.Activity.IsMass)
            WriteMass<T>(source, readings);
        else if (!HasMass(source, readings.Activity.Measured!))
            WriteConcentration<T>(source, readings);
    }

    private static void WriteMass<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var kind = readings.Activity.Measured!;
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
        var kind = readings.Activity.Measured!;
        var water = source.Find(s_wastewater);
        if (water is null || !Pairing.Fits(readings, water))
        {
            source.Lines.NotComputable(
                readings.Activity,
                kind,
                water is null
                    ? "There is a concentration without waste water: give discharge.wastewater, or the mass."
                    : "Several concentrations and volumes do not pair: give each the same meter and "
                        + "lot as its volume, or the mass."
            );
            return;
        }
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var (concentration, volume) = Pairing.Take(
                ref figure,
                reading,
                Words.Concentration,
                readings,
                water,
                s_water
            );
            Pairing.Add(ref figure, readings, Mass(concentration, volume));
        }
        figure.Weigh(source.Factors[s_monitoring]);
        if (T.IsWritten)
            figure.Conclude(kind, s_byConcentration);
        source.Lines.Add(
            readings.Activity,
            Pairing.Mean(readings, water),
            readings.Quality > water.Quality ? readings.Quality : water.Quality,
            kind,
            figure.Amount,
            Grounds.Of(Method, source.Factors[s_monitoring])
        );
    }

    private static bool HasMass(in MethodCase source, LineKind kind)
    {
        foreach (var other in source.Source.Activities)
        {
            if (other.Activity.IsMass && ReferenceEquals(other.Activity.Measured, kind))
                return true;
        }
        return false;
    }
}
