using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger;

// The record: what is only ever added to.

/// <summary>The one row that says how far the ledger is. Whoever holds its lock is the writer.</summary>
internal sealed class LedgerHead
{
    public short Id { get; init; }

    public long Sequence { get; init; }

    public byte[] Root { get; init; } = [];

    /// <summary>The compact range of the tree, see <see cref="EntryTree"/>.</summary>
    public byte[] Peaks { get; init; } = [];

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Sequence and root after a batch: what can be asked "as of".</summary>
internal sealed class LedgerPosition
{
    public long Sequence { get; init; }

    public byte[] Root { get; init; } = [];

    public DateTimeOffset RecordedAt { get; init; }
}

/// <summary>One atomic append to the ledger.</summary>
internal sealed class Entry
{
    public long Sequence { get; init; }

    public string Kind { get; init; } = "";

    public PlantCode? Plant { get; init; }

    public Month? Month { get; init; }

    public int? Revision { get; init; }

    public int? CatalogueVersion { get; init; }

    public int? MethodsVersion { get; init; }

    public Guid? SubmissionId { get; init; }

    public string Reason { get; init; } = "";

    public bool Adjustment { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public byte[] Leaf { get; init; } = [];

    public int PostingCount { get; init; }

    /// <summary>Gaps open for the plant-month after the entry that keep it from closing.</summary>
    public int OpenGaps { get; init; }

    /// <summary>The other gaps.</summary>
    public int GapsNotBlocking { get; init; }

    /// <summary>Readings of the plant-month after the entry; null in what is from before this was kept.</summary>
    public int? ReadingCount { get; init; }
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

/// <summary>
/// Dictionary of lines. Ids of a plant stand in blocks, so that its columns compress and compare well.
/// </summary>
internal sealed class Line
{
    public static StoredColumns<Line> Columns { get; } =
        new StoredColumns<Line>("line")
            .Add("id", line => line.Id, (line, id) => line.Id = id)
            .Add("first_sequence", line => line.FirstSequence, (line, sequence) => line.FirstSequence = sequence)
            .Add("plant", line => line.Plant, (line, plant) => line.Plant = plant!)
            .Add("source", line => line.Source, (line, source) => line.Source = source)
            .Add("process", line => line.Process, (line, process) => line.Process = process)
            .Add("activity", line => line.Activity, (line, activity) => line.Activity = activity)
            .Add("category", line => line.Category, (line, category) => line.Category = category)
            .Add("basis", line => line.Basis, (line, basis) => line.Basis = basis)
            .Add("measure", line => line.Measure, (line, measure) => line.Measure = measure)
            .Add("counterparty", line => line.Counterparty, (line, plant) => line.Counterparty = plant);

    public int Id { get; set; }

    /// <summary>Entry that used it first.</summary>
    public long FirstSequence { get; set; }

    public PlantCode Plant { get; set; } = null!;

    public string Source { get; set; } = "";

    public string Process { get; set; } = "";

    public string Activity { get; set; } = "";

    public string Category { get; set; } = "";

    public string? Basis { get; set; }

    public string Measure { get; set; } = "";

    public PlantCode? Counterparty { get; set; }
}

/// <summary>Dictionary of how figures were arrived at.</summary>
internal sealed class LineProvenance
{
    public static StoredColumns<LineProvenance> Columns { get; } =
        new StoredColumns<LineProvenance>("provenance")
            .Add("id", row => row.Id, (row, id) => row.Id = id)
            .Add("first_sequence", row => row.FirstSequence, (row, sequence) => row.FirstSequence = sequence)
            .Add("quality", row => row.Quality, (row, quality) => row.Quality = quality)
            .Add("method", row => row.Method, (row, method) => row.Method = method)
            .Add("factor_set", row => row.FactorSet, (row, set) => row.FactorSet = set)
            .Add("statuses", row => (int)row.Statuses, (row, bits) => row.Statuses = (LineStatuses)bits)
            .Add(
                "activity_uncertainty_percent",
                row => row.ActivityUncertaintyPercent,
                (row, percent) => row.ActivityUncertaintyPercent = percent
            )
            .Add(
                "factor_uncertainty_percent",
                row => row.FactorUncertaintyPercent,
                (row, percent) => row.FactorUncertaintyPercent = percent
            )
            .Add("measured", row => row.Measured, (row, isMeasured) => row.Measured = isMeasured);

    public int Id { get; set; }

    /// <summary>Entry that used it first.</summary>
    public long FirstSequence { get; set; }

    public string Quality { get; set; } = "";

    public string Method { get; set; } = "";

    public string? FactorSet { get; set; }

    public LineStatuses Statuses { get; set; }

    public decimal? ActivityUncertaintyPercent { get; set; }

    public decimal? FactorUncertaintyPercent { get; set; }

    /// <summary>Whether the quality is measured, settled or own-meter.</summary>
    public bool Measured { get; set; }
}
