using CarbonPlatform.Calculation.Methods;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// The defaults of a fuel under a profile. What the set does not print is null: without a given value it is a gap.
/// </summary>
internal sealed class FuelDefaults
{
    public FuelDefaults(FactorLookup lookup, Profile profile, Fuel fuel)
    {
        var row = $"fuel.{profile.FuelSet}.{fuel.DefaultRow}";
        Ncv = lookup.Ask($"{row}.ncv", fuel.IsGas ? "GJ/10^4Nm3" : "GJ/t", ownable: true);
        CarbonContent = lookup.Ask($"{row}.carbon-content", "tC/GJ", ownable: true);
        Oxidation = lookup.Ask($"{row}.oxidation", "%", ownable: true);
        EnergyCoefficient = fuel.EnergyRow is null
            ? null
            : lookup.Require($"energy.{fuel.EnergyRow}", fuel.IsGas ? "kgce/Nm3" : "kgce/kg", ownable: true);
        // A net calorific value that the plant has measured beats the coefficient, as one that comes with a reading
        // does.
        if (Ncv is { IsOwn: true } && EnergyCoefficient is { IsOwn: false })
            EnergyCoefficient = null;
        if (profile.CountsCombustionGases)
        {
            var gases = $"combustion.ipcc-2006.{fuel.DefaultRow}";
            Methane = lookup.Ask($"{gases}.ch4", "kg/TJ", ownable: false);
            PowerMethane = lookup.Ask($"{gases}.ch4.energy-industries", "kg/TJ", ownable: false);
            NitrousOxide = lookup.Ask($"{gases}.n2o", "kg/TJ", ownable: false);
        }
        // Solids and liquids per t; gases per Nm3, while their factors are per 10^4 Nm3.
        PerUnit = fuel.IsGas ? Exact.Ratio(1, 10_000) : Exact.One;
        var standardCoal = lookup.Find(FuelCombustion.StandardCoal)!;
        if (Ncv is not null && CarbonContent is not null && Oxidation is not null)
            Co2KgPerUnit = (Exact)Ncv.Value * CarbonContent.Value * Oxidation.Value * PerUnit * 110 / 3;
        if (EnergyCoefficient is not null)
            KgcePerUnit = (Exact)EnergyCoefficient.Value * (fuel.IsGas ? 1m : 1000m);
        else if (Ncv is not null)
            KgcePerUnit = Ncv.Value * PerUnit * 1000 / standardCoal.Value;
        FactorSet = FactorSet.Of(CarbonContent, Ncv, Oxidation);
        EnergyFactorSet = EnergyCoefficient?.Alone ?? FactorSet.Of(Ncv).With(standardCoal);
        MixedEnergyFactorSet = FactorSet.Of(given: true, EnergyCoefficient ?? Ncv).With(standardCoal);
    }

    public Factor? Ncv { get; }

    public Factor? CarbonContent { get; }

    public Factor? Oxidation { get; }

    public Factor? EnergyCoefficient { get; }

    /// <summary>CH4 by heat; null where the profile does not count it.</summary>
    public Factor? Methane { get; }

    /// <summary>CH4 by heat in power stations, where it differs.</summary>
    public Factor? PowerMethane { get; }

    /// <summary>N2O by heat; null where the profile does not count it.</summary>
    public Factor? NitrousOxide { get; }

    /// <summary>Converts the unit of the readings into the unit of the factors: 1, or 1/10^4 for gases.</summary>
    public Exact PerUnit { get; }

    /// <summary>kg CO2 per t or Nm3 where everything is default: ncv × carbon × oxidation/100 × 44/12 × 1000.</summary>
    public Exact? Co2KgPerUnit { get; }

    /// <summary>
    /// kgce per t or Nm3 where nothing is given: the coefficient, else the default net calorific value.
    /// </summary>
    public Exact? KgcePerUnit { get; }

    public FactorSet FactorSet { get; }

    public FactorSet EnergyFactorSet { get; }

    /// <summary>Where some readings give their heat.</summary>
    public FactorSet MixedEnergyFactorSet { get; }
}
