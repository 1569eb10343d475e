using CarbonPlatform.DemoGroup.Works;

namespace CarbonPlatform.DemoGroup.Group;

// Anode plants of the group.
internal static partial class TheGroup
{
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
}
