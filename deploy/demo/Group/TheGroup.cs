using CarbonPlatform.DemoGroup.Works;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Group;

/// <summary>
/// The demonstration group: 6 units, 40 plants. Every name is invented; sizes are such that the sums look like those
/// that published reports of groups of this kind give (see README).
/// </summary>
internal static class TheGroup
{
    public static readonly Month First = new(2022, 1);
    public static readonly Month Last = new(2024, 12);

    public static readonly StrategicUnit[] Units =
    [
        new("ALUMINA", "Alumina", "氧化铝"),
        new("ALUMINIUM", "Aluminium", "电解铝"),
        new("COPPER", "Copper", "铜业"),
        new("LEADZINC", "Lead and Zinc", "铅锌"),
        new("CARBON", "Carbon", "炭素"),
        new("ENERGY", "Energy", "能源"),
    ];

    /// <summary>The plants in the order of their codes; two calls give two equal lists.</summary>
    public static PlantWorks[] Plants() =>
        [
            .. Refineries()
                .Concat(Smelters())
                .Concat(CopperSmelters())
                .Concat(LeadZincSmelters())
                .Concat(AnodePlants())
                .Concat(Stations())
                .OrderBy(p => p.Plant.Code, StringComparer.Ordinal),
        ];

    /// <summary>
    /// The order in which a month must be run: what offers, what takes and orders, what was ordered from.
    /// </summary>
    public static int Rank(PlantWorks works) =>
        works switch
        {
            RenewableStation => 0,
            CaptivePower => 2,
            _ => 1,
        };

    private static Plant Plant(
        string code,
        string name,
        string nameZh,
        string province,
        string from,
        string unit,
        params string[] kinds
    ) => new(code, name, nameZh, province, from, new Membership(unit, from)) { Kinds = kinds };

    private static CoalFired Boiler(int number, decimal ncv, decimal sulphurPercent) =>
        new($"BOILER-{number}", "boiler", $"Boiler {number}", $"{number}号锅炉")
        {
            Process = "alumina",
            Technology = "cfb",
            Ncv = ncv,
            SulphurPercent = sulphurPercent,
            RemovalPercent = 98.9m,
            DischargesTo = ["STK-1"],
            ReportsLimestone = false,
        };

    private static CoalFired ThermalUnit(
        int number,
        decimal megawatts,
        string from,
        decimal ncv,
        decimal sulphurPercent
    ) =>
        new($"UNIT-{number}", "thermal-unit", $"Unit {number}", $"{number}号机组")
        {
            Technology = "pulverised",
            Ncv = ncv,
            SulphurPercent = sulphurPercent,
            RemovalPercent = 99.1m,
            OxidationPercent = 98.5m,
            CarbonContent = 0.02605m,
            Capacities = [new(from, megawatts)],
            DischargesTo = [$"STK-{number}"],
        };

