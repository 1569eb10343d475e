using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>What every plant has beside its process: vehicles, water, waste, waste water, output value.</summary>
internal sealed record PlantSite(string Process)
{
    public decimal DieselTonnesPerYear { get; init; }

    public decimal GasolineTonnesPerYear { get; init; }

    public decimal FreshWaterM3PerYear { get; init; }

    /// <summary>Reused in per cent of all water used; null where none is.</summary>
    public decimal? WaterReusedPercent { get; init; }

    public decimal WasteTonnesPerYear { get; init; }

    public decimal WasteUtilisedPercent { get; init; }

    /// <summary>Waste water; 0 at plants without an outfall.</summary>
    public decimal WastewaterM3PerYear { get; init; }

    public decimal CodMgPerL { get; init; } = 32m;

    public decimal AmmoniaMgPerL { get; init; } = 1.6m;

    /// <summary>Refilled once a year, in May, kg; 0 where there is no such switchgear.</summary>
    public decimal Sf6KgPerYear { get; init; }

    public IEnumerable<Source> Sources()
    {
        yield return new Source("SITE", "site", "Plant site", "厂区") { Process = Process };
        if (WastewaterM3PerYear > 0)
            yield return new Source("OUT-1", "outfall", "Main outfall", "废水总排口") { Process = Process };
    }

    /// <summary>Writes the month; <paramref name="load"/> is its activity against the plan, 1 being the plan.</summary>
    public void Write(Sheet sheet, decimal load)
    {
        decimal Month(decimal perYear, string what, decimal spread) =>
            perYear * sheet.ShareOfYear * load * sheet.Own(what, 0.1m) * sheet.Vary(what, spread);

        if (DieselTonnesPerYear > 0)
            sheet.Add("SITE", "fuel.diesel", Month(DieselTonnesPerYear, "diesel", 0.12m), "t", "settled");
        if (GasolineTonnesPerYear > 0)
            sheet.Add("SITE", "fuel.gasoline", Month(GasolineTonnesPerYear, "gasoline", 0.15m), "t", "settled");
        if (FreshWaterM3PerYear > 0)
        {
            var fresh = Month(FreshWaterM3PerYear, "water", 0.06m);
            sheet.Add("SITE", "water.fresh", fresh, "m3", "own-meter");
            if (WaterReusedPercent is { } reused)
                sheet.Add(
                    "SITE",
                    "water.reused",
                    fresh * reused / (100m - reused) * sheet.Vary("reused", 0.04m),
                    "m3",
                    "own-meter"
                );
        }

        if (WasteTonnesPerYear > 0)
        {
            var waste = Month(WasteTonnesPerYear, "waste", 0.06m);
            sheet.Add("SITE", "waste.solid.generated", waste, WasteTonnesPerYear > 500_000m ? "万t" : "t", "estimated");
            sheet.Add(
                "SITE",
                "waste.solid.utilised",
                waste * WasteUtilisedPercent / 100m * sheet.Vary("utilised", 0.15m) * (1m + (0.06m * sheet.YearsIn)),
                "t"
            );
        }

        if (WastewaterM3PerYear > 0)
        {
            sheet.Add("OUT-1", "discharge.wastewater", Month(WastewaterM3PerYear, "wastewater", 0.08m), "m3");
            sheet.Add("OUT-1", "discharge.cod.concentration", CodMgPerL * sheet.Vary("cod", 0.25m), "mg/L");
            sheet.Add(
                "OUT-1",
                "discharge.ammonia-nitrogen.concentration",
                AmmoniaMgPerL * sheet.Vary("ammonia", 0.3m),
                "mg/L"
            );
        }

        if (Sf6KgPerYear > 0 && sheet.Month.Number == 5)
            sheet.Add("SITE", "fugitive.sf6", Sf6KgPerYear * sheet.Vary("sf6", 0.4m) / 1000m, "kg");
    }

    /// <summary>Output value in comparable and in current prices.</summary>
    public static void WriteValue(Sheet sheet, decimal yuanOf2020, bool large, bool currentToo = true)
    {
        var unit = large ? "亿元" : "万元";
        sheet.Add("SITE", "output.value", yuanOf2020, unit, "settled", attributes: "priceBaseYear=2020");
        if (currentToo)
            sheet.Add(
                "SITE",
                "output.value.current",
                yuanOf2020 * (1.16m - (0.05m * sheet.YearsIn)) * sheet.Vary("price", 0.05m),
                unit,
                "settled"
            );
    }
}
