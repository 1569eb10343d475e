using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

internal enum AnodeReport
{
    Net,
    GrossAndButts,
    GrossOnly,
}

/// <summary>
/// One way by which a smelter gets electricity. What is left goes to the grid meter.
/// Shares are those of 2022, 2023, 2024; no shares means: all that the supplier offers in the month.
/// </summary>
internal sealed record Supply(string Activity, params decimal[] Shares)
{
    public string Source { get; init; } = "GRID-1";

    public string Supplier { get; init; } = "";

    /// <summary>Proof of origin, empty where the activity needs none.</summary>
    public string Proof { get; init; } = "";

    /// <summary>From this month on the proof has not come yet.</summary>
    public string ProofPendingFrom { get; init; } = "";

    /// <summary>Settled emission factor of a fossil supplier, kgCO2/kWh.</summary>
    public decimal? SupplierFactor { get; init; }

    /// <summary>Months for which the supplier has not settled its factor.</summary>
    public string[] FactorMissingIn { get; init; } = [];

    /// <summary>The purchase follows the rain, as contracts with hydro stations do.</summary>
    public bool FollowsRain { get; init; }
}

/// <summary>An aluminium smelter: potlines with dry scrubbing (and later wet), cast house, rectifiers.</summary>
internal sealed class Smelter(Plant plant) : PlantWorks(plant)
{
    public required decimal TonnesPerYear { get; init; }

    public required int Potlines { get; init; }

    public string Technology { get; init; } = "CWPB";

    /// <summary>Alternating current for electrolysis, kWh per t of liquid aluminium in 2022.</summary>
    public decimal AcKwhPerTonne { get; init; } = 13_180m;

    public decimal NetAnodeKgPerTonne { get; init; } = 411m;

    public AnodeReport Anodes { get; init; }

    public decimal AnodeSulphurPercent { get; init; } = 1.9m;

    /// <summary>Anode-effect minutes per cell-day in 2022.</summary>
    public decimal EffectMinutes { get; init; } = 0.2m;

    /// <summary>Month from which the potlines have wet scrubbing; empty: none so far.</summary>
    public string ScrubbedFrom { get; init; } = "";

    /// <summary>From each month on the smelter runs at this share of its capacity.</summary>
    public (string From, decimal Share)[] Running { get; init; } = [("2022-01", 0.985m)];

    public Supply[] Supplies { get; init; } = [];

    public decimal RoofMegawatts { get; init; }

    public string RoofFrom { get; init; } = "2021-07-01";

    public decimal RoofCapacityFactor { get; init; } = 0.135m;

    /// <summary>Captive unit inside the fence, with its capacity; null where power comes from outside.</summary>
    public CoalFired? OwnUnit { get; init; }

    /// <summary>Share of the need that the own unit covers.</summary>
    public decimal OwnShare { get; init; }

    /// <summary>Share of the own generation that goes to others.</summary>
    public decimal OwnExportShare { get; init; }

    /// <summary>Plant of the group that sends heat for buildings and workshops, with the GJ a year.</summary>
    public (string Supplier, decimal GjPerYear)? Heat { get; init; }

    public string GridUnit { get; init; } = "万kWh";

    /// <summary>The grid meter is two: one for each busbar.</summary>
    public bool TwoGridMeters { get; init; }

    private PlantSite Site =>
        new("electrolysis")
        {
            DieselTonnesPerYear = TonnesPerYear * 0.0016m,
            FreshWaterM3PerYear = TonnesPerYear * 1.6m,
            WaterReusedPercent = 96m,
            WasteTonnesPerYear = TonnesPerYear * 0.035m,
            WasteUtilisedPercent = 46m,
            WastewaterM3PerYear = TonnesPerYear * 0.3m,
            CodMgPerL = 24m,
            AmmoniaMgPerL = 1.1m,
            Sf6KgPerYear = TonnesPerYear > 500_000m ? 18m : 0m,
        };

    public override IEnumerable<Source> Sources()
    {
        for (var i = 1; i <= Potlines; i++)
        {
            yield return StackReadings.Source(
                $"STK-{i}",
                $"Potline {i} scrubber",
                $"{i}号电解烟气净化",
                "electrolysis"
            );
            yield return new Source($"POT-{i}", "potline", $"Potline {i}", $"{i}号电解系列")
            {
                Process = "electrolysis",
                Technology = Technology,
                DischargesTo = [$"STK-{i}"],
            };
        }

        yield return new Source("CAST-1", "furnace", "Cast house", "铸造车间")
        {
            Process = "casting",
            Technology = "domestic-leading",
        };
        yield return new Source("GRID-1", "grid-connection", "Main substation", "总降压站")
        {
            Process = "electrolysis",
        };
        if (Array.Exists(Supplies, s => s.Source == "LINE-1"))
            yield return new Source("LINE-1", "grid-connection", "Direct line", "直供线路")
            {
                Process = "electrolysis",
            };
        if (RoofMegawatts > 0)
            yield return new Source("PV-1", "solar-farm", "Roof solar", "屋顶光伏")
            {
                Process = "power",
                Capacities = [new(RoofFrom, RoofMegawatts)],
            };
        if (OwnUnit is { } unit)
        {
            yield return StackReadings.Source("STK-T", "Captive unit stack", "自备机组烟囱", "power");
            yield return unit.Source;
        }

        foreach (var source in Site.Sources())
            yield return source;
    }

