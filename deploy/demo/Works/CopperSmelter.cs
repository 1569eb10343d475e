using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>A copper smelter and refinery: flash or bath furnace, acid plant, tank house.</summary>
internal sealed class CopperSmelter(Plant plant) : PlantWorks(plant)
{
    public required decimal TonnesPerYear { get; init; }

    /// <summary>Sulphur in the concentrate for each t of copper cathode, t.</summary>
    public decimal SulphurPerTonne { get; init; } = 1.22m;

    public decimal KwhPerTonne { get; init; } = 1_120m;

    public decimal GasNm3PerTonne { get; init; } = 58m;

    /// <summary>Reductant of the slag-cleaning furnace and its kg per t of copper.</summary>
    public (string Activity, decimal KgPerTonne) Reductant { get; init; } = ("reductant.coke", 14m);

    /// <summary>Lump coal fired with the charge, kg per t of copper; 0 where the charge burns by itself.</summary>
    public decimal CoalKgPerTonne { get; init; }

    /// <summary>Share of the electricity that comes under contract, with its kind and proof.</summary>
    public (string Activity, decimal Share, string Proof)? Contract { get; init; }

    /// <summary>Share of the cathode rolled or drawn on the site.</summary>
    public decimal FabricatedShare { get; init; }

    public bool BuysOxygen { get; init; }

    public decimal RoofMegawatts { get; init; }

    public string RoofFrom { get; init; } = "2022-06-01";

    /// <summary>Steam sold over the fence, GJ per t of copper.</summary>
    public decimal SteamSoldGjPerTonne { get; init; }

    public (string From, decimal Share)[] Running { get; init; } = [("2022-01", 0.96m)];

    private PlantSite Site =>
        new("copper")
        {
            DieselTonnesPerYear = TonnesPerYear * 0.0021m,
            FreshWaterM3PerYear = TonnesPerYear * 14m,
            WaterReusedPercent = 96.5m,
            WasteTonnesPerYear = TonnesPerYear * 2.4m,
            WasteUtilisedPercent = 82m,
            WastewaterM3PerYear = TonnesPerYear * 5m,
            CodMgPerL = 34m,
            AmmoniaMgPerL = 2.1m,
            Sf6KgPerYear = 5m,
        };

    public override IEnumerable<Source> Sources()
    {
        yield return StackReadings.Source("STK-1", "Acid plant tail gas", "制酸尾气烟囱", "copper");
        yield return new Source("FUR-1", "furnace", "Smelting and converting", "熔炼吹炼炉")
        {
            Process = "copper",
            DischargesTo = ["STK-1"],
        };
        yield return StackReadings.Source("STK-2", "Anode furnace and hood gas", "阳极炉及环集烟囱", "copper");
        yield return new Source("FUR-2", "furnace", "Anode furnaces", "阳极炉")
        {
            Process = "copper",
            DischargesTo = ["STK-2"],
        };
        yield return new Source("WHB-1", "site", "Waste-heat turbine", "余热发电机组") { Process = "copper" };
        yield return new Source("GRID-1", "grid-connection", "Main substation", "总降压站") { Process = "copper" };
        if (RoofMegawatts > 0)
            yield return new Source("PV-1", "solar-farm", "Roof solar", "屋顶光伏")
            {
                Process = "power",
                Capacities = [new(RoofFrom, RoofMegawatts)],
            };
        foreach (var source in Site.Sources())
            yield return source;
    }

