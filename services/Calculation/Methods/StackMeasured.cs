using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2, NOx, dust and fluoride measured in a stack (HJ 75, HJ 76): the mass the monitoring reports beats concentration × flow;
/// kg = mg/Nm3 × Nm3 / 10^6, with the concentration as measured, never corrected to a reference oxygen.
/// </summary>
internal static class StackMeasured
{
    public const string Method = "stack-measured/1";

    public static void Write(in MethodCase source)
    {
        foreach (var readings in source.Source.Activities)
        {
            if (readings.Activity.Method == MethodOf.StackMass) WriteMass(source, readings);
            else if (readings.Activity.Method == MethodOf.StackConcentration && !HasMass(source, readings.Activity.Subject)) WriteConcentration(source, readings);
        }
    }

    private static void WriteMass(in MethodCase source, ActivityReadings readings)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin("mass (kg) = Σ reported masses");
            foreach (ref readonly var reading in readings.Readings)
            {
                working.Given(reading);
                working.Term(Number.Text(reading.Amount));
            }
        }
        source.Lines.Add(readings, KindOf(source, readings.Activity), readings.Total, Grounds.Of(Method, source.Factors.Monitoring));
    }

    private static void WriteConcentration(in MethodCase source, ActivityReadings readings)
    {
        var kind = KindOf(source, readings.Activity);
        var flow = source.Source.Find(source.Factors.Activities.FlueGas);
        if (!Pairing.TrySum(readings, flow, out var milligrams))
        {
            source.Lines.NotComputable(readings.Activity, kind, flow is null
                ? "There is a concentration without flue gas: give stack.flue-gas, or the mass."
                : "Several concentrations and flows do not pair: give each the same meter and lot as its flow, or the mass.");
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin("mass (kg) = Σ concentration × flue gas / 10^6");
            Pairing.Record(working, readings, flow!, "concentration", "flue gas", (concentration, gas) => $"{Number.Text(concentration.Amount)} × {gas} / 1000000");
        }
        var quality = readings.Quality > flow!.Quality ? readings.Quality : flow.Quality;
        source.Lines.Add(readings.Activity, Pairing.Mean(readings, flow, milligrams), quality, kind, milligrams / 1_000_000, Grounds.Of(Method, source.Factors.Monitoring));
    }

    private static LineKind KindOf(in MethodCase source, Activity activity) =>
        source.Source.IsCombustionStack ? activity.Measured! : activity.MeasuredProcess!;

    private static bool HasMass(in MethodCase source, string subject)
    {
        foreach (var readings in source.Source.Activities)
        {
            if (readings.Activity.Method == MethodOf.StackMass && readings.Activity.Subject == subject) return true;
        }
        return false;
    }
}
