using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>
/// A zinc plant (roaster, leaching, tank house, volatilising kiln), mostly with a lead furnace beside it.
/// </summary>
internal sealed class LeadZincSmelter(Plant plant) : PlantWorks(plant)
{
    public required decimal ZincTonnesPerYear { get; init; }

    public decimal LeadTonnesPerYear { get; init; }

    /// <summary>The acid plant's tail gas has no continuous monitoring: the sulphur balance stands for it.</summary>
    public bool TailGasMonitored { get; init; } = true;

    public (string Activity, decimal KgPerTonneZinc) KilnReductant { get; init; } = ("reductant.coke", 420m);

    /// <summary>Coal boiler for leaching steam; null where steam is bought.</summary>
    public CoalFired? Boiler { get; init; }

    /// <summary>Months in which the boiler's NOx analyser was out of order.</summary>
    public string[] NoxAnalyserOut { get; init; } = [];

    /// <summary>Share of the electricity that comes under contract, with its kind and proof.</summary>
    public (string Activity, decimal Share, string Proof)? Contract { get; init; }

    public (string From, decimal Share)[] Running { get; init; } = [("2022-01", 0.95m)];

    private string Process => LeadTonnesPerYear > ZincTonnesPerYear ? "lead" : "zinc";

    private PlantSite Site =>
        new(Process)
        {
            DieselTonnesPerYear = (ZincTonnesPerYear + LeadTonnesPerYear) * 0.0024m,
            FreshWaterM3PerYear = (ZincTonnesPerYear + LeadTonnesPerYear) * 9m,
            WaterReusedPercent = 95m,
            WasteTonnesPerYear = (ZincTonnesPerYear + LeadTonnesPerYear) * 0.9m,
            WasteUtilisedPercent = 58m,
            WastewaterM3PerYear = (ZincTonnesPerYear + LeadTonnesPerYear) * 3m,
            CodMgPerL = 38m,
            AmmoniaMgPerL = 2.6m,
        };

    public override IEnumerable<Source> Sources()
    {
        if (TailGasMonitored)
            yield return StackReadings.Source("STK-1", "Acid plant tail gas", "制酸尾气烟囱", "zinc");
        yield return new Source("FUR-1", "furnace", "Roaster", "沸腾焙烧炉")
        {
            Process = "zinc",
            DischargesTo = TailGasMonitored ? ["STK-1"] : [],
        };
        yield return StackReadings.Source("STK-2", "Volatilising kiln stack", "挥发窑烟囱", "zinc");
        yield return new Source("KILN-1", "kiln", "Volatilising kiln", "挥发窑")
        {
            Process = "zinc",
            DischargesTo = ["STK-2"],
        };
        if (LeadTonnesPerYear > 0)
        {
            yield return StackReadings.Source("STK-3", "Lead furnace stack", "铅炉烟囱", "lead");
            yield return new Source("FUR-2", "furnace", "Lead bottom-blown furnace", "铅底吹炉")
            {
                Process = "lead",
                DischargesTo = ["STK-3"],
            };
        }

        if (Boiler is { } boiler)
        {
            yield return StackReadings.Source("STK-B", "Boiler stack", "锅炉烟囱", "power");
            yield return boiler.Source;
        }

        yield return new Source("GRID-1", "grid-connection", "Main substation", "总降压站") { Process = Process };
        foreach (var source in Site.Sources())
            yield return source;
    }

    public override void Run(Sheet sheet, Exchange exchange)
    {
        var running = Running.Last(r => sheet.IsFrom(r.From)).Share * sheet.Vary("running", 0.035m);
        var zinc = ZincTonnesPerYear * sheet.ShareOfYear * running;
        var lead = LeadTonnesPerYear * sheet.ShareOfYear * running;

        Roast(sheet, zinc);
        Volatilise(sheet, zinc);
        if (lead > 0)
            SmeltLead(sheet, lead);
        RaiseSteam(sheet, zinc);
        Buy(sheet, (zinc * 3_880m) + (lead * 540m));

        sheet.Add("SITE", "output.zinc", zinc, "t");
        if (lead > 0)
            sheet.Add("SITE", "output.lead", lead, "t");
        PlantSite.WriteValue(sheet, (zinc * 19_500m) + (lead * 14_200m), large: false);
        Site.Write(sheet, running);
    }

