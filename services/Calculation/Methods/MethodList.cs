using System.Collections.Frozen;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>All methods. A new one adds its line here; that none is forgotten is tested.</summary>
internal static class MethodList
{
    /// <summary>In the order of what they write, so that lines come nearly sorted.</summary>
    public static readonly MethodEntry[] All = Numbered([
        StackMeasured.Entry,
        FuelNox.Entry,
        FuelSulphur.Entry,
        AnodeConsumption.Entry,
        SulphurBalance.Entry,
        AvoidedGeneration.Entry,
        SelfGeneration.Entry,
        DirectElectricity.Entry,
        PurchasedElectricity.Entry,
        Biomass.Entry,
        PurchasedHeat.Entry,
        Reductant.Entry,
        Statistic.Entry,
        ExportedElectricity.Entry,
        ExportedHeat.Entry,
        AnodeBaking.Entry,
        AnodeCalcining.Entry,
        AnodeGraphitising.Entry,
        AnodeIncineration.Entry,
        Carbonate.Entry,
        CombustionGases.Entry,
        FuelCombustion.Entry,
        Fugitive.Entry,
        Perfluorocarbons.Entry,
        WaterMeasured.Entry,
    ]);

    /// <summary>Their cards, in order of name.</summary>
    public static readonly IReadOnlyList<MethodCard> Cards =
    [
        .. All.SelectMany(entry => entry.Cards).OrderBy(card => card.Name, StringComparer.Ordinal),
    ];

    // Words that start nothing: base serves the methods of its source, none gives no line.
    private static readonly string[] s_silent = ["base", "none"];

    private static readonly FrozenDictionary<string, MethodEntry[]> s_byWord = All.SelectMany(entry =>
            entry.Words.Select(word => (word, entry))
        )
        .GroupBy(pair => pair.word, pair => pair.entry, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>What a word of activities.csv starts; null when it is no word.</summary>
    public static MethodEntry[]? Find(string word) =>
        Array.IndexOf(s_silent, word) >= 0 ? [] : s_byWord.GetValueOrDefault(word);

    private static MethodEntry[] Numbered(MethodEntry[] entries)
    {
        var bit = 1UL;
        foreach (var entry in entries)
        {
            if (entry.IsOfActivity)
                continue;
            entry.Bit = bit;
            bit <<= 1;
        }
        return entries;
    }
}
