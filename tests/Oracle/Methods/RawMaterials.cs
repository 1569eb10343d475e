using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Carbonates, reductants, and gases that escape.</summary>
internal static class RawMaterials
{
    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            var (source, activity) = (reading.Source, reading.Activity);
            if (Processes.Carbonates.TryGetValue(activity, out var pure))
            {
                var perTonne = reading.Share("purityPercent") is { } purity ? pure * purity
                    : activity != "carbonate.limestone" ? pure
                    : book.Source(source).Kind is "boiler" or "thermal-unit" ? pure * 0.90m // desulphurisation
                    : 0.405m;
                book.Add(reading, "scope1.carbonate", null, "CO2", reading.In("t") * perTonne * (reading.Share("conversionPercent") ?? 1) * 1000);
            }
            else if (Processes.Reductants.TryGetValue(activity, out var perUnit))
            {
                var gas = activity == "reductant.natural-gas";
                book.Add(reading, "scope1.reductant", null, "CO2", reading.In(gas ? "万Nm3" : "t") * perUnit * 1000);
                var coal = Processes.ReductantCoalEquivalents[activity];
                book.AddEnergy(reading, "energy.consumed", gas ? reading.In("Nm3") * coal : reading.In("kg") * coal);
            }
            else if (activity == "process.oxalic-acid")
            {
                book.Add(reading, "scope1.reductant", null, "CO2", reading.In("t") * 0.349m * (reading.Share("concentrationPercent") ?? 0.996m) * 1000);
            }
            else if (activity == "fugitive.sf6")
            {
                book.Add(reading, "scope1.fugitive", null, "SF6", reading.In("kg"));
            }
            else if (activity == "fugitive.coal-mine-methane")
            {
                book.Add(reading, "scope1.fugitive", null, "CH4", reading.In("Nm3") * 0.7168m);
            }
            else if (activity == "fugitive.refrigerant")
            {
                var gas = reading.Text("gas")!;
                if (Processes.Warming.ContainsKey(gas)) book.Add(reading, "scope1.fugitive", null, gas, reading.In("kg"));
                else book.Miss(reading, "scope1.fugitive", null, "CO2", "no-factor");
            }
        }
    }
}
