using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>A coal power station whose direct lines and steam pipes lead to plants of the group.</summary>
internal sealed class CaptivePower(Plant plant) : PlantWorks(plant)
{
    public required CoalFired[] Units { get; init; }

    /// <summary>Coal for each kWh supplied, gce.</summary>
    public decimal SupplyRate { get; init; } = 314m;

    public decimal AuxiliaryShare { get; init; } = 0.068m;

    public decimal NoxMgPerNm3 { get; init; } = 42m;

    public decimal DustMgPerNm3 { get; init; } = 2.6m;

    /// <summary>Sold beyond the fence, as a share of what the group takes.</summary>
    public decimal SoldShare { get; init; } = 0.03m;

    private PlantSite Site =>
        new("power")
        {
            DieselTonnesPerYear = 240m,
            FreshWaterM3PerYear = Units.Sum(u => u.Capacities[^1].Megawatts) * 5_800m,
            WaterReusedPercent = 95m,
            WasteTonnesPerYear = Units.Sum(u => u.Capacities[^1].Megawatts) * 800m,
            WasteUtilisedPercent = 74m,
            Sf6KgPerYear = 9m,
        };

    public override IEnumerable<Source> Sources()
    {
        foreach (var unit in Units)
        {
            yield return StackReadings.Source(
                unit.DischargesTo[0],
                unit.Name + " stack",
                unit.NameZh + "烟囱",
                "power"
            );
            yield return unit.Source;
        }

        yield return new Source("GRID-1", "grid-connection", "Start-up supply", "启备变") { Process = "power" };
        foreach (var source in Site.Sources())
            yield return source;
    }

    public override void Run(Sheet sheet, Exchange exchange)
    {
        // The customer's meter shows a little less than the station's: the line takes 0.3 %.
        var supplied = exchange.OrderedKwh(Plant.Code) * 1.003m * (1m + (SoldShare * sheet.Vary("sold", 0.3m)));
        var heat = exchange.OrderedHeatGj(Plant.Code) * 1.01m;
        var capacity = Units.Sum(u => u.Capacities[^1].Megawatts);
        var left = supplied;
        for (var i = 0; i < Units.Length; i++)
        {
            var unit = Units[i];
            var share =
                i == Units.Length - 1
                    ? left
                    : supplied * unit.Capacities[^1].Megawatts / capacity * sheet.Vary(unit.Code + "share", 0.05m);
            left -= share;
            RunUnit(sheet, unit, share, i == 0 ? heat : 0m, massToo: i == 0);
        }

        sheet.Add("GRID-1", "electricity.grid", supplied * 0.0009m * sheet.Vary("start", 0.4m), "MWh", "settled");
        Site.Write(sheet, supplied / (capacity * 1000m * sheet.Hours * 0.75m));
    }

    private void RunUnit(Sheet sheet, CoalFired unit, decimal supplied, decimal heatGj, bool massToo)
    {
        var gross = supplied / (1m - (AuxiliaryShare * sheet.Vary(unit.Code + "auxiliary", 0.04m)));
        var rate = SupplyRate * (1m - (0.004m * sheet.YearsIn)) * sheet.Vary(unit.Code + "rate", 0.01m);
        var (flow, so2) = unit.Burn(sheet, (supplied * rate / 1_000_000m * 29.3076m) + (heatGj / 0.89m));
        sheet.Add(unit.Code, "fuel.diesel", gross * 0.0000001m * sheet.Vary(unit.Code + "ignition", 0.5m), "t");
        sheet.Add(unit.Code, "generation.thermal", gross, "万kWh");
        sheet.Add(unit.Code, "generation.thermal.supplied", supplied, "万kWh");
        sheet.Add(unit.Code, "generation.thermal.auxiliary", gross - supplied, "万kWh");
        if (heatGj > 0)
            sheet.Add(unit.Code, "generation.thermal.heat-supplied", heatGj, "GJ");
        sheet.Add(
            unit.Code,
            "generation.thermal.hours",
            sheet.Hours * (0.975m + (0.02m * (sheet.Vary(unit.Code + "hours", 1m) - 1m))),
            "h"
        );
        new StackReadings(unit.DischargesTo[0], flow)
        {
            So2 = so2,
            Nox = NoxMgPerNm3,
            Dust = DustMgPerNm3,
            MassToo = massToo,
            ValidHours = true,
        }.Write(sheet);
    }
}
