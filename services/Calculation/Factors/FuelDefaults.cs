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
        if (fuel.IsGas)
            LowerHeat = lookup.Ask(fuel.LowerHeatId, "%", ownable: true);
        else if (fuel.IsLiquid)
            Density = lookup.Ask(fuel.DensityId, "kg/L", ownable: true);
        if (profile.CountsCombustionGases)
        {
            var gases = $"combustion.ipcc-2006.{fuel.DefaultRow}";
            Methane = lookup.Ask($"{gases}.ch4", "kg/TJ", ownable: false);
            PowerMethane = lookup.Ask($"{gases}.ch4.energy-industries", "kg/TJ", ownable: false);
            NitrousOxide = lookup.Ask($"{gases}.n2o", "kg/TJ", ownable: false);
        }
    }

    public Factor? Ncv { get; }

    public Factor? CarbonContent { get; }

    public Factor? Oxidation { get; }

    public Factor? EnergyCoefficient { get; }

    /// <summary>What a litre of a liquid weighs.</summary>
    public Factor? Density { get; }

    /// <summary>Of a gas: how much of its upper heat is the lower.</summary>
    public Factor? LowerHeat { get; }

    /// <summary>CH4 by heat; null where the profile does not count it.</summary>
    public Factor? Methane { get; }

    /// <summary>CH4 by heat in power stations, where it differs.</summary>
    public Factor? PowerMethane { get; }

    /// <summary>N2O by heat; null where the profile does not count it.</summary>
    public Factor? NitrousOxide { get; }
}
