using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>
/// CH4 and N2O of fuels, which only the IPCC counts (2006 Guidelines, volume 2, tables 2.2 and 2.3), by their net heat.
/// </summary>
internal static class CombustionGases
{
    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings.Where(r => r.Activity.StartsWith("fuel.", StringComparison.Ordinal)))
        {
            var (fuel, source) = (reading.Activity, book.Source(reading.Source));
            if (source.ProfileIn(book.Month) != "ipcc-2019")
                continue;

            var (methane, nitrousOxide) = Fuels.KgPerTerajoule(book, source, fuel);
            var toReceived =
                reading.Text("basis") == "ad"
                    ? (100 - reading.Number("moistureAr")!.Value) / (100 - reading.Number("moistureAd")!.Value)
                    : (Fraction)1;
            var heat =
                reading.LowerHeat
                ?? reading.In(Fuels.IsGas(fuel) ? "万Nm3" : "t")
                    * (reading.Number("ncv") * toReceived ?? Fuels.Defaults(book, source, fuel).Ncv);
            if (book.IsUnknown(reading))
            {
                book.Miss(reading, "scope1.combustion", null, "CH4", "no-factor");
                book.Miss(reading, "scope1.combustion", null, "N2O", "no-factor");
            }
            else if (Combustion.IsReductantToo(book, reading))
            {
                book.Miss(reading, "scope1.combustion", null, "CH4", "not-computable");
                book.Miss(reading, "scope1.combustion", null, "N2O", "not-computable");
            }
            else if (heat is { } gigajoules)
            {
                book.Add(reading, "scope1.combustion", null, "CH4", gigajoules * methane / 1000);
                book.Add(reading, "scope1.combustion", null, "N2O", gigajoules * nitrousOxide / 1000);
            }
            else
            {
                book.Miss(reading, "scope1.combustion", null, "CH4", "no-factor");
                book.Miss(reading, "scope1.combustion", null, "N2O", "no-factor");
            }
        }
    }
}