    public override void Run(Sheet sheet, Exchange exchange)
    {
        var running = Running.Last(r => sheet.IsFrom(r.From)).Share * sheet.Vary("running", 0.008m);
        var liquid = TonnesPerYear * sheet.ShareOfYear * running;
        var electrolysisKwh = 0m;
        for (var i = 1; i <= Potlines; i++)
            electrolysisKwh += RunPotline(
                sheet,
                i,
                liquid / Potlines * sheet.Own("share" + i, Potlines > 1 ? 0.02m : 0m)
            );

        var auxiliaryKwh = liquid * 395m * sheet.Own("auxiliary", 0.1m) * sheet.Vary("auxiliary", 0.02m);
        var lossesKwh = electrolysisKwh * 0.0042m * sheet.Vary("losses", 0.05m);
        sheet.Add("SITE", "use.auxiliary", auxiliaryKwh, "万kWh");
        sheet.Add("SITE", "use.losses", lossesKwh, "万kWh");
        Buy(sheet, exchange, electrolysisKwh + auxiliaryKwh + lossesKwh);

        sheet.Add(
            "CAST-1",
            "fuel.natural-gas",
            liquid * 11.5m * sheet.Own("cast", 0.2m) * sheet.Vary("cast", 0.05m),
            "万Nm3",
            "settled"
        );
        if (Heat is { } heat)
        {
            var gj = heat.GjPerYear * sheet.ShareOfYear * Weather.HeatingShape(sheet.Month) * sheet.Vary("heat", 0.05m);
            sheet.Add("SITE", "heat.purchased", gj, "GJ", "settled", attributes: "supplierPlant=" + heat.Supplier);
            exchange.OrderHeat(heat.Supplier, gj);
        }

        sheet.Add("SITE", "output.primary-aluminium", liquid * 0.9985m, "t");
        sheet.Add(
            "SITE",
            "output.aluminium-ingot",
            liquid * 0.42m * sheet.Own("ingot", 0.3m) * sheet.Vary("ingot", 0.1m),
            "t"
        );
        PlantSite.WriteValue(sheet, liquid * 15_800m, large: TonnesPerYear > 500_000m);
        Site.Write(sheet, running);
    }

    private decimal RunPotline(Sheet sheet, int number, decimal liquid)
    {
        var pot = $"POT-{number}";
        sheet.Add(pot, "aluminium.output", liquid, "t");

        // Anode sulphur and consumption decide the SO2 in the gas; dry scrubbing takes a fifth of it,
        // wet scrubbing nearly all.
        var sulphur = decimal.Round(AnodeSulphurPercent * sheet.Vary(pot + "sulphur", 0.12m), 2);
        var ash = decimal.Round(0.42m * sheet.Vary(pot + "ash", 0.15m), 2);
        var net =
            liquid * NetAnodeKgPerTonne / 1000m * (1m - (0.003m * sheet.YearsIn)) * sheet.Vary(pot + "anode", 0.01m);
        var gross = net / (0.8482m * sheet.Vary(pot + "butts", 0.006m));
        var analysis = Sheet.Attributes(
            Sheet.Attribute("sulphurPercent", sulphur, 2),
            Sheet.Attribute("ashPercent", ash, 2)
        );
        if (Anodes == AnodeReport.Net)
        {
            sheet.Add(pot, "aluminium.net-anode", net, "t", attributes: analysis);
        }
        else
        {
            sheet.Add(pot, "aluminium.gross-anode", gross, "t", attributes: analysis);
            if (Anodes == AnodeReport.GrossAndButts)
                sheet.Add(pot, "aluminium.anode-butts", gross - net, "t");
        }

        sheet.Add(
            pot,
            "aluminium.anode-effect-minutes",
            EffectMinutes
                * (1m - (0.08m * sheet.YearsIn))
                * sheet.Own(pot + "effect", 0.2m)
                * sheet.Vary(pot + "effect", 0.4m),
            "min/cell-day"
        );
        var kwh =
            liquid
            * AcKwhPerTonne
            * (1m - (0.0022m * sheet.YearsIn))
            * sheet.Own(pot + "kwh", 0.004m)
            * sheet.Vary(pot + "kwh", 0.005m);
        sheet.Add(pot, "use.electrolysis", kwh, "万kWh");

        var scrubbed = ScrubbedFrom.Length > 0 && sheet.IsFrom(ScrubbedFrom);
        var flow = liquid * 98_000m * sheet.Own(pot + "flow", 0.06m) * sheet.Vary(pot + "flow", 0.02m);
        new StackReadings($"STK-{number}", flow)
        {
            So2 = 2m * net * sulphur / 100m * (scrubbed ? 0.055m : 0.8m) * 1_000_000_000m / flow,
            Dust = scrubbed ? 2.1m : 4.2m,
            Fluoride = scrubbed ? 0.6m : 1.2m,
        }.Write(sheet);
        return kwh;
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
                * RoofCapacityFactor
                * Weather.SunShape(sheet.Month)
                * sheet.Vary("roof", 0.08m);
            sheet.Add("PV-1", "generation.solar.gross", roof * 1.012m, "MWh", "own-meter");
            sheet.Add("PV-1", "electricity.self.solar", roof, "MWh", "own-meter");
            left -= roof;
        }

