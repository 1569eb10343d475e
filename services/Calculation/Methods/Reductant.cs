using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of reductants and of oxalic acid (guideline for other non-ferrous metals 2015), and the energy of reductants. The same
/// coke is never fuel and reductant: which it is, the activity says. The factor of anthracite belongs to a net calorific value
/// of 20.304, so its energy does too.
/// </summary>
internal static class Reductant
{
    public const string Method = "reductant/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var factors = source.Factors;
        switch (readings.Activity.Subject)
        {
            case "coke":
                WriteEnergy(source, readings, Exact.Of(factors.CokeEnergy.Value) * 1000, factors.CokeEnergy, " × 1000");
                WriteCo2(source, readings, factors.ReductantCoke, 1);
                break;
            case "semi-coke":
                WriteEnergy(source, readings, Exact.Of(factors.SemiCokeEnergy.Value) * 1000, factors.SemiCokeEnergy, " × 1000");
                WriteCo2(source, readings, factors.ReductantSemiCoke, 1);
                break;
            case "anthracite":
                WriteEnergy(source, readings, Exact.Of(factors.ReductantAnthraciteNcv.Value) * 1000 / factors.StandardCoal.Value, factors.ReductantAnthraciteNcv, $" / {factors.StandardCoal.Value} × 1000");
                WriteCo2(source, readings, factors.ReductantAnthracite, 1);
                break;
            case "natural-gas":
                WriteEnergy(source, readings, factors.NaturalGasEnergy.Value, factors.NaturalGasEnergy, "");
                WriteCo2(source, readings, factors.ReductantNaturalGas, 10_000);
                break;
            default:
                WriteOxalicAcid(source, readings);
                break;
        }
    }

    private static void WriteCo2(in MethodCase source, ActivityReadings readings, Factor factor, int perUnits)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin("CO2 (kg) = amount × factor × 1000; gas: amount / 10000");
            foreach (ref readonly var reading in readings.Readings)
            {
                working.Given(reading);
                working.Term($"{Number.Text(reading.Amount)}{(perUnits == 1 ? "" : $" / {perUnits}")} × {factor.Value} × 1000");
            }
            working.Taken("factor", factor);
        }
        source.Lines.Add(readings, LineKind.ReductantCo2, readings.Total * factor.Value * 1000 / perUnits, Grounds.Of(Method, factor));
    }

    private static void WriteEnergy(in MethodCase source, ActivityReadings readings, Exact perUnit, Factor factor, string conversion)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin("ENERGY (kgce) = amount × coefficient, or × net calorific value / 29.3076");
            foreach (ref readonly var reading in readings.Readings)
            {
                working.Given(reading);
                working.Term($"{Number.Text(reading.Amount)} × {factor.Value}{conversion}");
            }
            working.Taken(factor.What, factor);
        }
        source.Lines.AddInBothBases(readings, EnergyKinds.Consumed, readings.Total * perUnit, Grounds.Of(Method, factor));
    }

    private static void WriteOxalicAcid(in MethodCase source, ActivityReadings readings)
    {
        var (acid, concentration) = (source.Factors.OxalicAcid, source.Factors.OxalicAcidConcentration);
        var working = source.Lines.Working;
        working?.Begin("CO2 (kg) = Σ amount × factor × concentration % / 100 × 1000");
        var sum = Exact.Zero;
        var given = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?.ConcentrationPercent;
            given |= own is not null;
            sum += reading.Amount * acid.Value * (own ?? concentration.Value) * 10;
            if (working is not null)
            {
                working.Given(reading);
                working.Taken("factor", acid);
                if (own is { } value) working.Given("concentration", value, "%");
                else working.Taken("concentration", concentration);
                working.Term($"{Number.Text(reading.Amount)} × {acid.Value} × {own ?? concentration.Value} / 100 × 1000");
            }
        }
        source.Lines.Add(readings, LineKind.ReductantCo2, sum, new Grounds(Method, given ? acid.SetVersion + "+given" : acid.SetVersion, acid.UncertaintyPercent));
    }
}
