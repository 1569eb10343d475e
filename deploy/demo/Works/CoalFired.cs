using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>A coal boiler or thermal unit with its desulphurisation and the flue gas it makes.</summary>
internal sealed record CoalFired(string Code, string Kind, string Name, string NameZh)
{
    /// <summary>Dry flue gas as measured, Nm3 for each GJ of coal (about 7 % oxygen).</summary>
    private const decimal FlueGasNm3PerGj = 372m;

    public string Fuel { get; init; } = "fuel.bituminous-coal";

    public string Process { get; init; } = "power";

    public string Technology { get; init; } = "";

    /// <summary>Net calorific value as received, GJ/t.</summary>
    public decimal Ncv { get; init; } = 20.5m;

    public decimal SulphurPercent { get; init; } = 0.8m;

    /// <summary>Share of the SO2 that the desulphurisation takes out, %.</summary>
    public decimal RemovalPercent { get; init; } = 98.9m;

    /// <summary>Measured carbon per unit of heat, tC/GJ; null where the laboratory does not measure it.</summary>
    public decimal? CarbonContent { get; init; }

    public decimal? OxidationPercent { get; init; }

    /// <summary>The laboratory reports air-dried results with both moistures.</summary>
    public bool AirDried { get; init; }

    /// <summary>Readings carry the number of the laboratory's report.</summary>
    public bool TestReports { get; init; }

    public Capacity[] Capacities { get; init; } = [];

    public string[] DischargesTo { get; init; } = [];

    public bool ReportsLimestone { get; init; } = true;

    public Source Source =>
        new(Code, Kind, Name, NameZh)
        {
            Process = Process,
            Technology = Technology,
            Capacities = Capacities,
            DischargesTo = DischargesTo,
        };

    /// <summary>
    /// Writes fuel and limestone; returns the flue gas and the SO2 concentration behind the desulphurisation.
    /// </summary>
    public (decimal FlowNm3, decimal So2) Burn(Sheet sheet, decimal heatGj)
    {
        var ncv = decimal.Round(Ncv * sheet.Vary(Code + "ncv", 0.045m), 3);
        var sulphur = decimal.Round(SulphurPercent * sheet.Vary(Code + "sulphur", 0.16m), 2);
        var removal = decimal.Round(100m - ((100m - RemovalPercent) * sheet.Vary(Code + "removal", 0.25m)), 1);
        var tonnes = heatGj / ncv;

        var (moistureAr, moistureAd) = (
            decimal.Round(11.5m * sheet.Vary(Code + "mar", 0.12m), 1),
            decimal.Round(3.2m * sheet.Vary(Code + "mad", 0.15m), 2)
        );
        var reported = AirDried ? ncv * (100m - moistureAd) / (100m - moistureAr) : ncv;
        sheet.Add(
            Code,
            Fuel,
            tonnes,
            "t",
            attributes: Sheet.Attributes(
                Sheet.Attribute("ncv", reported, 3),
                AirDried
                    ? Sheet.Attributes(
                        "basis=ad",
                        Sheet.Attribute("moistureAr", moistureAr, 1),
                        Sheet.Attribute("moistureAd", moistureAd, 2)
                    )
                    : "",
                CarbonContent is { } carbon
                    ? Sheet.Attribute("carbonContent", carbon * sheet.Vary(Code + "carbon", 0.012m), 5)
                    : "",
                OxidationPercent is { } oxidation ? Sheet.Attribute("oxidationPercent", oxidation, 1) : "",
                Sheet.Attribute("sulphurPercent", sulphur, 2),
                Sheet.Attribute("removalPercent", removal, 1),
                TestReports ? $"testReport=LAB-{sheet.Month}-{Code}" : ""
            )
        );

        // 15 % of the sulphur stays in the ash; 1 t S makes 2 t SO2.
        var so2Tonnes = 2m * tonnes * sulphur / 100m * 0.85m;
        if (ReportsLimestone)
        {
            // CaCO3 100.09 for SO2 64.06, 3 % in excess.
            sheet.Add(
                Code,
                "carbonate.limestone",
                so2Tonnes * removal / 100m * 1.5625m * 1.03m / 0.92m,
                "t",
                attributes: "purityPercent=92"
            );
        }

        var flow = heatGj * FlueGasNm3PerGj * sheet.Vary(Code + "flow", 0.03m);
        return (flow, so2Tonnes * (100m - removal) / 100m * 1_000_000_000m / flow);
    }
}
