using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Calcining of coke and baking of anodes: carbon in less carbon out (GB/T 32151.34-2024, formulas 6 and 7).</summary>
internal static class AnodePlant
{
    private static readonly Fraction VolatileAsMethane = 0.35m; // K1, K2

    public static void Add(MonthBook book)
    {
        foreach (var source in book.Sources)
        {
            Calcining(book, source.Code);
            Baking(book, source.Code);
        }
    }

    private static void Calcining(MonthBook book, string source)
    {
        var raw = book.Of(source, "anode-plant.raw-coke");
        var calcined = book.Of(source, "anode-plant.calcined-coke");
        var under = book.Sum(source, "anode-plant.under-calcined", "t");
        var dust = book.Sum(source, "anode-plant.dust", "t");
        if (raw.Length == 0 && calcined.Length == 0 && under is null && dust is null) return;

        // The calcined coke's fixed carbon is that of what is returned and lost too.
        var calcinedMass = book.Sum(source, "anode-plant.calcined-coke", "t");
        var calcinedCarbon = Total(calcined, "fixedCarbonPercent");
        Fraction? co2 = null;
        if (raw.Length > 0 && calcinedMass is { IsZero: false } mass)
        {
            var fixedCarbon = Total(raw, "fixedCarbonPercent") - calcinedCarbon * (mass + (under ?? 0) + (dust ?? 0)) / mass;
            var volatiles = Total(raw, "volatilePercent") - Total(calcined, "volatilePercent");
            co2 = fixedCarbon * 44 / 12 + VolatileAsMethane * volatiles * 44 / 16;
        }

        Post(book, source, "anode-plant.raw-coke", [.. raw, .. calcined, .. book.Of(source, "anode-plant.under-calcined"), .. book.Of(source, "anode-plant.dust")], co2);
    }

    private static void Baking(MonthBook book, string source)
    {
        var green = book.Of(source, "anode-plant.green-anode");
        var baked = book.Of(source, "anode-plant.baked-anode");
        var packing = book.Of(source, "anode-plant.packing-coke");
        var lost = book.Of(source, "anode-plant.carbon-out");
        if (green.Length == 0 && baked.Length == 0 && packing.Length == 0 && lost.Length == 0) return;

        Fraction? co2 = null;
        if (green.Length > 0 && baked.Length > 0)
        {
            var carbonOut = lost.Aggregate((Fraction)0, (sum, r) => sum + r.In("t") * (r.Share("fixedCarbonPercent") ?? 1));
            var fixedCarbon = Total(packing, "fixedCarbonPercent") + Total(green, "fixedCarbonPercent") - carbonOut - Total(baked, "fixedCarbonPercent");
            var volatiles = Total(packing, "volatilePercent") + Total(green, "volatilePercent");
            co2 = fixedCarbon * 44 / 12 + VolatileAsMethane * volatiles * 44 / 16;
        }

        Post(book, source, "anode-plant.green-anode", [.. green, .. baked, .. packing, .. lost], co2);
    }

    /// <summary>Tonnes of what the percentage names; null when one of the readings does not say it.</summary>
    private static Fraction? Total(Reading[] readings, string percentage) =>
        readings.Aggregate((Fraction?)(Fraction)0, (sum, r) => sum + r.In("t") * r.Share(percentage));

    private static void Post(MonthBook book, string source, string activity, Reading[] from, Fraction? co2Tonnes)
    {
        // Less than nothing is a wrong balance.
        if (co2Tonnes is { IsNegative: false } tonnes) book.Add(from, activity, "scope1.anode-production", null, "CO2", tonnes * 1000);
        else book.Miss(source, activity, "scope1.anode-production", null, "CO2", "not-computable");
    }
}
