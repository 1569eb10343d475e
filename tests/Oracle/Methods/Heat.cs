using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>
/// Heat bought and heat supplied, as heat, as steam by mass and enthalpy, as hot water by mass and temperature.
/// </summary>
internal static class Heat
{
    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            if (reading.Activity.Split('.') is not ["heat", var direction, ..])
                continue;
            var (other, status) =
                direction == "purchased"
                    ? book.SupplierOf(reading)
                    : (book.OfGroup(reading.Text("customerPlant")), null);
            var heat = Gigajoules(book, reading);
            if (heat is not { } gigajoules)
            {
                if (direction == "exported" && other is not null)
                {
                    book.Miss(reading, "statistic", null, "HEAT", "not-computable");
                    continue;
                }

                var (scope2, energy) =
                    direction == "purchased"
                        ? ("scope2.heat", "energy.consumed")
                        : ("scope2.heat.exported", "energy.exported");
                var supplier = direction == "purchased" ? other : null;
                book.Miss(reading, scope2, null, "CO2", "not-computable", supplier);
                book.Miss(reading, energy, "equivalent", "ENERGY", "not-computable", supplier);
                book.Miss(reading, energy, "equal", "ENERGY", "not-computable", supplier);
            }
            else if (direction == "purchased")
            {
                book.Add(
                    reading,
                    "scope2.heat",
                    null,
                    "CO2",
                    gigajoules * (reading.Number("supplierFactor") * 1000 ?? KgPerGJ(book, reading)),
                    other,
                    status
                );
                book.AddEnergy(reading, "energy.consumed", gigajoules * KgcePerGJ(book, reading), other, status);
            }
            else if (other is not null)
            {
                // As with electricity: of what a plant of the group receives, the receiver owns CO2 and energy.
                book.Add(reading, "statistic", null, "HEAT", gigajoules);
            }
            else
            {
                book.Add(reading, "scope2.heat.exported", null, "CO2", gigajoules * KgPerGJ(book, reading));
                book.AddEnergy(reading, "energy.exported", gigajoules * KgcePerGJ(book, reading));
            }
        }
    }

    private static Fraction KgPerGJ(MonthBook book, Reading reading) =>
        book.Value("heat.default", reading.Source, 0.11m) * 1000;

    private static Fraction KgcePerGJ(MonthBook book, Reading reading) =>
        book.Value("energy.heat", reading.Source, 34.12m);

    /// <summary>Null where mass alone does not say it, or says less than nothing.</summary>
    private static Fraction? Gigajoules(MonthBook book, Reading reading)
    {
        var perKg = reading.Activity.Split('.')[^1] switch
        {
            // The anode standard takes the whole enthalpy of steam; the other guidelines leave the feed water's 83.74
            // kJ/kg to the plant.
            "steam" => reading.Number("enthalpyKjPerKg")
                - (
                    book.Source(reading.Source).ProfileIn(book.Month) == "gbt-32151-34-2024"
                        ? 0
                        : book.Value("heat.feed-water-enthalpy", reading.Source, 83.74m)
                ),
            "hot-water" => (
                reading.Number("temperatureC") - book.Value("heat.water-reference-temperature", reading.Source, 20)
            ) * book.Value("heat.water-heat-capacity", reading.Source, 4.1868m),
            _ => (Fraction?)null,
        };
        if (reading.Activity.Split('.').Length == 2)
            return reading.In("GJ");
        return perKg is { IsNegative: false } kilojoules ? reading.In("kg") * kilojoules / 1_000_000 : null;
    }
}
