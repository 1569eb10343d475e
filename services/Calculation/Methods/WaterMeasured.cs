using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>COD and ammonia nitrogen discharged: the reported mass beats concentration × waste water; kg = mg/L × m3 / 1000.</summary>
internal static class WaterMeasured
{
    public const string Method = "water-measured/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var kind = readings.Activity.Measured!;
        var working = source.Lines.Working;
        if (readings.Activity.Method == MethodOf.WaterMass)
        {
            if (working is not null)
            {
                working.Begin("mass (kg) = Σ reported masses");
                foreach (ref readonly var reading in readings.Readings)
                {
                    working.Given(reading);
                    working.Term(Number.Text(reading.Amount));
                }
            }
            source.Lines.Add(readings, kind, readings.Total, Grounds.Of(Method, source.Factors.WaterMonitoring));
            return;
        }

        foreach (var other in source.Source.Activities)
        {
            if (other.Activity.Method == MethodOf.WaterMass && ReferenceEquals(other.Activity.Measured, kind)) return;
        }
        var water = source.Source.Find(source.Factors.Activities.Wastewater);
        if (!Pairing.TrySum(readings, water, out var grams))
        {
            source.Lines.NotComputable(readings.Activity, kind, water is null
                ? "There is a concentration without waste water: give discharge.wastewater, or the mass."
                : "Several concentrations and volumes do not pair: give each the same meter and lot as its volume, or the mass.");
            return;
        }
        if (working is not null)
        {
            working.Begin("mass (kg) = Σ concentration × waste water / 1000");
            Pairing.Record(working, readings, water!, "concentration", "waste water", (concentration, volume) => $"{Number.Text(concentration.Amount)} × {volume} / 1000");
        }
        var quality = readings.Quality > water!.Quality ? readings.Quality : water.Quality;
        source.Lines.Add(readings.Activity, Pairing.Mean(readings, water, grams), quality, kind, grams / 1000, Grounds.Of(Method, source.Factors.WaterMonitoring));
    }
}
