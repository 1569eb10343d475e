using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity supplied to others stands under a category of its own and is never netted into what was bought. Hydro,
/// wind and solar power is zero; fossil and mixed power takes the factors of each basis. To a plant of the group only
/// the kWh stand here: the receiver owns CO2 and ENERGY.
/// </summary>
internal static class ExportedElectricity
{
    public const string Method = "exported-electricity/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("Electricity supplied to others, never netted", "外供电力，单列不抵扣"),
        Needs = ["electricity.exported"],
        Takes = ["origin", "customerPlant"],
        Gives = ["energy.exported ELECTRICITY", "energy.exported ENERGY", "scope2.electricity.exported CO2"],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, purchased electricity; grid factors of the "
                + "ministry's yearly announcements; market basis: GHG Protocol Scope 2 Guidance",
            "国家发展改革委核算指南净购入电力；生态环境部年度电力排放因子公告；市场口径：GHG Protocol 范围二指南"
        ),
        Uncertainty = new(
            "That of the grid factor (5 to 10 %, an assumption); none for hydro, wind and solar power",
            "电网因子5%—10%（假设）；水电、风电、光伏电力不计"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "exported-electricity"
    );

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        Power.WriteElectricity<T>(source, Part.Whole(readings), LineKind.ExportedElectricity, Method);
        var outside = Part.Of(
            readings,
            static (in Reading reading, string? _) => reading.Facts is not { IsForGroup: true }
        );
        if (outside.IsEmpty)
            return;

        Power.WriteEnergy<T>(source, outside, EnergyKinds.Exported, Method);
        var withFactor = Part.Of(
            readings,
            static (in Reading reading, string? _) =>
                reading.Facts is not { IsForGroup: true }
                && reading.Facts?[Given.Origin] is not ("hydro" or "wind" or "solar")
        );
        Power.WriteGrid<T>(source, outside, withFactor, withFactor, ScopeTwoKinds.Exported, Method, LineStatuses.None);
    }
}
