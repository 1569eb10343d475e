using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>
/// An alumina refinery: boilers for steam and back-pressure power, calciners, often a lime kiln, sometimes a mine.
/// </summary>
internal sealed class AluminaRefinery(Plant plant) : PlantWorks(plant)
{
    public required decimal TonnesPerYear { get; init; }

    public required CoalFired[] Boilers { get; init; }

    /// <summary>Coal for steam and own power, kgce per t of alumina.</summary>
    public decimal CoalKgcePerTonne { get; init; } = 252m;

    /// <summary>Fuel of the calciners and what a tonne of alumina takes of it, Nm3.</summary>
    public (string Fuel, decimal Nm3PerTonne, decimal Ncv) Calcining { get; init; } = ("fuel.natural-gas", 79m, 0m);

    public decimal OwnKwhPerTonne { get; init; } = 165m;

    public decimal OwnMegawatts { get; init; }

    public decimal BoughtKwhPerTonne { get; init; } = 92m;

    /// <summary>
    /// Captive station of the group that sends electricity by direct line instead of the grid, with the share.
    /// </summary>
    public (string Supplier, decimal Share, decimal Factor)? DirectLine { get; init; }

    /// <summary>Limestone to the lime kiln, kg per t of alumina; 0 where lime is bought.</summary>
    public decimal LimestoneKgPerTonne { get; init; }

    /// <summary>Soda ash in sintering, kg per t of alumina.</summary>
    public decimal SodaAshKgPerTonne { get; init; }

    /// <summary>Bauxite from the refinery's own mine, as a share of its need.</summary>
    public decimal OwnBauxiteShare { get; init; }

    public string ScrubbedNoxFrom { get; init; } = "";

    public (string From, decimal Share)[] Running { get; init; } = [("2022-01", 0.95m)];

    public decimal RoofMegawatts { get; init; }

    public string RoofFrom { get; init; } = "2022-10-01";

    private PlantSite Site =>
        new("alumina")
        {
            DieselTonnesPerYear = TonnesPerYear * 0.00055m,
            FreshWaterM3PerYear = TonnesPerYear * 2.4m,
            WaterReusedPercent = 94m,
            WasteTonnesPerYear = TonnesPerYear * 1.32m,
            WasteUtilisedPercent = 11m,
            WastewaterM3PerYear = TonnesPerYear * 0.1m,
            CodMgPerL = 29m,
            AmmoniaMgPerL = 1.3m,
        };

    public override IEnumerable<Source> Sources()
    {
        yield return StackReadings.Source("STK-1", "Boiler house stack", "锅炉烟囱", "power");
        foreach (var boiler in Boilers)
            yield return boiler.Source;
        yield return new Source("TG-1", "thermal-unit", "Back-pressure turbines", "背压汽轮机组")
        {
            Process = "alumina",
            Capacities = [new(Plant.From + "-01", OwnMegawatts)],
        };
        yield return StackReadings.Source("STK-2", "Calciner stack", "焙烧烟囱", "alumina");
        yield return new Source("CALC-1", "kiln", "Calciners", "氢氧化铝焙烧炉")
        {
            Process = "alumina",
            DischargesTo = ["STK-2"],
        };
        if (LimestoneKgPerTonne > 0)
        {
            yield return StackReadings.Source("STK-3", "Lime kiln stack", "石灰窑烟囱", "alumina");
            yield return new Source("LIME-1", "kiln", "Lime kilns", "石灰窑")
            {
                Process = "alumina",
                DischargesTo = ["STK-3"],
            };
        }

        if (OwnBauxiteShare > 0)
            yield return new Source("MINE-1", "site", "Bauxite mine", "铝土矿山") { Process = "mine" };
        yield return new Source("GRID-1", "grid-connection", "Main substation", "总降压站") { Process = "alumina" };
        if (DirectLine is not null)
            yield return new Source("LINE-1", "grid-connection", "Direct line", "直供线路") { Process = "alumina" };
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
        var running = Running.Last(r => sheet.IsFrom(r.From)).Share * sheet.Vary("running", 0.03m);
        var alumina = TonnesPerYear * sheet.ShareOfYear * running;

        RunBoilers(sheet, alumina);
        Calcine(sheet, alumina);
        if (LimestoneKgPerTonne > 0)
            BurnLime(sheet, alumina);

        sheet.Add(
            "TG-1",
            "electricity.self.thermal",
            alumina * OwnKwhPerTonne * sheet.Vary("turbine", 0.03m),
            "万kWh",
            "own-meter"
        );
        Buy(sheet, exchange, alumina * BoughtKwhPerTonne * sheet.Own("bought", 0.08m) * sheet.Vary("bought", 0.05m));

        if (OwnBauxiteShare > 0)
        {
            var bauxite = alumina * 2.25m * OwnBauxiteShare * sheet.Vary("bauxite", 0.06m);
            sheet.Add("MINE-1", "output.bauxite", bauxite, "万t");
            sheet.Add("MINE-1", "fuel.diesel", bauxite * 0.00085m * sheet.Vary("trucks", 0.06m), "t", "settled");
        }

        sheet.Add("SITE", "output.alumina", alumina, TonnesPerYear > 2_500_000m ? "万t" : "t");
        PlantSite.WriteValue(sheet, alumina * 2_450m, large: TonnesPerYear > 2_000_000m);
        Site.Write(sheet, running);
    }

