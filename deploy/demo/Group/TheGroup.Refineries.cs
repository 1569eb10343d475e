using CarbonPlatform.DemoGroup.Works;

namespace CarbonPlatform.DemoGroup.Group;

// Alumina refineries of the group.
internal static partial class TheGroup
{
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
}
