using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Liquid fuels that were read by volume and gases that were read by heat, in t and Nm3.</summary>
internal static class FuelReadings
{
    // kg/L of what has a density of its own accord; LPG and LNG are sold as gas, too.
    private static readonly Dictionary<string, Fraction> s_densities = new(StringComparer.Ordinal)
    {
        ["fuel.crude-oil"] = 0.859m,
        ["fuel.fuel-oil"] = 0.95m,
        ["fuel.gasoline"] = 0.74m,
        ["fuel.diesel"] = 0.84m,
        ["fuel.kerosene"] = 0.81m,
    };

    /// <summary>The reading with what it comes to; as it is where it was read so.</summary>
    public static Reading Counted(MonthBook book, Reading reading)
    {
        if (
            !reading.Activity.StartsWith("fuel.", StringComparison.Ordinal)
            || reading.Unit is not ("L" or "m3" or "GJ" or "MWh")
        )
            return reading;
        if (Fraction.Parse(reading.Quantity).IsZero)
            return reading with { Amount = 0 };
        return reading.Unit is "L" or "m3" ? ByVolume(book, reading) : ByHeat(book, reading);
    }

    private static Reading ByVolume(MonthBook book, Reading reading)
    {
        Fraction? printed = s_densities.TryGetValue(reading.Activity, out var density) ? density : null;
        var kgPerLitre =
            reading.Number("densityKgPerL")
            ?? (
                printed is { } known
                    ? book.Value($"{reading.Activity}.density", reading.Source, known)
                    : (Fraction?)null
            );
        return kgPerLitre is { } kg
            ? reading with
            {
                // As many tonnes in a cubic metre.
                Amount = Units.Convert(Fraction.Parse(reading.Quantity), reading.Unit, "m3") * kg,
            }
            : reading with
            {
                IsUnknown = true,
            };
    }

    private static Reading ByHeat(MonthBook book, Reading reading)
    {
        var heat = Units.Convert(Fraction.Parse(reading.Quantity), reading.Unit, "GJ");
        if (reading.Text("heatBasis") == "upper")
        {
            if (reading.Activity != "fuel.natural-gas")
                return reading with { IsUnknown = true };
            heat *= book.Value("fuel.natural-gas.lower-heat", reading.Source, 90) / 100;
        }
        var ncv = reading.Number("ncv") ?? Fuels.Defaults(book, book.Source(reading.Source), reading.Activity).Ncv;
        return ncv is { } perTenThousand
            ? reading with
            {
                LowerHeat = heat,
                Amount = heat / perTenThousand * 10_000,
            }
            : reading with
            {
                IsUnknown = true,
            };
    }
}