    private void Roast(Sheet sheet, decimal zinc)
    {
        var feed = zinc * 0.62m * sheet.Own("feed", 0.03m) * sheet.Vary("feed", 0.03m);
        sheet.Add("FUR-1", "sulphur.feed", feed, "t");
        sheet.Add("FUR-1", "sulphur.acid", feed * (0.957m + (0.0015m * (sheet.Vary("acid", 1m) - 1m))), "t");
        sheet.Add("FUR-1", "sulphur.slag", feed * 0.031m * sheet.Vary("slag", 0.04m), "t");
        sheet.Add("FUR-1", "sulphur.dust", feed * 0.0085m * sheet.Vary("dust", 0.05m), "t");
        if (TailGasMonitored)
            new StackReadings("STK-1", zinc * 3_900m * sheet.Vary("tail", 0.03m))
            {
                So2 = 88m,
                Nox = 27m,
                Dust = 9m,
                MassToo = true,
            }.Write(sheet);
    }

    private void Volatilise(Sheet sheet, decimal zinc)
    {
        sheet.Add(
            "KILN-1",
            KilnReductant.Activity,
            zinc
                * KilnReductant.KgPerTonneZinc
                / 1000m
                * sheet.Own("reductant", 0.05m)
                * sheet.Vary("reductant", 0.04m),
            "t"
        );
        new StackReadings("STK-2", zinc * 6_200m * sheet.Vary("kiln", 0.03m))
        {
            So2 = 96m,
            Nox = 68m,
            Dust = 10m,
        }.Write(sheet);
    }

    private void SmeltLead(Sheet sheet, decimal lead)
    {
        sheet.Add("FUR-2", "reductant.coke", lead * 0.155m * sheet.Vary("leadcoke", 0.05m), "t");
        sheet.Add("FUR-2", "fuel.natural-gas", lead * 32m * sheet.Vary("leadgas", 0.05m), "万Nm3", "settled");
        sheet.Add("FUR-2", "carbonate.limestone", lead * 0.068m * sheet.Vary("leadflux", 0.06m), "t");
        new StackReadings("STK-3", lead * 14_500m * sheet.Vary("leadflow", 0.03m))
        {
            So2 = 74m,
            Nox = 48m,
            Dust = 5.5m,
        }.Write(sheet);
    }

    private void RaiseSteam(Sheet sheet, decimal zinc)
    {
        if (Boiler is not { } boiler)
        {
            // Saturated steam of 0.8 MPa.
            var tonnes = zinc * 0.9m * (0.8m + (0.2m * Weather.HeatingShape(sheet.Month))) * sheet.Vary("steam", 0.04m);
            sheet.Add(
                "SITE",
                "heat.purchased",
                tonnes * 2.769m,
                "GJ",
                "settled",
                attributes: Sheet.Attributes(
                    Sheet.Attribute("steamTonnes", tonnes, 1),
                    "pressureMPa=0.8",
                    "temperatureC=170.4"
                )
            );
            return;
        }

        var heatGj = zinc * 3.1m * (0.8m + (0.2m * Weather.HeatingShape(sheet.Month))) * sheet.Vary("steam", 0.04m);
        var (flow, so2) = boiler.Burn(sheet, heatGj);
        new StackReadings("STK-B", flow)
        {
            So2 = so2,
            Nox = sheet.IsOneOf(NoxAnalyserOut) ? null : 41m,
            Dust = 6m,
        }.Write(sheet);
    }

    private void Buy(Sheet sheet, decimal usual)
    {
        var need = usual * sheet.Own("kwh", 0.03m) * sheet.Vary("kwh", 0.02m);
        var left = need;
        if (Contract is { } contract)
        {
            var kwh = need * contract.Share * sheet.Vary("contract", 0.05m);
            sheet.Add("GRID-1", contract.Activity, kwh, "万kWh", "settled", attributes: "proof=" + contract.Proof);
            left -= kwh;
        }

        sheet.Add("GRID-1", "electricity.grid", left, "万kWh", "settled");
        sheet.Add("SITE", "use.electrolysis", need * 0.79m * sheet.Vary("tankhouse", 0.01m), "万kWh", "own-meter");
    }
}
