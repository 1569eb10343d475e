using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>Rows in order of their dimensions, then of the category and measure as the vocabulary lists them.</summary>
internal sealed class RowOrder : IComparer<RowKey>
{
    private static readonly Dictionary<string, int> s_categories = Categories
        .All.Select((category, i) => (category, i))
        .ToDictionary(pair => pair.category, pair => pair.i, StringComparer.Ordinal);
    private static readonly Dictionary<string, int> s_measures = Measure
        .All.Select((measure, i) => (measure, i))
        .ToDictionary(pair => pair.measure.Code, pair => pair.i, StringComparer.Ordinal);

    public static RowOrder Instance { get; } = new();

    public int Compare(RowKey? x, RowKey? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var order = Nullable.Compare(x.Month, y.Month);
        if (order == 0)
            order = string.CompareOrdinal(x.OrgUnit, y.OrgUnit);
        if (order == 0)
            order = string.CompareOrdinal(x.Plant?.Value, y.Plant?.Value);
        if (order == 0)
            order = x.IsElimination.CompareTo(y.IsElimination);
        if (order == 0)
            order = string.CompareOrdinal(x.Source, y.Source);
        if (order == 0)
            order = string.CompareOrdinal(x.Process, y.Process);
        if (order == 0)
            order = string.CompareOrdinal(x.Activity, y.Activity);
        if (order == 0)
            order = s_categories[x.Category].CompareTo(s_categories[y.Category]);
        if (order == 0)
            order = string.CompareOrdinal(x.Basis, y.Basis);
        return order == 0 ? s_measures[x.Measure].CompareTo(s_measures[y.Measure]) : order;
    }
}
