using CarbonPlatform.DemoGroup.Works;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Group;

/// <summary>
/// The demonstration group: 6 units, 40 plants. Every name is invented; sizes are such that the sums look like those
/// that published reports of groups of this kind give (see README).
/// </summary>
internal static partial class TheGroup
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
}
