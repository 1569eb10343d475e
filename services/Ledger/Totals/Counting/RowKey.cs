using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>What tells a row of an answer from the others. Dimensions that were not asked for are null.</summary>
internal sealed record RowKey(
    Month? Month,
    string? OrgUnit,
    PlantCode? Plant,
    string? Source,
    string? Process,
    string? Activity,
    string Category,
    string? Basis,
    string Measure,
    bool IsElimination
);