    private void RunBoilers(Sheet sheet, decimal alumina)
    {
        // More steam in the cold months.
        var season = 1m + (0.035m * (Weather.HeatingShape(sheet.Month) - 1m));
        var heatGj =
            alumina
            * CoalKgcePerTonne
            / 1000m
            * 29.3076m
            * (1m - (0.008m * sheet.YearsIn))
            * season
            * sheet.Own("coal", 0.03m)
            * sheet.Vary("coal", 0.015m);
        var (flow, so2) = (0m, 0m);
        for (var i = 0; i < Boilers.Length; i++)
        {
            var (boilerFlow, boilerSo2) = Boilers[i]
                .Burn(sheet, heatGj / Boilers.Length * sheet.Own("boiler" + i, 0.05m));
            flow += boilerFlow;
            so2 += boilerFlow * boilerSo2;
        }

        new StackReadings("STK-1", flow)
        {
            So2 = so2 / flow,
            Nox = 41m,
            Dust = 3.1m,
            ValidHours = true,
            MassToo = TonnesPerYear > 2_500_000m,
        }.Write(sheet);
    }

    private void Calcine(Sheet sheet, decimal alumina)
    {
        var (fuel, nm3PerTonne, ncv) = Calcining;
        var gas =
            alumina
            * nm3PerTonne
            * (1m - (0.006m * sheet.YearsIn))
            * sheet.Own("gas", 0.03m)
            * sheet.Vary("gas", 0.015m);
        var measured = ncv * sheet.Vary("ncv", 0.02m);
        sheet.Add(
            "CALC-1",
            fuel,
            gas,
            "万Nm3",
            "settled",
            attributes: ncv > 0 ? Sheet.Attribute("ncv", measured, 2) : ""
        );
        var denitrified = ScrubbedNoxFrom.Length > 0 && sheet.IsFrom(ScrubbedNoxFrom);
        new StackReadings("STK-2", alumina * 1_950m * sheet.Vary("calciner", 0.03m))
        {
            So2 = fuel == "fuel.natural-gas" ? 6m : 38m,
            Nox = denitrified ? 44m : 128m,
            Dust = 6.5m,
        }.Write(sheet);
    }

    private void BurnLime(Sheet sheet, decimal alumina)
    {
        var limestone = alumina * LimestoneKgPerTonne / 1000m * sheet.Vary("limestone", 0.04m);
        sheet.Add(
            "LIME-1",
            "carbonate.limestone",
            limestone,
            "t",
            attributes: Sheet.Attribute("purityPercent", 94m * sheet.Vary("purity", 0.015m), 1)
        );
        if (SodaAshKgPerTonne > 0)
            sheet.Add(
                "LIME-1",
                "carbonate.soda-ash",
                alumina * SodaAshKgPerTonne / 1000m * sheet.Vary("soda", 0.05m),
                "t"
            );
        sheet.Add(
            "LIME-1",
            "fuel.anthracite",
            limestone * 0.092m * sheet.Vary("limecoal", 0.04m),
            "t",
            attributes: Sheet.Attributes(
                Sheet.Attribute("ncv", 25.4m * sheet.Vary("limencv", 0.02m), 3),
                Sheet.Attribute("sulphurPercent", 0.7m * sheet.Vary("limesulphur", 0.2m), 2)
            )
        );
        new StackReadings("STK-3", limestone * 2_600m * sheet.Vary("limeflow", 0.04m))
        {
            So2 = 46m,
            Nox = 92m,
            Dust = 11m,
        }.Write(sheet);
    }

    private void Buy(Sheet sheet, Exchange exchange, decimal needKwh)
    {
        var left = needKwh;
        if (RoofMegawatts > 0 && sheet.IsFrom(RoofFrom[..7]))
        {
            var roof =
                RoofMegawatts
                * 1000m
                * sheet.Hours
                * 0.132m
                * Weather.SunShape(sheet.Month)
                * sheet.Vary("roof", 0.08m);
            sheet.Add("PV-1", "electricity.self.solar", roof, "kWh", "own-meter");
            left -= roof;
        }

        if (DirectLine is { } line)
        {
            var direct = needKwh * line.Share;
            exchange.OrderPower(line.Supplier, direct);
            sheet.Add(
                "LINE-1",
                "electricity.direct.fossil",
                direct,
                "MWh",
                "settled",
                attributes: $"supplierPlant={line.Supplier};{Sheet.Attribute("supplierFactor", line.Factor, 4)}"
            );
            left -= direct;
        }

        sheet.Add("GRID-1", "electricity.grid", left, "MWh", "settled");
    }
}
