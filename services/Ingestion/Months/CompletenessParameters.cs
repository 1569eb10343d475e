using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Months;

/// <summary>The parameters of a question for completeness as they came.</summary>
internal sealed record CompletenessParameters
{
    /// <summary>The twelve months of a year; or else month.</summary>
    [FromQuery(Name = "year")]
    public int? Year { get; init; }

    /// <summary>One month, yyyy-MM; or else year.</summary>
    [FromQuery(Name = "month")]
    public string? Month { get; init; }

    /// <summary>
    /// GROUP (default), unit:CODE or plant:CODE; the code alone where only one thing bears it. Whoever is confined to
    /// plants sees these alone.
    /// </summary>
    [FromQuery(Name = "org")]
    public string? Org { get; init; }

    /// <summary>Only plant-months in this state; all are counted all the same.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    /// <summary>The next of the page before.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>At most so many plant-months, 1 to 2,000; 500 unless given. Many gaps end a page before.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }
}
