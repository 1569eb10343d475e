using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>The closed lists whose words mean the same in every service.</summary>
internal static class KnownLists
{
    public static IReadOnlyList<ClosedList> All { get; } =
    [
        new("Category", Categories.All) { EverywhereAs = "category" },
        new("Basis", [.. Bases.Families.Values.SelectMany(family => family)]) { EverywhereAs = "basis" },
        new("MeasureCode", [.. Measure.All.Select(measure => measure.Code)]) { EverywhereAs = "measure" },
        new("QualityCode", WordsOf<Quality>()) { EverywhereAs = "quality" },
        new("LineStatus", LineStatusesConverter.CodesOf((LineStatuses)~0)) { EverywhereAs = "statuses" },
        new("Carrier", Carriers.All) { EverywhereAs = "carrier" },
        new ClosedList("GapKind", GapKinds.All).In<GapRecord>(gap => gap.Kind).In<TotalsGap>(gap => gap.Kind),
    ];

    private static string[] WordsOf<TEnum>()
        where TEnum : struct, Enum =>
        [
            .. Enum.GetValues<TEnum>()
                .Select(value =>
                    System.Text.Json.JsonSerializer.SerializeToNode(value, StrictJson.Options)!.ToString()
                ),
        ];
}
