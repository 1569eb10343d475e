using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger;

// The record: what is only ever added to.

/// <summary>The one row that says how far the ledger is. Whoever holds its lock is the writer.</summary>
internal sealed class LedgerHead
{
    public short Id { get; init; }

    public long Sequence { get; init; }

    public byte[] Root { get; init; } = [];

    /// <summary>The compact range of the tree, see <see cref="Journal.EntryTree"/>.</summary>
    public byte[] Peaks { get; init; } = [];

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Sequence and root after a batch: what can be asked "as of".</summary>
internal sealed class Position
{
    public long Sequence { get; init; }

    public byte[] Root { get; init; } = [];

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>One atomic append to the ledger. Months are stored by <see cref="Quantities.Month.Index"/>.</summary>
internal sealed class Entry
{
    public long Sequence { get; init; }

    public string Kind { get; init; } = "";

    public string? Plant { get; init; }

    public int? Month { get; init; }

    public int? Revision { get; init; }

    public int? CatalogueVersion { get; init; }

    public int? MethodsVersion { get; init; }

    public Guid? SubmissionId { get; init; }

    public string Reason { get; init; } = "";

    public bool IsAdjustment { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public byte[] Leaf { get; init; } = [];

    public int PostingCount { get; init; }

    /// <summary>Gaps open for the plant-month after the entry.</summary>
    public int OpenGaps { get; init; }
}

/// <summary>A signed amount of an entry. A reversal is the exact negative of the posting it names.</summary>
internal sealed class Posting
{
    public long Sequence { get; init; }

    public int Ordinal { get; init; }

    public int LineId { get; init; }

    public long? ReversesSequence { get; init; }

    public int? ReversesOrdinal { get; init; }

    public int ProvenanceId { get; init; }

    public decimal Amount { get; init; }

    public decimal Quantity { get; init; }
}

/// <summary>A gap that an entry opened or closed.</summary>
internal sealed class EntryGap
{
    public long Sequence { get; init; }

    public int Ordinal { get; init; }

    public bool Opened { get; init; }

    public string Source { get; init; } = "";

    public string? Activity { get; init; }

    public string Category { get; init; } = "";

    public string? Basis { get; init; }

    public string Measure { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Detail { get; init; } = "";
}

/// <summary>A record of the organisation as an entry brought it.</summary>
internal sealed class OrganisationEntry
{
    public string Kind { get; init; } = "";

    public string Code { get; init; } = "";

    public int Version { get; init; }

    public long Sequence { get; init; }

    public string Record { get; init; } = "";
}

/// <summary>Dictionary of lines. Ids of a plant stand in blocks, so that its columns compress and compare well.</summary>
internal sealed class Line
{
    public int Id { get; init; }

    /// <summary>Entry that used it first.</summary>
    public long FirstSequence { get; init; }

    public string Plant { get; init; } = "";

    public string Source { get; init; } = "";

    public string Process { get; init; } = "";

    public string Activity { get; init; } = "";

    public string Category { get; init; } = "";

    public string? Basis { get; init; }

    public string Measure { get; init; } = "";

    public string? Counterparty { get; init; }
}

/// <summary>Dictionary of how figures were arrived at.</summary>
internal sealed class LineProvenance
{
    public int Id { get; init; }

    /// <summary>Entry that used it first.</summary>
    public long FirstSequence { get; init; }

    public string Quality { get; init; } = "";

    public string Method { get; init; } = "";

    public string? FactorSet { get; init; }

    public LineStatuses Statuses { get; init; }

    public decimal? ActivityUncertaintyPercent { get; init; }

    public decimal? FactorUncertaintyPercent { get; init; }

    /// <summary>Whether the quality is measured, own-meter or settled.</summary>
    public bool IsMeasured { get; init; }
}