    private static IEnumerable<PlantWorks> Refineries()
    {
        yield return new AluminaRefinery(
            Plant("SX-R1", "Greenstone Slope Alumina", "青石坡氧化铝", "SX", "2008-06", "ALUMINA", "alumina")
        )
        {
            TonnesPerYear = 2_800_000m,
            Boilers = [Boiler(1, 21.2m, 1.1m), Boiler(2, 21.2m, 1.1m)],
            CoalKgcePerTonne = 258m,
            OwnMegawatts = 75m,
            BoughtKwhPerTonne = 88m,
            DirectLine = ("SX-T1", 0.7m, 0.8920m),
            LimestoneKgPerTonne = 120m,
            ScrubbedNoxFrom = "2023-07",
            OwnBauxiteShare = 0.35m,
        };
        yield return new AluminaRefinery(
            Plant("HA-R1", "Pine Ridge Alumina", "松岗氧化铝", "HA", "2005-03", "ALUMINA", "alumina")
        )
        {
            TonnesPerYear = 1_800_000m,
            Boilers =
            [
                Boiler(1, 20.1m, 0.9m) with
                {
                    AirDried = true,
                },
                Boiler(2, 20.1m, 0.9m) with
                {
                    AirDried = true,
                },
            ],
            CoalKgcePerTonne = 246m,
            OwnMegawatts = 48m,
            ScrubbedNoxFrom = "2022-01",
            RoofMegawatts = 9.5m,
        };
        var sinter = Plant(
            "HA-R2",
            "White Egret Bay Alumina",
            "白鹭湾氧化铝",
            "HA",
            "1998-01",
            "ALUMINA",
            "alumina"
        ) with
        {
            To = "2024-06",
        };
        yield return new AluminaRefinery(sinter)
        {
            TonnesPerYear = 700_000m,
            Boilers = [Boiler(1, 18.9m, 1.3m) with { RemovalPercent = 99.2m }],
            CoalKgcePerTonne = 405m,
            Calcining = ("fuel.coke-oven-gas", 182m, 173.9m),
            OwnKwhPerTonne = 240m,
            OwnMegawatts = 27m,
            LimestoneKgPerTonne = 310m,
            SodaAshKgPerTonne = 68m,
            Running = [("2022-01", 0.88m), ("2023-10", 0.7m), ("2024-05", 0.4m)],
        };
        yield return new AluminaRefinery(
            Plant("GX-R1", "Red Banyan Alumina", "红榕氧化铝", "GX", "2010-09", "ALUMINA", "alumina", "mine")
        )
        {
            TonnesPerYear = 3_000_000m,
            Boilers =
            [
                Boiler(1, 19.4m, 1.4m) with
                {
                    RemovalPercent = 99.2m,
                },
                Boiler(2, 19.4m, 1.4m) with
                {
                    RemovalPercent = 99.2m,
                },
            ],
            CoalKgcePerTonne = 232m,
            OwnMegawatts = 82m,
            OwnBauxiteShare = 0.85m,
            ScrubbedNoxFrom = "2023-01",
            RoofMegawatts = 14m,
            RoofFrom = "2023-05-01",
        };
        yield return new AluminaRefinery(
            Plant("GX-R2", "Southern Ford Alumina", "南渡氧化铝", "GX", "2023-04", "ALUMINA", "alumina")
        )
        {
            TonnesPerYear = 2_000_000m,
            Boilers = [Boiler(1, 19.8m, 0.9m) with { TestReports = true }],
            CoalKgcePerTonne = 222m,
            OwnMegawatts = 58m,
            ScrubbedNoxFrom = "2023-04",
            Running = [("2023-04", 0.3m), ("2023-05", 0.55m), ("2023-06", 0.75m), ("2023-08", 0.93m)],
        };
        yield return new AluminaRefinery(
            Plant("GZ-R1", "Cloud Gate Alumina", "云门氧化铝", "GZ", "2012-04", "ALUMINA", "alumina")
        )
        {
            TonnesPerYear = 1_600_000m,
            Boilers = [Boiler(1, 20.6m, 2.4m) with { RemovalPercent = 99.55m }],
            CoalKgcePerTonne = 249m,
            OwnMegawatts = 44m,
            OwnBauxiteShare = 0.6m,
            LimestoneKgPerTonne = 60m,
        };
        yield return new AluminaRefinery(
            Plant("SD-R1", "Long Causeway Alumina", "长堤氧化铝", "SD", "2006-11", "ALUMINA", "alumina")
        )
        {
            TonnesPerYear = 3_200_000m,
            Boilers = [Boiler(1, 22.1m, 0.8m), Boiler(2, 22.1m, 0.8m)],
            CoalKgcePerTonne = 238m,
            OwnMegawatts = 90m,
            BoughtKwhPerTonne = 80m,
            ScrubbedNoxFrom = "2022-01",
            RoofMegawatts = 12m,
        };
        yield return new AluminaRefinery(
            Plant("CQ-R1", "River Bend Alumina", "江湾氧化铝", "CQ", "2014-08", "ALUMINA", "alumina")
        )
        {
            TonnesPerYear = 1_200_000m,
            Boilers = [Boiler(1, 19.9m, 1.9m) with { RemovalPercent = 99.5m }],
            CoalKgcePerTonne = 255m,
            OwnMegawatts = 34m,
            LimestoneKgPerTonne = 85m,
            ScrubbedNoxFrom = "2024-01",
        };
    }

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

    private static IEnumerable<PlantWorks> CopperSmelters()
    {
        yield return new CopperSmelter(
            Plant("FJ-C1", "Harbour Copper", "海港铜业", "FJ", "2011-12", "COPPER", "copper")
        )
        {
            TonnesPerYear = 400_000m,
            KwhPerTonne = 1_040m,
            GasNm3PerTonne = 46m,
            RoofMegawatts = 11m,
            Contract = ("electricity.wind", 0.12m, "certificate"),
            FabricatedShare = 0.22m,
            SteamSoldGjPerTonne = 0.35m,
        };
        yield return new CopperSmelter(
            Plant("HB-C1", "Lotus Lake Copper", "莲湖铜业", "HB", "2002-04", "COPPER", "copper")
        )
        {
            TonnesPerYear = 350_000m,
            KwhPerTonne = 1_180m,
            GasNm3PerTonne = 64m,
            BuysOxygen = true,
            Reductant = ("reductant.anthracite", 16m),
            CoalKgPerTonne = 22m,
        };
        yield return new CopperSmelter(
            Plant("YN-C1", "Peacock Stone Copper", "孔雀石铜业", "YN", "1999-07", "COPPER", "copper")
        )
        {
            TonnesPerYear = 280_000m,
            KwhPerTonne = 1_230m,
            GasNm3PerTonne = 61m,
            Reductant = ("reductant.semi-coke", 15m),
            CoalKgPerTonne = 34m,
            Contract = ("electricity.hydro", 0.55m, "contract-and-settlement"),
        };
        yield return new CopperSmelter(
            Plant("AH-C1", "Yellow Willow Copper", "黄柳铜业", "AH", "2016-05", "COPPER", "copper") with
            {
                OwnershipShare = 0.75m,
            }
        )
        {
            TonnesPerYear = 200_000m,
            KwhPerTonne = 1_090m,
            RoofMegawatts = 6.4m,
            RoofFrom = "2023-09-10",
            FabricatedShare = 0.4m,
        };
    }

