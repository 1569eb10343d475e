using CarbonPlatform.DemoGroup.Works;

namespace CarbonPlatform.DemoGroup.Group;

// Copper, lead and zinc smelters of the group.
internal static partial class TheGroup
{
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
}
