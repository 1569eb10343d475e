using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>Green coke is calcined, mixed with pitch, pressed and baked into anodes.</summary>
internal sealed class AnodePlant(Plant plant) : PlantWorks(plant)
{
    public required decimal TonnesPerYear { get; init; }

    public decimal BakingGasNm3PerTonne { get; init; } = 62m;

    /// <summary>Waste heat of the calciners sold as steam or hot water, GJ per t of anode.</summary>
    public decimal SteamSoldGjPerTonne { get; init; }

    /// <summary>Share of the electricity that comes under contract, with its kind and proof.</summary>
    public (string Activity, decimal Share, string Proof)? Contract { get; init; }

    public (string From, decimal Share)[] Running { get; init; } = [("2022-01", 0.92m)];

    private PlantSite Site =>
        new("anode")
        {
            DieselTonnesPerYear = TonnesPerYear * 0.0013m,
            FreshWaterM3PerYear = TonnesPerYear * 1.1m,
            WaterReusedPercent = 92m,
            WasteTonnesPerYear = TonnesPerYear * 0.04m,
            WasteUtilisedPercent = 70m,
            WastewaterM3PerYear = TonnesPerYear * 0.1m,
        };

    public override IEnumerable<Source> Sources()
    {
        yield return StackReadings.Source("STK-1", "Calciner stack", "煅烧烟囱", "anode");
        yield return new Source("CALC-1", "anode-plant", "Coke calciners", "石油焦煅烧炉")
        {
            Process = "anode",
            DischargesTo = ["STK-1"],
        };
        yield return StackReadings.Source("STK-2", "Baking stack", "焙烧烟囱", "anode");
        yield return new Source("BAKE-1", "anode-plant", "Baking furnaces", "焙烧炉")
        {
            Process = "anode",
            DischargesTo = ["STK-2"],
        };
        yield return new Source("WHB-1", "site", "Waste-heat turbine", "余热发电机组") { Process = "anode" };
        yield return new Source("GRID-1", "grid-connection", "Main substation", "总降压站") { Process = "anode" };
        foreach (var source in Site.Sources())
            yield return source;
    }

    public override void Run(Sheet sheet, Exchange exchange)
    {
        var running = Running.Last(r => sheet.IsFrom(r.From)).Share * sheet.Vary("running", 0.03m);
        var anodes = TonnesPerYear * sheet.ShareOfYear * running;

        Calcine(sheet, anodes);
        Bake(sheet, anodes);

        var need = anodes * 138m * sheet.Own("kwh", 0.06m) * sheet.Vary("kwh", 0.03m);
        var wasteHeat = anodes * 64m * sheet.Vary("whb", 0.05m);
        sheet.Add("WHB-1", "electricity.waste-heat", wasteHeat, "MWh", "own-meter");
        var left = need - wasteHeat;
        if (Contract is { } contract)
        {
            var kwh = need * contract.Share * sheet.Vary("contract", 0.05m);
            sheet.Add("GRID-1", contract.Activity, kwh, "MWh", "settled", attributes: "proof=" + contract.Proof);
            left -= kwh;
        }

        sheet.Add("GRID-1", "electricity.grid", left, "MWh", "settled");
        if (SteamSoldGjPerTonne > 0)
            sheet.Add(
                "SITE",
                "heat.exported",
                anodes
                    * SteamSoldGjPerTonne
                    * (0.7m + (0.3m * Weather.HeatingShape(sheet.Month)))
                    * sheet.Vary("steam", 0.05m),
                "GJ",
                "settled"
            );
        sheet.Add("SITE", "output.carbon-anode", anodes, "t");
        PlantSite.WriteValue(sheet, anodes * 4_300m, large: false);
        Site.Write(sheet, running);
    }

    private void Calcine(Sheet sheet, decimal anodes)
    {
        // 0.70 t of calcined coke in a tonne of anode; a quarter of the green coke is lost as
        // volatile matter and burn-off.
        var calcined = anodes * 0.70m * sheet.Vary("calcined", 0.02m);
        var raw = calcined / (0.765m * sheet.Vary("yield", 0.008m));
        sheet.Add(
            "CALC-1",
            "anode-plant.raw-coke",
            raw,
            "t",
            attributes: Analysis(sheet, "raw", 86.6m, 0.004m, 10.6m, 0.04m)
        );
        sheet.Add(
            "CALC-1",
            "anode-plant.calcined-coke",
            calcined,
            "t",
            attributes: Analysis(sheet, "calcined", 98.3m, 0.002m, 0.5m, 0.1m)
        );
        sheet.Add("CALC-1", "anode-plant.under-calcined", calcined * 0.012m * sheet.Vary("under", 0.2m), "t");
        sheet.Add("CALC-1", "anode-plant.dust", calcined * 0.006m * sheet.Vary("dust", 0.2m), "t");
        new StackReadings("STK-1", raw * 5_800m * sheet.Vary("calcinerflow", 0.03m))
        {
            So2 = 31m,
            Nox = 58m,
            Dust = 6m,
            ValidHours = true,
        }.Write(sheet);
    }

    private void Bake(Sheet sheet, decimal anodes)
    {
        var green = anodes / (0.949m * sheet.Vary("bakingyield", 0.004m));
        sheet.Add(
            "BAKE-1",
            "anode-plant.green-anode",
            green,
            "t",
            attributes: Analysis(sheet, "green", 93.4m, 0.001m, 5.1m, 0.03m)
        );
        sheet.Add(
            "BAKE-1",
            "anode-plant.baked-anode",
            anodes,
            "t",
            attributes: Analysis(sheet, "baked", 97.2m, 0.001m, 0.4m, 0.05m)
        );
        sheet.Add(
            "BAKE-1",
            "anode-plant.packing-coke",
            anodes * 0.011m * sheet.Vary("packing", 0.1m),
            "t",
            attributes: Analysis(sheet, "packing", 97.5m, 0.003m, 0.6m, 0.05m)
        );
        sheet.Add("BAKE-1", "anode-plant.carbon-out", anodes * 0.0018m * sheet.Vary("out", 0.15m), "t", "estimated");
        sheet.Add(
            "BAKE-1",
            "fuel.natural-gas",
            anodes * BakingGasNm3PerTonne * sheet.Own("gas", 0.05m) * sheet.Vary("gas", 0.03m),
            "万Nm3",
            "settled"
        );
        new StackReadings("STK-2", anodes * 5_100m * sheet.Vary("bakingflow", 0.03m))
        {
            So2 = 24m,
            Nox = 43m,
            Dust = 4m,
            Fluoride = 1.1m,
        }.Write(sheet);
    }

    private static string Analysis(
        Sheet sheet,
        string what,
        decimal fixedCarbon,
        decimal carbonSpread,
        decimal volatiles,
        decimal volatileSpread
    ) =>
        Sheet.Attributes(
            Sheet.Attribute("fixedCarbonPercent", fixedCarbon * sheet.Vary(what + "carbon", carbonSpread), 2),
            Sheet.Attribute("volatilePercent", volatiles * sheet.Vary(what + "volatiles", volatileSpread), 2)
        );
}