    private static IEnumerable<PlantWorks> LeadZincSmelters()
    {
        yield return new LeadZincSmelter(
            Plant("YN-Z1", "Blue Peak Zinc", "蓝峰锌业", "YN", "2004-11", "LEADZINC", "zinc", "lead")
        )
        {
            ZincTonnesPerYear = 280_000m,
            LeadTonnesPerYear = 80_000m,
            Contract = ("electricity.hydro", 0.6m, "contract-and-settlement"),
        };
        yield return new LeadZincSmelter(
            Plant("QH-Z1", "Snow Lotus Lead and Zinc", "雪莲铅锌", "QH", "2014-06", "LEADZINC", "zinc", "lead")
        )
        {
            ZincTonnesPerYear = 120_000m,
            LeadTonnesPerYear = 100_000m,
            Contract = ("electricity.solar", 0.25m, "contract-and-settlement"),
        };
        yield return new LeadZincSmelter(
            Plant("GS-Z1", "Desert Rose Zinc", "沙玫锌业", "GS", "1996-03", "LEADZINC", "zinc")
        )
        {
            ZincTonnesPerYear = 250_000m,
            KilnReductant = ("reductant.anthracite", 460m),
            Boiler = new CoalFired("BOILER-1", "boiler", "Boiler 1", "1号锅炉")
            {
                Process = "zinc",
                Ncv = 21.8m,
                SulphurPercent = 0.7m,
                RemovalPercent = 98.2m,
                DischargesTo = ["STK-B"],
                ReportsLimestone = false,
            },
            NoxAnalyserOut = ["2023-08", "2023-09"],
        };
        yield return new LeadZincSmelter(
            Plant("HN-Z1", "Maple Shore Lead and Zinc", "枫岸铅锌", "HN", "1994-10", "LEADZINC", "lead", "zinc")
        )
        {
            ZincTonnesPerYear = 200_000m,
            LeadTonnesPerYear = 120_000m,
            TailGasMonitored = false,
        };
    }

    private static IEnumerable<PlantWorks> AnodePlants()
    {
        yield return new AnodePlant(
            Plant("SD-N1", "Black Pearl Carbon", "黑珍珠炭素", "SD", "2010-05", "CARBON", "anode")
        )
        {
            TonnesPerYear = 600_000m,
            SteamSoldGjPerTonne = 1.4m,
        };
        yield return new AnodePlant(Plant("HA-N1", "Ink Stone Carbon", "砚石炭素", "HA", "2008-09", "CARBON", "anode"))
        {
            TonnesPerYear = 250_000m,
            BakingGasNm3PerTonne = 66m,
        };
        yield return new AnodePlant(Plant("GS-N1", "Dark Ridge Carbon", "玄岭炭素", "GS", "2017-04", "CARBON", "anode"))
        {
            TonnesPerYear = 400_000m,
            Contract = ("electricity.solar", 0.3m, "settlement"),
        };
    }

