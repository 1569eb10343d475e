using CarbonPlatform.Oracle.Exact;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Heat bought and heat supplied.</summary>
internal static class Heat
{
    private static readonly Fraction KgPerGJ = 110; // 0.11 tCO2/GJ
    private static readonly Fraction KgcePerGJ = 34.12m;

    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            if (reading.Activity == "heat.purchased")
            {
                var gigajoules = reading.In("GJ");
                var supplier = book.OfGroup(reading.Text("supplierPlant"));
                book.Add(reading, "scope2.heat", null, "CO2", gigajoules * (reading.Number("supplierFactor") * 1000 ?? KgPerGJ), supplier);
                book.AddEnergy(reading, "energy.consumed", gigajoules * KgcePerGJ, supplier);
            }
            else if (reading.Activity == "heat.exported" && book.OfGroup(reading.Text("customerPlant")) is not null)
            {
                // As with electricity: of what a plant of the group receives, the receiver owns CO2 and energy.
                book.Add(reading, "statistic", null, "HEAT", reading.In("GJ"));
            }
            else if (reading.Activity == "heat.exported")
            {
                var gigajoules = reading.In("GJ");
                book.Add(reading, "scope2.heat.exported", null, "CO2", gigajoules * KgPerGJ);
                book.AddEnergy(reading, "energy.exported", gigajoules * KgcePerGJ);
            }
        }
    }
}