        if (OwnUnit is { } unit)
            left -= Generate(sheet, unit, needKwh * OwnShare * sheet.Vary("own", 0.02m));

        foreach (var supply in Supplies)
        {
            var kwh =
                supply.Shares.Length == 0
                    ? exchange.Offered(supply.Supplier, Plant.Code)
                    : needKwh
                        * supply.Shares[sheet.Month.Year - 2022]
                        * sheet.Vary(supply.Activity, 0.04m)
                        * (supply.FollowsRain ? 0.7m + (0.3m * Weather.RainShape(sheet.Month)) : 1m);
            var direct = supply.Source == "LINE-1";
            if (direct && supply.Supplier.Length > 0 && supply.Shares.Length > 0)
                exchange.OrderPower(supply.Supplier, kwh);
            var proof =
                supply.ProofPendingFrom.Length > 0 && sheet.IsFrom(supply.ProofPendingFrom) ? "pending" : supply.Proof;
            var factor =
                supply.SupplierFactor is { } f && !sheet.IsOneOf(supply.FactorMissingIn)
                    ? Sheet.Attribute("supplierFactor", f - (0.004m * (sheet.Month.Year - 2022)), 4)
                    : "";
            sheet.Add(
                supply.Source,
                supply.Activity,
                kwh,
                "万kWh",
                "settled",
                attributes: Sheet.Attributes(
                    proof.Length > 0 ? "proof=" + proof : "",
                    supply.Supplier.Length > 0 ? "supplierPlant=" + supply.Supplier : "",
                    factor
                )
            );
            left -= kwh;
        }

        if (left < needKwh * 0.01m)
            throw new InvalidOperationException($"{Plant.Code} {sheet.Month}: bought more than it needs.");
        if (TwoGridMeters)
        {
            var first = left * 0.52m * sheet.Vary("busbar", 0.03m);
            sheet.Add("GRID-1", "electricity.grid", first, GridUnit, "settled", meter: "M1");
            sheet.Add("GRID-1", "electricity.grid", left - first, GridUnit, "settled", meter: "M2");
        }
        else
        {
            sheet.Add("GRID-1", "electricity.grid", left, GridUnit, "settled");
        }
    }

    /// <summary>The unit inside the fence: its fuel is scope 1 of this plant, its electricity is own use.</summary>
    private decimal Generate(Sheet sheet, CoalFired unit, decimal usedKwh)
    {
        var supplied = usedKwh / (1m - OwnExportShare);
        var gross = supplied / 0.932m;
        var heatGj = supplied * 0.312m * sheet.Vary("rate", 0.008m) / 1000m * 29.3076m;
        var (flow, so2) = unit.Burn(sheet, heatGj);
        sheet.Add(unit.Code, "electricity.self.thermal", usedKwh, "万kWh", "own-meter");
        sheet.Add(unit.Code, "generation.thermal", gross, "万kWh", "own-meter");
        sheet.Add(unit.Code, "generation.thermal.supplied", supplied, "万kWh", "own-meter");
        sheet.Add(
            "GRID-1",
            "electricity.exported",
            supplied - usedKwh,
            "万kWh",
            "settled",
            attributes: "origin=fossil"
        );
        new StackReadings("STK-T", flow)
        {
            So2 = so2,
            Nox = 41m,
            Dust = 2.4m,
            MassToo = true,
        }.Write(sheet);
        return usedKwh;
    }
}
