namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Hydro, wind and solar power delivered: the generating plant claims what it avoids, whether the customer is of the
/// group or not, unless its certificate or credit was sold.
/// </summary>
internal static class AvoidedGeneration
{
    public const string Method = "avoided-generation/2";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "What hydro, wind and solar power delivered avoids, in three bases",
            "水电、风电、光伏上网电量的减排量（三种口径）"
        ),
        Needs = ["generation.hydro | generation.wind | generation.solar"],
        Takes =
        [
            "creditingStart of the source",
            "powerDensity of the source",
            "technology of the source",
            "certificateSold",
            "customerPlant",
            "electricity.grid of the same station",
        ],
        Gives = [.. Avoided.GivesOwn, "energy.generated ELECTRICITY"],
        Standard = new(
            "Displacement: yearly figures of the China Electricity Council; combined margin: "
                + "ACM0002, TOOL07; grid average: the ministry's announcements",
            "替代口径：中国电力企业联合会年度数据；组合边际：ACM0002、TOOL07；电网平均：生态环境部公告"
        ),
        Uncertainty = new("That of the displacement, margin or grid factor", "按替代、边际或电网因子"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "avoided-generation"
    );

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var whole = Part.Whole(readings);
        var counting = Part.Of(readings, static (in Reading reading, string? _) => !Given.IsSold(reading));
        Avoided.Write<T>(source, whole, counting, AvoidedKinds.Own(readings.Activity.Subject)!, Method);
        Power.WriteElectricity<T>(source, whole, LineKind.GeneratedElectricity, Method);
    }
}
