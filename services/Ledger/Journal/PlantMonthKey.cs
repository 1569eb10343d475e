using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>A plant in a month.</summary>
internal readonly record struct PlantMonthKey(PlantCode Plant, Month Month)
{
    public override string ToString() => $"{Plant} {Month}";
}
