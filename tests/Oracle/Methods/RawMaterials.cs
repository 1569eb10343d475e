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
                var wholly = book.Value(activity, source, pure);
                var perTonne =
                    reading.Share("purityPercent") is { } purity ? wholly * purity
                    : activity != "carbonate.limestone" ? wholly
                    : book.Source(source).Kind is "boiler" or "thermal-unit"
                        ? wholly * book.Value("carbonate.desulphurisation-purity", source, 90) / 100
                    : book.Value("carbonate.limestone.default", source, 0.405m);
                book.Add(
                    reading,
                    "scope1.carbonate",
                    null,
                    "CO2",
                    reading.In("t") * perTonne * (reading.Share("conversionPercent") ?? 1) * 1000
                );
            }
            else if (Processes.Reductants.TryGetValue(activity, out var perUnit))
            {
                var gas = activity == "reductant.natural-gas";
                book.Add(
                    reading,
                    "scope1.reductant",
                    null,
                    "CO2",
                    reading.In(gas ? "万Nm3" : "t") * book.Value(activity, source, perUnit) * 1000
                );
                // tce per t, natural gas per 10³ Nm3 (kgce per Nm3).
                var coal =
                    activity == "reductant.anthracite"
                        ? book.Value("reductant.anthracite.ncv", source, 20.304m) / Fuels.StandardCoal(book, source)
                        : book.Value(
                            "energy." + activity.Split('.')[1],
                            source,
                            Processes.ReductantCoalEquivalents[activity]
                        );
                book.AddEnergy(reading, "energy.consumed", gas ? reading.In("Nm3") * coal : reading.In("kg") * coal);
            }
            else if (activity == "process.oxalic-acid")
            {
                book.Add(
                    reading,
                    "scope1.reductant",
                    null,
                    "CO2",
                    reading.In("t")
                        * book.Value("reductant.oxalic-acid", source, 0.349m)
                        * (
                            reading.Share("concentrationPercent")
                            ?? book.Value("reductant.oxalic-acid.concentration", source, 99.6m) / 100
                        )
                        * 1000
                );
            }
            else if (activity == "fugitive.sf6")
            {
                book.Add(reading, "scope1.fugitive", null, "SF6", reading.In("kg"));
            }
            else if (activity == "fugitive.coal-mine-methane")
            {
                book.Add(
                    reading,
                    "scope1.fugitive",
                    null,
                    "CH4",
                    reading.In("Nm3") * book.Value("fugitive.methane-density", source, 0.7168m)
                );
            }
            else if (activity == "fugitive.refrigerant")
            {
                var gas = reading.Text("gas")!;
                if (Processes.Refrigerants.TryGetValue(gas, out var parts))
                {
                    foreach (var (part, share) in parts)
                        book.Add(reading, "scope1.fugitive", null, part, reading.In("kg") * share);
                }
                else
                {
                    book.Miss(reading, "scope1.fugitive", null, "CO2", "no-factor");
                }
            }
        }
    }
}
