using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// NOx of a fuel by coefficient: the plant's own, else the default of the burner's technology. It is an estimate: left out
/// where every stack the source discharges to is measured.
/// </summary>
internal static class FuelNox
{
    public const string Method = "fuel-nox/1";

    private const string Formula = "NOx (kg) = Σ amount × NOx per unit (kg per t, for gases per 10^4 Nm3)";

    public static void Write(in MethodCase source, ActivityReadings readings, Fuel fuel, FuelDefaults defaults)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.Nox)) return;

        var expected = source.Source.MustReportAir && !source.Source.Waived.HasFlag(Pollutants.Nox);
        var table = source.Factors.Nox(source.Source.Technology, fuel);
        var working = source.Lines.Working;
        working?.Begin(Formula);
        var sum = Exact.Zero;
        bool given = false, taken = false, silent = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?.NoxKgPerUnit;
            if ((own ?? table?.Value) is not { } perUnit)
            {
                silent = true;
                if (!expected) continue;
                source.Lines.AddGap(readings.Activity, LineKind.CombustionNox, GapKinds.NotReported, $"Neither stack measurements nor noxKgPerUnit are given, and there is no default for {fuel.Name} with technology {source.Source.Technology ?? "unknown"}; give one of them, or file a waiver.");
                return;
            }
            if (own is null) taken = true;
            else given = true;
            sum += reading.Amount * defaults.PerUnit * perUnit;
            if (working is not null)
            {
                working.Given(reading);
                if (own is null) working.Taken($"NOx per unit, {source.Source.Technology}", table!);
                else working.Given("NOx per unit", perUnit, fuel.IsGas ? "kg/10^4Nm3" : "kg/t");
                working.Term($"{Number.Text(reading.Amount)}{(fuel.IsGas ? " / 10000" : "")} × {perUnit}");
            }
        }
        if (!given && !taken) return;

        // Where silence is no gap, and there is no default, the line is of the lots that say their coefficient, and no more.
        source.Lines.Add(silent ? Part.Of(readings, SaysNox) : Part.Whole(readings), LineKind.CombustionNox, sum, taken
            ? new Grounds(Method, given ? table!.SetVersion + "+given" : table!.SetVersion, table.UncertaintyPercent)
            : new Grounds(Method, Grounds.Given, source.Factors.Uncertainties.GivenNox));
    }

    private static bool SaysNox(in Reading reading, string? supplier) => reading.Facts?.NoxKgPerUnit is not null;
}
