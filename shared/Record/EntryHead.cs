using CarbonPlatform.Quantities;

namespace CarbonPlatform.Record;

/// <summary>
/// What every entry of the ledger says of itself, whatever its kind. What it says besides is its <see
/// cref="EntryBody"/>.
/// </summary>
public sealed record EntryHead
{
    /// <summary>Counts the entries from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Plant of the plant-month; null when the entry is about none.</summary>
    public PlantCode? Plant { get; init; }

    /// <summary>Month of the plant-month; null when the entry is about none.</summary>
    public Month? Month { get; init; }

    /// <summary>Version of the plant-month's result; null when the entry is about none.</summary>
    public ResultVersion? Version { get; init; }

    /// <summary>Submission that made the revision; null when the entry is about none.</summary>
    public Guid? SubmissionId { get; init; }

    /// <summary>Why it came.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it came after the month was closed.</summary>
    public bool IsAdjustment { get; init; }

    /// <summary>When it was recorded; never before the entry before it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Writes the fields in the order that <see cref="EntryLeaf"/> documents.</summary>
    internal void WriteTo(FieldWriter fields, string kind)
    {
        fields.Integer(Sequence);
        fields.Text(kind);
        fields.Text(Plant?.Value);
        fields.Text(Month?.ToString());
        fields.Integer(Version?.Revision);
        fields.Integer(Version?.Catalogue);
        fields.Integer(Version?.Methods);
        fields.Text(SubmissionId?.ToString("D"));
        fields.Text(Reason);
        fields.Integer(IsAdjustment ? 1 : 0);
        fields.Instant(RecordedAt);
    }
}
