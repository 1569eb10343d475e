namespace CarbonPlatform.Calculation.Factors;

/// <summary>What a fuel is to the methods.</summary>
internal sealed class Fuel
{
    public required string Name { get; init; }

    /// <summary>Position in the tables of a month.</summary>
    public required int Index { get; init; }

    /// <summary>Gases count in Nm3, and their factors per 10^4 Nm3.</summary>
    public required bool IsGas { get; init; }

    /// <summary>Liquids may be read by volume.</summary>
    public required bool IsLiquid { get; init; }

    public required string DefaultRow { get; init; }

    /// <summary>Row of the energy coefficients; null means by net calorific value.</summary>
    public string? EnergyRow { get; init; }

    public string? NoxRow { get; init; }

    /// <summary>A boiler, thermal unit, kiln or furnace that burns it and says nothing of SO2 has a gap.</summary>
    public required bool So2Expected { get; init; }

    /// <summary>Of a liquid: the factor that says what a litre weighs.</summary>
    public string DensityId => $"fuel.{Name}.density";

    /// <summary>Of a gas: the factor that says how much of its upper heat is the lower.</summary>
    public string LowerHeatId => $"fuel.{Name}.lower-heat";

    /// <summary>Raw coal is of no known rank: nothing of it has a default but its oxidation.</summary>
    public bool NeedsNcv => Name == "raw-coal";

    public static Dictionary<string, Fuel> ReadAll(string folder)
    {
        var fuels = new Dictionary<string, Fuel>(StringComparer.Ordinal);
        foreach (
            var row in DataFile.Read(
                folder,
                "fuels.csv",
                "fuel",
                "state",
                "default_row",
                "energy_row",
                "nox_row",
                "so2_expected"
            )
        )
        {
            var state = row.OneOf("state", "solid", "liquid", "gas");
            var fuel = new Fuel
            {
                Name = row.Required("fuel"),
                Index = fuels.Count,
                IsGas = state == "gas",
                IsLiquid = state == "liquid",
                DefaultRow = row.Required("default_row"),
                EnergyRow = row["energy_row"] is { Length: > 0 } energy ? energy : null,
                NoxRow = row["nox_row"] is { Length: > 0 } nox ? nox : null,
                So2Expected = row.YesNo("so2_expected"),
            };
            if (!fuels.TryAdd(fuel.Name, fuel))
                throw row.Fault($"{fuel.Name} stands twice");
        }
        return fuels;
    }
}
