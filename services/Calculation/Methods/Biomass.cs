namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Biomass: its energy by the net calorific value that comes with the reading. Its CO2 stands beside the scopes and has no
/// factor yet, so it is a gap until one is published.
/// </summary>
internal static class Biomass
{
    public const string Method = "biomass/1";

    private const string Formula = "ENERGY (kgce) = Σ amount × net calorific value / 29.3076 × 1000";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        source.Lines.NoFactor(readings, LineKind.BiogenicCo2, "The catalogue has no CO2 factor of biomass; one has to be published.");

        var working = source.Lines.Working;
        working?.Begin(Formula);
        var standardCoal = source.Factors.StandardCoal;
        var sum = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.Ncv is not { } ncv)
            {
                source.Lines.NoFactor(readings, EnergyKinds.Consumed.Equivalent, "Biomass has no default net calorific value: give ncv.");
                source.Lines.NoFactor(readings, EnergyKinds.Consumed.Equal, "Biomass has no default net calorific value: give ncv.");
                return;
            }
            sum += reading.Amount * ncv * 1000 / standardCoal.Value;
            if (working is not null)
            {
                working.Given(reading);
                working.Given("net calorific value", ncv, "GJ/t");
                working.Taken("GJ per tce", standardCoal);
                working.Term($"{Number.Text(reading.Amount)} × {ncv} / {standardCoal.Value} × 1000");
            }
        }
        source.Lines.AddInBothBases(readings, EnergyKinds.Consumed, sum, new Grounds(Method, Grounds.Given, source.Factors.Uncertainties.GivenEnergy));
    }
}
