using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>The parameters of a question for totals as they came.</summary>
internal sealed record TotalsParameters
{
    /// <summary>First month, yyyy-MM.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Last month, yyyy-MM.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>
    /// GROUP (default), unit:CODE or plant:CODE; or the code alone where only one of the two has it. The answer says
    /// which it was.
    /// </summary>
    [FromQuery(Name = "org")]
    public string? Org { get; init; }

    /// <summary>
    /// Boundary of reporting: ets-aluminium, ets-power, or enterprise, which holds everything as does none. Coverage
    /// speaks of whole sheets all the same, and says of how many sources no record tells yet what they are.
    /// </summary>
    [FromQuery(Name = "boundary")]
    public string? Boundary { get; init; }

    /// <summary>
    /// Any of category, basis, measure, month, orgUnit, plant, source, process, activity, parted by commas. OUTPUT
    /// and VALUE appear with activity only.
    /// </summary>
    [FromQuery(Name = "groupBy")]
    public string? GroupBy { get; init; }

    /// <summary>
    /// At most one basis of each family: location-national, location-provincial or market; displacement,
    /// combined-margin or grid-average; equivalent or equal. The first of each is the default.
    /// </summary>
    [FromQuery(Name = "basis")]
    public string? Basis { get; init; }

    /// <summary>
    /// Set of warming potentials: SAR, AR4, AR5 (default), AR6, or one of their variants; totals/warming-potentials
    /// lists them with sources and standing.
    /// </summary>
    [FromQuery(Name = "gwp")]
    public string? Gwp { get; init; }

    /// <summary>Sequence of a position, or an instant (the last position at or before it).</summary>
    [FromQuery(Name = "asOf")]
    public string? AsOf { get; init; }

    /// <summary>Units to give amounts in, at most one of each kind, such as t,tce,万kWh.</summary>
    [FromQuery(Name = "unit")]
    public string? Unit { get; init; }

    /// <summary>true: with the bounds that each total lies between with 95 %.</summary>
    [FromQuery(Name = "uncertainty")]
    public string? Uncertainty { get; init; }

    /// <summary>true: with the methods and factor sets that each total rests on, and how much of it on each.</summary>
    [FromQuery(Name = "provenance")]
    public string? Provenance { get; init; }
}
