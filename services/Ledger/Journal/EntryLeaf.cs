using System.Security.Cryptography;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What an entry says of itself, apart from its postings and gaps.</summary>
internal sealed record EntryHead
{
    /// <summary>The entry changes the lines or gaps of a plant-month.</summary>
    public const string EmissionsKind = "emissions";

    /// <summary>The entry is a record of the organisation.</summary>
    public const string OrganisationKind = "organisation";

    public required long Sequence { get; init; }

    public required string Kind { get; init; }

    /// <summary>Plant of the plant-month; null for the organisation.</summary>
    public string? Plant { get; init; }

    /// <summary>Month of the plant-month, <c>yyyy-MM</c>; null for the organisation.</summary>
    public string? Month { get; init; }

    public ResultVersion? Version { get; init; }

    public Guid? SubmissionId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Whether it came after the month was closed.</summary>
    public bool IsAdjustment { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>
/// The leaf of an entry in the ledger's tree: SHA-256(0x00 ‖ version of this format ‖ fields of <see cref="FieldWriter"/>). It
/// covers everything an entry says, with codes in words and not with numbers of a dictionary, so that neither a posting nor the
/// dictionary it refers to can be changed without the leaf telling.
/// <para>Fields: sequence, kind, plant, month, revision, catalogue version, methods version, submission id, reason, adjustment
/// (0 or 1), recorded at; list of postings (ordinal; line: source, process, activity, category, basis, measure, counterparty;
/// amount, quantity; provenance: quality, method, factor set, statuses, activity uncertainty, factor uncertainty; reversed
/// sequence, reversed ordinal); list of gap changes (ordinal, opened 0 or 1, source, activity, category, basis, measure, kind,
/// detail); and of an organisation's record its kind, code, version and bytes.</para>
/// </summary>
internal sealed class EntryLeaf
{
    /// <summary>Number of the format; a change of the fields is a new number.</summary>
    public const byte FormatVersion = 1;

    private const byte LeafPrefix = 0;

    private readonly FieldWriter _fields = new();

    /// <summary>Leaf of an entry about a plant-month.</summary>
    public byte[] Of(
        EntryHead head,
        IReadOnlyList<NewPosting> postings,
        Func<int, byte[]> lineFields,
        Func<int, byte[]> provenanceFields,
        IReadOnlyList<GapChange> gaps
    )
    {
        Begin(head);
        _fields.List(postings.Count);
        foreach (var posting in postings)
        {
            _fields.Integer(posting.Ordinal);
            _fields.Fields(lineFields(posting.LineId));
            _fields.Decimal(posting.Amount);
            _fields.Decimal(posting.Quantity);
            _fields.Fields(provenanceFields(posting.ProvenanceId));
            _fields.Integer(posting.ReversesSequence);
            _fields.Integer(posting.ReversesOrdinal);
        }

        _fields.List(gaps.Count);
        for (var i = 0; i < gaps.Count; i++)
        {
            var (gap, opened) = gaps[i];
            _fields.Integer(i);
            _fields.Integer(opened ? 1 : 0);
            _fields.Text(gap.Source);
            _fields.Text(gap.Activity);
            _fields.Text(gap.Category);
            _fields.Text(gap.Basis);
            _fields.Text(gap.Measure);
            _fields.Text(gap.Kind);
            _fields.Text(gap.Detail);
        }
        return SHA256.HashData(_fields.Written);
    }

    /// <summary>Leaf of an entry that is a record of the organisation.</summary>
    public byte[] Of(EntryHead head, string recordKind, string code, int version, ReadOnlySpan<byte> record)
    {
        Begin(head);
        _fields.List(0);
        _fields.List(0);
        _fields.Text(recordKind);
        _fields.Text(code);
        _fields.Integer(version);
        _fields.Bytes(record);
        return SHA256.HashData(_fields.Written);
    }

    private void Begin(EntryHead head)
    {
        _fields.Clear();
        _fields.Byte(LeafPrefix);
        _fields.Byte(FormatVersion);
        _fields.Integer(head.Sequence);
        _fields.Text(head.Kind);
        _fields.Text(head.Plant);
        _fields.Text(head.Month);
        _fields.Integer(head.Version?.Revision);
        _fields.Integer(head.Version?.Catalogue);
        _fields.Integer(head.Version?.Methods);
        _fields.Text(head.SubmissionId?.ToString("D"));
        _fields.Text(head.Reason);
        _fields.Integer(head.IsAdjustment ? 1 : 0);
        _fields.Instant(head.RecordedAt);
    }
}

/// <summary>The parts of a line that both the leaf and the hash of the lines write the same way.</summary>
internal static class LineFields
{
    public static void LineCodes(this FieldWriter fields, LineKey key, CodeTable codes)
    {
        fields.Text(codes.TextOf(key.Source));
        fields.Text(codes.TextOf(key.Process));
        fields.Text(codes.TextOf(key.Activity));
        fields.Text(codes.TextOf(key.Category));
        fields.Text(codes.TextOf(key.Basis));
        fields.Text(codes.TextOf(key.Measure));
        fields.Text(codes.TextOf(key.Counterparty));
    }

    public static void Provenance(this FieldWriter fields, Provenance provenance)
    {
        fields.Text(QualityCodes.Of(provenance.Quality));
        fields.Text(provenance.Method);
        fields.Text(provenance.FactorSet);
        fields.Integer((int)provenance.Statuses);
        fields.Decimal(provenance.ActivityUncertaintyPercent);
        fields.Decimal(provenance.FactorUncertaintyPercent);
    }
}
