using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>On what terms a record is written, as they came.</summary>
internal sealed record WriteParameters
{
    /// <summary>
    /// The version that was seen, as the ETag gave it; a record that stands is changed by nobody who does not name it.
    /// * for whatever stands.
    /// </summary>
    [FromHeader(Name = "If-Match")]
    public string? IfMatch { get; init; }

    /// <summary>*: only where there is no such record yet.</summary>
    [FromHeader(Name = "If-None-Match")]
    public string? IfNoneMatch { get; init; }

    /// <summary>
    /// The first month, yyyy-MM, that a value without a date of its own is to change: the first one with readings that
    /// it concerns, or an earlier one.
    /// </summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>true: says which months and totals the call moves, and writes nothing.</summary>
    [FromQuery(Name = "preview")]
    public string? Preview { get; init; }

    public Answer<WriteTerms> Read()
    {
        if (!RevisionTag.TryRead(IfMatch, IfNoneMatch, out var seen))
            return RevisionTag.Malformed;
        Month? since = null;
        if (!string.IsNullOrEmpty(Since))
        {
            if (!Month.TryParse(Since, out var month))
                return Refusals.NotAMonth(Since);
            since = month;
        }
        return Preview is null or "" or "true" or "false"
            ? new WriteTerms(seen, since, Preview == "true")
            : Refusals.InvalidParameter($"preview is '{Preview}'; give true, or leave it out.");
    }
}

/// <summary>On what terms a record is written.</summary>
/// <param name="Seen">The version that the caller saw.</param>
/// <param name="Since">From when values without a date are to hold; null where that is not said.</param>
/// <param name="IsPreview">It is only a question.</param>
internal sealed record WriteTerms(RevisionTag Seen, Month? Since, bool IsPreview);

/// <summary>What stands where a record is written.</summary>
/// <param name="Version">Version of the record; 0 where there is none.</param>
/// <param name="IsReplaced">The call overwrites it.</param>
internal readonly record struct Standing(int Version, bool IsReplaced)
{
    public static Standing Of<T>(Versioned<T>? known) => new(known?.Version ?? 0, IsReplaced: known is not null);
}
