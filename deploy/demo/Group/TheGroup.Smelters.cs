using CarbonPlatform.DemoGroup.Works;

namespace CarbonPlatform.DemoGroup.Group;

// Aluminium smelters of the group.
internal static partial class TheGroup
{
    private static IEnumerable<PlantWorks> Smelters()
    {
        yield return new Smelter(
            Plant("SX-A1", "Clear Spring Aluminium", "清泉铝业", "SX", "2003-05", "ALUMINIUM", "smelter")
        )
        {
            TonnesPerYear = 450_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_320m,
            NetAnodeKgPerTonne = 416m,
            Anodes = AnodeReport.GrossAndButts,
            EffectMinutes = 0.31m,
            ScrubbedFrom = "2023-03",
            Supplies =
            [
                new("electricity.direct.fossil", 0.62m, 0.60m, 0.58m)
                {
                    Source = "LINE-1",
                    Supplier = "SX-T1",
                    SupplierFactor = 0.8920m,
                },
                new("electricity.wind", 0.03m, 0.06m, 0.10m) { Proof = "contract-and-settlement" },
            ],
        };
        yield return new Smelter(
            Plant("NM-A1", "Grassland Aluminium", "草原铝业", "NM", "2009-10", "ALUMINIUM", "smelter") with
            {
                SubRegion = "west",
            }
        )
        {
            TonnesPerYear = 880_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_080m,
            NetAnodeKgPerTonne = 409m,
            EffectMinutes = 0.12m,
            ScrubbedFrom = "2022-06",
            TwoGridMeters = true,
            Heat = ("NM-T1", 320_000m),
            Supplies =
            [
                new("electricity.direct.fossil", 0.70m, 0.68m, 0.64m)
                {
                    Source = "LINE-1",
                    Supplier = "NM-T1",
                    SupplierFactor = 0.8810m,
                },
                new("electricity.wind") { Supplier = "NM-W1", Proof = "settlement" },
            ],
        };
        yield return new Smelter(
            Plant("NM-A2", "East Lake Aluminium", "东湖铝业", "NM", "2011-07", "ALUMINIUM", "smelter") with
            {
                SubRegion = "east",
            }
        )
        {
            TonnesPerYear = 600_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_160m,
            EffectMinutes = 0.18m,
            Supplies =
            [
                new("electricity.direct.fossil", 0.50m, 0.46m, 0.42m)
                {
                    Source = "LINE-1",
                    SupplierFactor = 0.9130m,
                    FactorMissingIn = ["2022-11", "2022-12"],
                },
                new("electricity.direct.wind", 0.09m, 0.13m, 0.18m) { Source = "LINE-1", Proof = "settlement" },
            ],
        };
        yield return new Smelter(
            Plant("QH-A1", "Highland Aluminium", "高原铝业", "QH", "2004-02", "ALUMINIUM", "smelter")
        )
        {
            TonnesPerYear = 420_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_390m,
            NetAnodeKgPerTonne = 418m,
            Anodes = AnodeReport.GrossOnly,
            EffectMinutes = 0.38m,
            Supplies =
            [
                new("electricity.hydro", 0.38m, 0.40m, 0.42m) { Proof = "contract-and-settlement", FollowsRain = true },
                new("electricity.solar") { Supplier = "QH-S1", Proof = "settlement" },
            ],
        };
        yield return new Smelter(Plant("GS-A1", "Loess Aluminium", "黄塬铝业", "GS", "2007-08", "ALUMINIUM", "smelter"))
        {
            TonnesPerYear = 600_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_210m,
            Anodes = AnodeReport.GrossAndButts,
            EffectMinutes = 0.22m,
            ScrubbedFrom = "2024-06",
            GridUnit = "MWh",
            Heat = ("GS-T1", 210_000m),
            RoofMegawatts = 24m,
            Supplies =
            [
                new("electricity.direct.fossil", 0.50m, 0.48m, 0.46m)
                {
                    Source = "LINE-1",
                    Supplier = "GS-T1",
                    SupplierFactor = 0.8870m,
                },
                new("electricity.wind") { Supplier = "GS-W1", Proof = "settlement" },
            ],
        };
        yield return new Smelter(
            Plant("NX-A1", "River Oasis Aluminium", "河洲铝业", "NX", "2006-06", "ALUMINIUM", "smelter")
        )
        {
            TonnesPerYear = 580_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_240m,
            EffectMinutes = 0.27m,
            ScrubbedFrom = "2022-10",
            Supplies =
            [
                new("electricity.direct.fossil", 0.55m, 0.53m, 0.52m)
                {
                    Source = "LINE-1",
                    Supplier = "NX-T1",
                    SupplierFactor = 0.8950m,
                },
                new("electricity.wind") { Supplier = "NX-W1", Proof = "settlement" },
            ],
        };
        yield return new Smelter(
            Plant("YN-A1", "Camellia Aluminium", "山茶铝业", "YN", "2015-12", "ALUMINIUM", "smelter")
        )
        {
            TonnesPerYear = 750_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_010m,
            NetAnodeKgPerTonne = 406m,
            EffectMinutes = 0.09m,
            ScrubbedFrom = "2022-01",
            RoofMegawatts = 38m,
            RoofCapacityFactor = 0.148m,
            Running = [("2022-01", 0.985m), ("2022-09", 0.83m), ("2023-02", 0.68m), ("2023-07", 0.97m)],
            Supplies = [new("electricity.hydro", 0.78m, 0.80m, 0.82m) { Proof = "contract-and-settlement" }],
        };
        yield return new Smelter(
            Plant("YN-A2", "Red Earth Aluminium", "红土铝业", "YN", "2019-03", "ALUMINIUM", "smelter") with
            {
                OwnershipShare = 0.675m,
            }
        )
        {
            TonnesPerYear = 400_000m,
            Potlines = 1,
            AcKwhPerTonne = 13_060m,
            NetAnodeKgPerTonne = 407m,
            EffectMinutes = 0.11m,
            ScrubbedFrom = "2022-01",
            Running = [("2022-01", 0.98m), ("2022-09", 0.85m), ("2023-02", 0.7m), ("2023-07", 0.96m)],
            Supplies =
            [
                new("electricity.hydro", 0.74m, 0.76m, 0.80m)
                {
                    Proof = "contract-and-settlement",
                    ProofPendingFrom = "2024-10",
                },
            ],
        };
        yield return new Smelter(
            Plant("SC-A1", "Bamboo Valley Aluminium", "竹谷铝业", "SC", "2001-09", "ALUMINIUM", "smelter")
        )
        {
            TonnesPerYear = 120_000m,
            Potlines = 1,
            AcKwhPerTonne = 13_420m,
            NetAnodeKgPerTonne = 419m,
            Anodes = AnodeReport.GrossAndButts,
            EffectMinutes = 0.35m,
            ScrubbedFrom = "2023-06",
            Running = [("2022-01", 0.98m), ("2022-08", 0.62m), ("2022-10", 0.95m)],
            Supplies =
            [
                new("electricity.direct.hydro")
                {
                    Source = "LINE-1",
                    Supplier = "SC-H1",
                    Proof = "settlement",
                },
            ],
        };
        yield return new Smelter(
            Plant("GX-A1", "Kapok Aluminium", "木棉铝业", "GX", "2013-01", "ALUMINIUM", "smelter") with
            {
                OwnershipShare = 0.51m,
            }
        )
        {
            TonnesPerYear = 400_000m,
            Potlines = 1,
            AcKwhPerTonne = 13_150m,
            EffectMinutes = 0.16m,
            ScrubbedFrom = "2022-04",
            RoofMegawatts = 18m,
            RoofFrom = "2023-02-15",
            RoofCapacityFactor = 0.118m,
            Supplies =
            [
                new("electricity.nuclear", 0.12m, 0.14m, 0.16m) { Proof = "certificate" },
                new("electricity.hydro", 0.10m, 0.11m, 0.12m) { Proof = "contract", FollowsRain = true },
            ],
        };
        yield return new Smelter(
            Plant("XJ-A1", "Gobi Light Aluminium", "戈壁之光铝业", "XJ", "2012-10", "ALUMINIUM", "smelter", "power")
        )
        {
            TonnesPerYear = 800_000m,
            Potlines = 2,
            AcKwhPerTonne = 13_040m,
            NetAnodeKgPerTonne = 408m,
            EffectMinutes = 0.14m,
            OwnShare = 0.88m,
            OwnExportShare = 0.025m,
            OwnUnit = new CoalFired("TU-1", "thermal-unit", "Captive units 1 to 4", "1至4号自备机组")
            {
                Technology = "pulverised",
                Ncv = 21.4m,
                SulphurPercent = 0.55m,
                RemovalPercent = 98.6m,
                OxidationPercent = 98.5m,
                CarbonContent = 0.0261m,
                Capacities = [new("2012-10-01", 1_400m)],
                DischargesTo = ["STK-T"],
            },
        };
    }
}
