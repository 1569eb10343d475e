using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>CO2 and energy of fuels.</summary>
internal static class Combustion
{
    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings.Where(r => r.Activity.StartsWith("fuel.", StringComparison.Ordinal)))
        {
            var fuel = reading.Activity;
            if (book.IsUnknown(reading))
            {
                book.Miss(reading, "scope1.combustion", null, "CO2", "no-factor");
                book.Miss(reading, "energy.consumed", "equivalent", "ENERGY", "no-factor");
                book.Miss(reading, "energy.consumed", "equal", "ENERGY", "no-factor");
                continue;
            }
            if (IsReductantToo(book, reading))
            {
                book.Miss(reading, "scope1.combustion", null, "CO2", "not-computable");
                book.Miss(reading, "energy.consumed", "equivalent", "ENERGY", "not-computable");
                book.Miss(reading, "energy.consumed", "equal", "ENERGY", "not-computable");
                continue;
            }

            var defaults = Fuels.Defaults(book, book.Source(reading.Source), fuel);
            var quantity = reading.In(Fuels.IsGas(fuel) ? "万Nm3" : "t");

            // Air-dried results to as received.
            var toReceived =
                reading.Text("basis") == "ad"
                    ? (100 - reading.Number("moistureAr")!.Value) / (100 - reading.Number("moistureAd")!.Value)
                    : (Fraction)1;
            var measuredNcv = reading.Number("ncv") * toReceived;

            if (Fuels.Form(fuel) == FuelForm.Biomass)
            {
                book.Miss(reading, "biogenic", null, "CO2", "no-factor");
            }
            else
            {
                var oxidised = reading.Share("oxidationPercent") ?? defaults.Oxidised;
                var ncv = measuredNcv ?? defaults.Ncv;
                var carbon =
                    reading.Number("carbonFraction") is { } fraction && (fuel != "fuel.raw-coal" || ncv is not null)
                        ? fraction * toReceived
                        : ncv * (reading.Number("carbonContent") ?? defaults.Carbon);
                // Heat that was read is counted as heat, whatever volume holds it.
                if (reading.LowerHeat * (reading.Number("carbonContent") ?? defaults.Carbon) * oxidised is { } ofHeat)
                    book.Add(reading, "scope1.combustion", null, "CO2", ofHeat * 44 / 12 * 1000);
                else if (carbon * oxidised is { } burnt)
                    book.Add(reading, "scope1.combustion", null, "CO2", quantity * burnt * 44 / 12 * 1000);
                else
                    book.Miss(reading, "scope1.combustion", null, "CO2", "no-factor");
            }

            var standardCoal = Fuels.StandardCoal(book, reading.Source);
            // kgce per Nm3 is tce per 10³ Nm3; the quantity counts in 10⁴.
            var fixedEquivalent = Fuels.CoalEquivalent(book, reading.Source, fuel) * (Fuels.IsGas(fuel) ? 10 : 1);
            // Heat that the plant has measured says more than a coefficient for everybody.
            if (IsOwnHeatBetter(book, reading.Source, fuel))
                fixedEquivalent = null;
            var tcePerUnit = measuredNcv / standardCoal ?? fixedEquivalent ?? defaults.Ncv / standardCoal;
            if (reading.LowerHeat is { } heat)
                book.AddEnergy(reading, "energy.consumed", heat / standardCoal * 1000);
            else if (tcePerUnit is { } tce)
                book.AddEnergy(reading, "energy.consumed", quantity * tce * 1000);
            else
            {
                book.Miss(reading, "energy.consumed", "equivalent", "ENERGY", "no-factor");
                book.Miss(reading, "energy.consumed", "equal", "ENERGY", "no-factor");
            }
        }
    }

    private static bool IsOwnHeatBetter(MonthBook book, string source, string fuel) =>
        book.Own(Fuels.NcvId(book, book.Source(source), fuel), source) is not null
        && book.Own(Fuels.CoalEquivalentId(fuel), source) is null;

    /// <summary>
    /// The same coke is not burnt and used up as reductant: who reports it as both, in one quantity,
    /// has written it twice.
    /// </summary>
    public static bool IsReductantToo(MonthBook book, Reading reading)
    {
        if (reading.Activity is not ("fuel.coke" or "fuel.anthracite" or "fuel.natural-gas"))
            return false;
        var asReductant = "reductant." + reading.Activity.Split('.')[1];
        var unit = Fuels.IsGas(reading.Activity) ? "Nm3" : "t";
        var whole = book.Sum(reading.Source, reading.Activity, unit);
        if (whole is not { IsZero: false })
            return false;
        return book.Sum(reading.Source, asReductant, unit) == whole
            || book.Of(reading.Source, reading.Activity)
                .Any(burnt =>
                    !burnt.In(unit).IsZero
                    && book.Of(reading.Source, asReductant)
                        .Any(reduced =>
                            reduced.In(unit) == burnt.In(unit)
                            && reduced.Lot == burnt.Lot
                            && reduced.Meter == burnt.Meter
                        )
                );
    }
}
