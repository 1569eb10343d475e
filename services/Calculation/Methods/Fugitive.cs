using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>Gases that escape: SF6 and refrigerants by what is refilled, coal-mine methane by volume × density.</summary>
internal static class Fugitive
{
    public const string Method = "fugitive/1";

    private static readonly LineKind s_sf6 = LineKind.Of(Categories.Fugitive, Measure.SF6);
    private static readonly LineKind s_methane = LineKind.Of(Categories.Fugitive, Measure.CH4);

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        switch (readings.Activity.Subject)
        {
            case "sf6": WriteRefill(source, Part.Whole(readings), s_sf6); break;
            case "coal-mine-methane": WriteMethane(source, readings); break;
            default: WriteRefrigerants(source, readings); break;
        }
    }

    private static void WriteRefill(in MethodCase source, in Part part, LineKind kind)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin($"{kind.Measure} (kg) = Σ refilled");
            part.Record(working);
            working.Term(Number.Text(part.Total));
        }
        source.Lines.Add(part, kind, part.Total, Grounds.Of(Method, source.Factors.Refill));
    }

    private static void WriteMethane(in MethodCase source, ActivityReadings readings)
    {
        var density = source.Factors.MethaneDensity;
        if (source.Lines.Working is { } working)
        {
            working.Begin("CH4 (kg) = volume × density");
            foreach (ref readonly var reading in readings.Readings)
            {
                working.Given(reading);
                working.Term($"{Number.Text(reading.Amount)} × {density.Value}");
            }
            working.Taken("density", density);
        }
        source.Lines.Add(readings, s_methane, readings.Total * density.Value, Grounds.Of(Method, density));
    }

    /// <summary>Each gas is a measure of its own. One that the platform has no measure for is a gap: its mass cannot enter CO2e.</summary>
    private static void WriteRefrigerants(in MethodCase source, ActivityReadings readings)
    {
        for (var i = 0; i < readings.Readings.Length; i++)
        {
            var gas = readings.Readings[i].Facts?.Gas;
            if (!IsFirst(readings, i, gas)) continue;
            if (Measure.TryParse(gas, out var measure) && measure.IsGreenhouseGas)
            {
                // The filter's text is the gas here.
                var part = Part.Of(readings, static (in Reading reading, string? gas) => reading.Facts?.Gas == gas, gas);
                WriteRefill(source, part, LineKind.Of(Categories.Fugitive, measure));
            }
            else
            {
                source.Lines.NoFactor(readings, LineKind.Of(Categories.Fugitive, Measure.CO2), $"The gas {gas ?? "that was refilled is not named: give gas; without it the mass"} has no measure and cannot be counted.");
            }
        }
    }

    private static bool IsFirst(ActivityReadings readings, int index, string? gas)
    {
        for (var i = 0; i < index; i++)
        {
            if (readings.Readings[i].Facts?.Gas == gas) return false;
        }
        return true;
    }
}
