using CarbonPlatform.DemoGroup.Works;

namespace CarbonPlatform.DemoGroup.Group;

// Power stations of the group.
internal static partial class TheGroup
{
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
