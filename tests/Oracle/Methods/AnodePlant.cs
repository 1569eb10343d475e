using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>
/// Calcining of coke, baking of anodes, graphitising: carbon in less carbon out (GB/T 32151.34-2024, formulas 6 to 8).
/// The fume that is incinerated: mass of its volatile matter, heat of that mass, carbon of that heat,
/// and what of it burns (formula 9).
/// </summary>
internal static class AnodePlant
{
    public static void Add(MonthBook book)
    {
        foreach (var source in book.Sources)
        {
            Calcining(book, source.Code);
            Baking(book, source.Code);
            Graphitising(book, source.Code);
            Incineration(book, source.Code);
        }
    }

    private static void Calcining(MonthBook book, string source)
    {
        var raw = book.Of(source, "anode-plant.raw-coke");
        var calcined = book.Of(source, "anode-plant.calcined-coke");
        var under = book.Sum(source, "anode-plant.under-calcined", "t");
        var dust = book.Sum(source, "anode-plant.dust", "t");
        if (raw.Length == 0 && calcined.Length == 0 && under is null && dust is null)
            return;

        // The calcined coke's fixed carbon is that of what is returned and lost too.
        var calcinedMass = book.Sum(source, "anode-plant.calcined-coke", "t");
        var calcinedCarbon = Total(calcined, "fixedCarbonPercent");
        Fraction? co2 = null;
        if (raw.Length > 0 && calcinedMass is { IsZero: false } mass)
        {
            var fixedCarbon =
                Total(raw, "fixedCarbonPercent") - calcinedCarbon * (mass + (under ?? 0) + (dust ?? 0)) / mass;
            var volatiles = Total(raw, "volatilePercent") - Total(calcined, "volatilePercent");
            co2 = fixedCarbon * 44 / 12 + VolatileAsMethane(book, source, "calcining") * volatiles * 44 / 16;
        }

        Post(
            book,
            source,
            "anode-plant.raw-coke",
            [
                .. raw,
                .. calcined,
                .. book.Of(source, "anode-plant.under-calcined"),
                .. book.Of(source, "anode-plant.dust"),
            ],
            co2
        );
    }

    private static void Baking(MonthBook book, string source)
    {
        var green = book.Of(source, "anode-plant.green-anode");
        var baked = book.Of(source, "anode-plant.baked-anode");
        var packing = book.Of(source, "anode-plant.packing-coke");
        var lost = book.Of(source, "anode-plant.carbon-out");
        if (green.Length == 0 && baked.Length == 0 && packing.Length == 0 && lost.Length == 0)
            return;

        Fraction? co2 = null;
        if (green.Length > 0 && baked.Length > 0)
        {
            var carbonOut = lost.Aggregate(
                (Fraction)0,
                (sum, r) => sum + r.In("t") * (r.Share("fixedCarbonPercent") ?? 1)
            );
            var fixedCarbon =
                Total(packing, "fixedCarbonPercent")
                + Total(green, "fixedCarbonPercent")
                - carbonOut
                - Total(baked, "fixedCarbonPercent");
            var volatiles = Total(packing, "volatilePercent") + Total(green, "volatilePercent");
            co2 = fixedCarbon * 44 / 12 + VolatileAsMethane(book, source, "baking") * volatiles * 44 / 16;
        }

        Post(book, source, "anode-plant.green-anode", [.. green, .. baked, .. packing, .. lost], co2);
    }

    private static void Graphitising(MonthBook book, string source)
    {
        var resistor = book.Of(source, "anode-plant.resistor-coke");
        var goods = book.Of(source, "anode-plant.to-graphitise");
        var graphite = book.Of(source, "anode-plant.graphitised");
        var lost = book.Of(source, "anode-plant.graphitising-carbon-out");
        Reading[] all = [.. resistor, .. goods, .. graphite, .. lost];
        if (all.Length == 0)
            return;

        // Formula 8 sets GPM and GWT to nothing where they are not there; without GTA or GP there is no balance.
        Fraction? co2 = null;
        if (goods.Length > 0 && graphite.Length > 0)
        {
            Fraction lostCarbon = 0;
            foreach (var loss in lost)
                lostCarbon += loss.In("t") * (loss.Share("fixedCarbonPercent") ?? 1);
            var carbon =
                Total(resistor, "fixedCarbonPercent")
                + Total(goods, "fixedCarbonPercent")
                - lostCarbon
                - Total(graphite, "fixedCarbonPercent");
            co2 =
                carbon * 44 / 12
                + VolatileAsMethane(book, source, "graphitising") * Total(resistor, "volatilePercent") * 44 / 16;
        }

        Post(book, source, "anode-plant.to-graphitise", all, co2);
    }

    private static void Incineration(MonthBook book, string source)
    {
        var fume = book.Of(source, "anode-plant.incinerated-fume");
        if (fume.Length == 0)
            return;
        Fraction? co2 = 0;
        foreach (var reading in fume)
        {
            var volatileTonnes = reading.In("Nm3") * reading.Number("volatileMgPerNm3") / 1_000_000_000;
            var heatGj = volatileTonnes * reading.Number("ncv");
            var burntCarbon = heatGj * reading.Number("carbonContent") * reading.Share("oxidationPercent");
            co2 += burntCarbon * 44 / 12;
        }

        Post(book, source, "anode-plant.incinerated-fume", fume, co2);
    }

    /// <summary>K1, K2, K3.</summary>
    private static Fraction VolatileAsMethane(MonthBook book, string source, string step) =>
        book.Value($"anode-plant.volatile-share.{step}", source, 0.35m);

    /// <summary>Tonnes of what the percentage names; null when one of the readings does not say it.</summary>
    private static Fraction? Total(Reading[] readings, string percentage) =>
        readings.Aggregate((Fraction?)(Fraction)0, (sum, r) => sum + r.In("t") * r.Share(percentage));

    private static void Post(MonthBook book, string source, string activity, Reading[] from, Fraction? co2Tonnes)
    {
        // Less than nothing is a wrong balance.
        if (co2Tonnes is { IsNegative: false } tonnes)
            book.Add(from, activity, "scope1.anode-production", null, "CO2", tonnes * 1000);
        else
            book.Miss(source, activity, "scope1.anode-production", null, "CO2", "not-computable");
    }
}