    private static IEnumerable<PlantWorks> Stations()
    {
        yield return new CaptivePower(
            Plant("NM-T1", "Grassland Power", "草原电厂", "NM", "2009-08", "ENERGY", "thermal") with
            {
                SubRegion = "west",
            }
        )
        {
            Units =
            [
                ThermalUnit(1, 660m, "2009-08-01", 18.2m, 0.75m),
                ThermalUnit(2, 660m, "2010-03-01", 18.2m, 0.75m),
            ],
            SupplyRate = 316m,
        };
        var oasis = Plant("NX-T1", "River Oasis Power", "河洲电厂", "NX", "2006-06", "ALUMINIUM", "thermal") with
        {
            Memberships = [new("ALUMINIUM", "2006-06"), new("ENERGY", "2024-01")],
        };
        yield return new CaptivePower(oasis)
        {
            Units = [ThermalUnit(1, 350m, "2006-06-01", 20.3m, 0.9m), ThermalUnit(2, 350m, "2007-01-01", 20.3m, 0.9m)],
            SupplyRate = 321m,
        };
        yield return new CaptivePower(Plant("GS-T1", "Loess Power", "黄塬电厂", "GS", "2007-06", "ENERGY", "thermal"))
        {
            Units = [ThermalUnit(1, 330m, "2007-06-01", 19.6m, 0.7m), ThermalUnit(2, 330m, "2008-02-01", 19.6m, 0.7m)],
            SupplyRate = 319m,
            NoxMgPerNm3 = 39m,
        };
        yield return new CaptivePower(
            Plant("SX-T1", "Clear Spring Power", "清泉电厂", "SX", "2003-03", "ENERGY", "thermal")
        )
        {
            Units = [ThermalUnit(1, 300m, "2003-03-01", 20.9m, 1.2m), ThermalUnit(2, 350m, "2014-10-01", 20.9m, 1.2m)],
            SupplyRate = 322m,
            NoxMgPerNm3 = 42m,
        };

        yield return new RenewableStation(
            Plant("NX-W1", "North Ridge Wind", "北岭风电", "NX", "2020-01", "ENERGY", "wind"),
            "wind"
        )
        {
            Phases =
            [
                new("WF-1", "Phase 1", "一期", 0.242m, new Capacity("2020-01-01", 1605.8m))
                {
                    CreditingStart = "2020-01-01",
                },
                new(
                    "WF-2",
                    "Phase 2",
                    "二期",
                    0.249m,
                    new Capacity("2023-04-01", 200m),
                    new Capacity("2023-10-16", 400m)
                )
                {
                    CreditingStart = "2023-04-01",
                },
            ],
            Promised = [("NX-A1", 0.55m)],
            CurtailedShare = 0.045m,
        };
        yield return new RenewableStation(
            Plant("NM-W1", "Wild Horse Wind", "野马风电", "NM", "2018-07", "ENERGY", "wind") with
            {
                SubRegion = "west",
            },
            "wind"
        )
        {
            Phases =
            [
                new("WF-1", "Phase 1", "一期", 0.285m, new Capacity("2018-07-01", 400m))
                {
                    CreditingStart = "2018-09-01",
                },
                new(
                    "WF-2",
                    "Phase 2",
                    "二期",
                    0.292m,
                    new Capacity("2023-07-01", 150m),
                    new Capacity("2023-12-01", 400m)
                )
                {
                    CreditingStart = "2023-07-01",
                },
            ],
            Promised = [("NM-A1", 0.8m)],
            CurtailedShare = 0.07m,
        };
        yield return new RenewableStation(
            Plant("GS-W1", "West Gate Wind", "西关风电", "GS", "2016-10", "ENERGY", "wind"),
            "wind"
        )
        {
            Phases =
            [
                new("WF-1", "Wind farm", "风电场", 0.221m, new Capacity("2016-10-01", 300m))
                {
                    CreditingStart = "2016-10-01",
                },
            ],
            Promised = [("GS-A1", 0.7m)],
            CurtailedShare = 0.08m,
            MeterUnit = "MWh",
        };
        yield return new RenewableStation(
            Plant("QH-S1", "Salt Lake Solar", "盐湖光伏", "QH", "2019-06", "ENERGY", "solar"),
            "solar"
        )
        {
            Phases =
            [
                new("PV-1", "Phase 1", "一期", 0.178m, new Capacity("2019-06-01", 300m))
                {
                    CreditingStart = "2019-06-01",
                },
                new("PV-2", "Phase 2", "二期", 0.183m, new Capacity("2022-12-20", 200m))
                {
                    CreditingStart = "2022-12-20",
                },
            ],
            Promised = [("QH-A1", 0.85m)],
            CurtailedShare = 0.09m,
        };
        yield return new RenewableStation(
            Plant("NX-S1", "Sand Edge Solar", "沙缘光伏", "NX", "2021-05", "ENERGY", "solar"),
            "solar"
        )
        {
            Phases =
            [
                new(
                    "PV-1",
                    "Solar field",
                    "光伏场",
                    0.168m,
                    new Capacity("2021-05-01", 200m),
                    new Capacity("2024-05-10", 350m)
                )
                {
                    CreditingStart = "2021-05-01",
                },
            ],
            CurtailedShare = 0.05m,
            MeterUnit = "MWh",
        };
        yield return new RenewableStation(
            Plant("SC-H1", "Bamboo Valley Hydro", "竹谷水电", "SC", "2000-11", "ENERGY", "hydro"),
            "hydro"
        )
        {
            Phases =
            [
                new("HS-1", "Station", "水电站", 0.5m, new Capacity("2000-11-01", 180m))
                {
                    CreditingStart = "2000-11-01",
                    PowerDensity = 18.5m,
                },
            ],
            DirectLine = ("SC-A1", 0.9m),
            CurtailedShare = 0.02m,
        };
    }
}
