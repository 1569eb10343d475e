using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What a line is of: category, basis and measure. There is one object per combination; <see cref="Rank"/> is its place
/// in the ordinal order of the three, so that lines are sorted by comparing whole numbers.
/// </summary>
internal sealed class LineKind
{
    private static readonly Dictionary<(string, string?, Measure), LineKind> s_all = Build();

    private LineKind(string category, string? basis, Measure measure)
    {
        Category = category;
        Basis = basis;
        Measure = measure;
    }

    public static LineKind CombustionCo2 { get; } = Of(Categories.Combustion, Measure.CO2);

    public static LineKind BiogenicCo2 { get; } = Of(Categories.Biogenic, Measure.CO2);

    public static LineKind CombustionSo2 { get; } = Of(Categories.AirCombustion, Measure.SO2);

    public static LineKind CombustionNox { get; } = Of(Categories.AirCombustion, Measure.NOx);

    public static LineKind ProcessSo2 { get; } = Of(Categories.AirProcess, Measure.SO2);

    public static LineKind AnodeCo2 { get; } = Of(Categories.Anode, Measure.CO2);

    public static LineKind PfcCf4 { get; } = Of(Categories.Pfc, Measure.CF4);

    public static LineKind PfcC2f6 { get; } = Of(Categories.Pfc, Measure.C2F6);

    public static LineKind CarbonateCo2 { get; } = Of(Categories.Carbonate, Measure.CO2);

    public static LineKind ReductantCo2 { get; } = Of(Categories.Reductant, Measure.CO2);

    public static LineKind AnodeProductionCo2 { get; } = Of(Categories.AnodeProduction, Measure.CO2);

    public static LineKind HeatCo2 { get; } = Of(Categories.PurchasedHeat, Measure.CO2);

    public static LineKind ExportedHeatCo2 { get; } = Of(Categories.ExportedHeat, Measure.CO2);

    public static LineKind StatisticHeat { get; } = Of(Categories.Statistic, Measure.Heat);

    public static LineKind ConsumedElectricity { get; } = Of(Categories.EnergyConsumed, Measure.Electricity);

    public static LineKind ExportedElectricity { get; } = Of(Categories.EnergyExported, Measure.Electricity);

    public static LineKind GeneratedElectricity { get; } = Of(Categories.EnergyGenerated, Measure.Electricity);

    public string Category { get; }

    public string? Basis { get; }

    public Measure Measure { get; }

    /// <summary>Position in the ordinal order of (category, basis, measure); no basis comes first.</summary>
    public int Rank { get; private set; }

    public static int Count => s_all.Count;

    public static LineKind Of(string category, Measure measure) => s_all[(category, null, measure)];

    public static LineKind Of(string category, string? basis, Measure measure) => s_all[(category, basis, measure)];

    public static LineKind? TryFind(string category, string? basis, Measure measure) =>
        s_all.GetValueOrDefault((category, basis, measure));

    public override string ToString() => Basis is null ? $"{Category} {Measure}" : $"{Category} {Basis} {Measure}";

    private static Dictionary<(string, string?, Measure), LineKind> Build()
    {
        var all = new Dictionary<(string, string?, Measure), LineKind>();
        foreach (var category in Categories.All)
        {
            foreach (var basis in (IReadOnlyList<string?>)[null, .. FamilyOf(category)])
            {
                foreach (var measure in Measure.All)
                    all.Add((category, basis, measure), new LineKind(category, basis, measure));
            }
        }
        var rank = 0;
        foreach (
            var kind in all
                .Values.OrderBy(k => k.Category, StringComparer.Ordinal)
                .ThenBy(k => k.Basis, StringComparer.Ordinal)
                .ThenBy(k => k.Measure.Code, StringComparer.Ordinal)
        )
            kind.Rank = rank++;
        return all;
    }

    private static IReadOnlyList<string> FamilyOf(string category) =>
        category switch
        {
            Categories.PurchasedElectricity or Categories.ExportedElectricity => Bases.Families["scope2"],
            _ when Categories.IsAvoided(category) => Bases.Families["avoided"],
            _ when category.StartsWith("energy.", StringComparison.Ordinal) => Bases.Families["energy"],
            _ => [],
        };
}

/// <summary>The kinds of one category that stands in three scope 2 bases.</summary>
internal sealed class ScopeTwoKinds(string category)
{
    public static ScopeTwoKinds Purchased { get; } = new(Categories.PurchasedElectricity);

    public static ScopeTwoKinds Exported { get; } = new(Categories.ExportedElectricity);

    public LineKind National { get; } = LineKind.Of(category, Bases.LocationNational, Measure.CO2);

    public LineKind Provincial { get; } = LineKind.Of(category, Bases.LocationProvincial, Measure.CO2);

    public LineKind Market { get; } = LineKind.Of(category, Bases.Market, Measure.CO2);
}

/// <summary>The two kinds of ENERGY under one category.</summary>
internal sealed class EnergyKinds(string category)
{
    public static EnergyKinds Consumed { get; } = new(Categories.EnergyConsumed);

    public static EnergyKinds Exported { get; } = new(Categories.EnergyExported);

    public LineKind Equivalent { get; } = LineKind.Of(category, Bases.Equivalent, Measure.Energy);

    public LineKind Equal { get; } = LineKind.Of(category, Bases.Equal, Measure.Energy);
}

/// <summary>The kinds of avoided emissions by one kind of power, generated by the plant or bought.</summary>
internal sealed class AvoidedKinds
{
    private static readonly AvoidedKinds[] s_own =
    [
        new("hydro", isOwn: true, Categories.AvoidedHydro),
        new("wind", isOwn: true, Categories.AvoidedWind),
        new("solar", isOwn: true, Categories.AvoidedSolar),
    ];
    private static readonly AvoidedKinds[] s_bought =
    [
        new("hydro", isOwn: false, Categories.AvoidedHydroBought),
        new("wind", isOwn: false, Categories.AvoidedWindBought),
        new("solar", isOwn: false, Categories.AvoidedSolarBought),
    ];

    private AvoidedKinds(string power, bool isOwn, string category)
    {
        Power = power;
        IsOwn = isOwn;
        Co2 = LineKind.Of(category, Bases.Displacement, Measure.CO2);
        So2 = LineKind.Of(category, Bases.Displacement, Measure.SO2);
        Nox = LineKind.Of(category, Bases.Displacement, Measure.NOx);
        Pm = LineKind.Of(category, Bases.Displacement, Measure.PM);
        Energy = LineKind.Of(category, Bases.Displacement, Measure.Energy);
        CombinedMargin = LineKind.Of(category, Bases.CombinedMargin, Measure.CO2);
        GridAverage = LineKind.Of(category, Bases.GridAverage, Measure.CO2);
    }

    /// <summary>hydro, wind or solar.</summary>
    public string Power { get; }

    /// <summary>The plant generated it; else it was bought, and nothing is known of the station.</summary>
    public bool IsOwn { get; }

    public LineKind Co2 { get; }

    public LineKind So2 { get; }

    public LineKind Nox { get; }

    public LineKind Pm { get; }

    public LineKind Energy { get; }

    public LineKind CombinedMargin { get; }

    public LineKind GridAverage { get; }

    /// <summary>Null for power that avoids nothing (thermal).</summary>
    public static AvoidedKinds? Own(string power) => Array.Find(s_own, kinds => kinds.Power == power);

    /// <summary>Null for power that avoids nothing (grid, nuclear, fossil).</summary>
    public static AvoidedKinds? Bought(string power) => Array.Find(s_bought, kinds => kinds.Power == power);
}