    public override void Run(Sheet sheet, Exchange exchange)
    {
        // Every plant stops for some weeks in one spring of the three.
        var overhaul =
            (sheet.Month.Year, sheet.Month.Number) == (2022 + (Plant.Code.Length + Plant.Code[0]) % 3, 4) ? 0.45m : 1m;
        var running = Running.Last(r => sheet.IsFrom(r.From)).Share * overhaul * sheet.Vary("running", 0.03m);
        var copper = TonnesPerYear * sheet.ShareOfYear * running;

        Smelt(sheet, copper);
        sheet.Add(
            "FUR-2",
            "fuel.natural-gas",
            copper * GasNm3PerTonne * sheet.Own("gas", 0.08m) * sheet.Vary("gas", 0.04m),
            "万Nm3",
            "settled"
        );
        new StackReadings("STK-2", copper * 17_500m * sheet.Vary("hood", 0.04m))
        {
            So2 = 38m,
            Nox = 34m,
            Dust = 6m,
        }.Write(sheet);
        Buy(sheet, copper);

        if (SteamSoldGjPerTonne > 0)
            sheet.Add(
                "SITE",
                "heat.exported",
                copper * SteamSoldGjPerTonne * sheet.Vary("steam", 0.06m),
                "GJ",
                "settled"
            );
        if (BuysOxygen)
            sheet.Add("SITE", "media.oxygen", copper * 640m * sheet.Vary("oxygen", 0.04m), "万Nm3", "settled");
        sheet.Add("SITE", "output.refined-copper", copper, "t");
        if (FabricatedShare > 0)
            sheet.Add("SITE", "output.copper-products", copper * FabricatedShare * sheet.Vary("rod", 0.06m), "t");
        PlantSite.WriteValue(sheet, copper * 52_000m, large: true);
        Site.Write(sheet, running);
    }

    private void Smelt(Sheet sheet, decimal copper)
    {
        var feed = copper * SulphurPerTonne * sheet.Own("feed", 0.04m) * sheet.Vary("feed", 0.03m);
        sheet.Add("FUR-1", "sulphur.feed", feed, "t");
        sheet.Add("FUR-1", "sulphur.acid", feed * (0.9790m + (0.0012m * (sheet.Vary("acid", 1m) - 1m))), "t");
        sheet.Add("FUR-1", "sulphur.slag", feed * 0.0125m * sheet.Vary("slag", 0.05m), "t");
        sheet.Add("FUR-1", "sulphur.dust", feed * 0.0048m * sheet.Vary("dust", 0.06m), "t");
        sheet.Add(
            "FUR-1",
            Reductant.Activity,
            copper * Reductant.KgPerTonne / 1000m * sheet.Vary("reductant", 0.06m),
            "t"
        );
        if (CoalKgPerTonne > 0)
        {
            sheet.Add(
                "FUR-1",
                "fuel.bituminous-coal",
                copper * CoalKgPerTonne / 1000m * sheet.Vary("coal", 0.05m),
                "t",
                attributes: Sheet.Attributes(
                    Sheet.Attribute("ncv", 22.6m * sheet.Vary("ncv", 0.03m), 3),
                    Sheet.Attribute("sulphurPercent", 0.6m * sheet.Vary("coalsulphur", 0.15m), 2)
                )
            );
        }

        sheet.Add("FUR-1", "carbonate.limestone", copper * 0.045m * sheet.Vary("flux", 0.08m), "t");
        new StackReadings("STK-1", copper * 5_400m * sheet.Vary("tail", 0.03m))
        {
            So2 = 72m,
            Nox = 31m,
            Dust = 7.5m,
            MassToo = true,
            ValidHours = true,
        }.Write(sheet);
    }

    private void Buy(Sheet sheet, decimal copper)
    {
        var need = copper * KwhPerTonne * sheet.Own("kwh", 0.05m) * sheet.Vary("kwh", 0.03m);
        var wasteHeat = copper * 96m * sheet.Own("whb", 0.15m) * sheet.Vary("whb", 0.06m);
        sheet.Add("WHB-1", "electricity.waste-heat", wasteHeat, "MWh", "own-meter");
        var left = need - wasteHeat;
        if (RoofMegawatts > 0 && sheet.IsFrom(RoofFrom[..7]))
        {
            var roof =
                RoofMegawatts * 1000m * sheet.Hours * 0.121m * Weather.SunShape(sheet.Month) * sheet.Vary("roof", 0.1m);
            sheet.Add("PV-1", "electricity.self.solar", roof, "kWh", "own-meter");
            left -= roof;
        }

        if (Contract is { } contract)
        {
            var kwh = need * contract.Share * sheet.Vary("contract", 0.05m);
            sheet.Add("GRID-1", contract.Activity, kwh, "MWh", "settled", attributes: "proof=" + contract.Proof);
            left -= kwh;
        }

        sheet.Add("GRID-1", "electricity.grid", left, "MWh", "settled");
        sheet.Add("SITE", "use.other", need * 0.31m * sheet.Vary("other", 0.03m), "MWh", "own-meter");
    }
}
