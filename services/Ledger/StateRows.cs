using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger;

// The state: derived from the record, and rebuildable from it.

/// <summary>What stands for a plant-month: all its lines in one row, as columns sorted by line id.</summary>
internal sealed class PlantMonth
{
    public required PlantCode Plant { get; init; }

    public Month Month { get; init; }

    public int Revision { get; init; }

    public int CatalogueVersion { get; init; }

    public int MethodsVersion { get; init; }

    /// <summary>Newest entry of the plant-month.</summary>
    public long Sequence { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Postings that the applied revision wrote; 0 when it changed nothing.</summary>
    public int PostingCount { get; init; }

    /// <summary>Gaps that keep it from closing.</summary>
    public int OpenGaps { get; init; }

    /// <summary>The other gaps.</summary>
    public int GapsNotBlocking { get; init; }

    /// <summary>Readings of the sheet; null in what is from before this was kept, and then there were some.</summary>
    public int? ReadingCount { get; init; }

    public byte[] LinesHash { get; init; } = [];

    public int[] LineIds { get; init; } = [];

    public decimal[] Amounts { get; init; } = [];

    public decimal[] Quantities { get; init; } = [];

    public int[] ProvenanceIds { get; init; } = [];

    public long[] Sequences { get; init; } = [];

    public int[] Ordinals { get; init; } = [];

    public string Gaps { get; init; } = "[]";
}

/// <summary>
/// Sums of a unit-month by category, basis, measure and the unit of the counterparty. Unit <c>''</c> is that of
/// plants whose record has not arrived or does not name a unit for the month; no counterparty is null.
/// </summary>
internal sealed class RollUp
{
    public Month Month { get; init; }

    public string Unit { get; init; } = "";

    public string Category { get; init; } = "";

    public string? Basis { get; init; }

    public string Measure { get; init; } = "";

    public string? CounterpartyUnit { get; init; }

    public decimal Amount { get; init; }

    /// <summary>What of it rests on measured, settled or own-meter readings.</summary>
    public decimal MeasuredAmount { get; init; }

    /// <summary>What of it rests on no unverified factor.</summary>
    public decimal VerifiedAmount { get; init; }

    /// <summary>What of it rests on a factor of which another value is in print.</summary>
    public decimal DisputedAmount { get; init; }

    /// <summary>What of it rests on a factor that stands in for one not at hand.</summary>
    public decimal ProvisionalAmount { get; init; }

    /// <summary>What of it rests on the last edition at hand of a series.</summary>
    public decimal CarriedAmount { get; init; }

    /// <summary>Lines behind the sum; 0 when none is left.</summary>
    public int LineCount { get; init; }

    /// <summary>Those of which the certificate or credit of some power was sold.</summary>
    public int SoldLines { get; init; }

    /// <summary>Those that count nothing but power of which certificates and credits are said to be kept.</summary>
    public int KeptLines { get; init; }
}

/// <summary>A plant as its newest record has it.</summary>
internal sealed class Plant
{
    public required PlantCode Code { get; init; }

    public int Version { get; init; }

    public Month FromMonth { get; init; }

    public Month? ToMonth { get; init; }
}

/// <summary>Months in which a plant belongs to a unit, as its newest record has it; the last one has no end.</summary>
internal sealed class MembershipSpan
{
    public required PlantCode Plant { get; init; }

    public Month FromMonth { get; init; }

    public Month? ToMonth { get; init; }

    public string Unit { get; init; } = "";
}
