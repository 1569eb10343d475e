using System.Security.Cryptography;

namespace CarbonPlatform.Record;

/// <summary>
/// The leaf of an entry in the ledger's tree. It covers everything the entry says, with codes in words and not with
/// numbers of a dictionary, so that neither a posting nor the dictionary it refers to can be changed without the leaf
/// telling.
/// <code>
/// leaf = SHA-256(0x00 ‖ 0x01 ‖ head ‖ body)        0x00 tells leaves from nodes (RFC 6962), 0x01 numbers this format
/// head = sequence      integer
///        kind          text      which body follows: see below
///        plant         text      or nothing
///        month         text      yyyy-MM, or nothing
///        revision, catalogue version, methods version    integers, or nothing three times
///        submission id text      8-4-4-4-12 lowercase hexadecimal digits, or nothing
///        reason        text
///        adjustment    integer   1 if it came after the month was closed, else 0
///        recorded at   instant
/// body = emissions     list of postings: ordinal integer; line; amount, quantity decimals; provenance;
///                          sequence and ordinal of the posting it reverses, integers or nothing twice
///                      list of gaps: ordinal integer, opened integer (1, or 0 if it closed), source text,
/// activity text or nothing, category text, basis text or nothing, measure text, kind text, detail text line = source,
/// process, activity, category texts, basis text or nothing, measure text, counterparty text or nothing provenance =
/// quality, method texts, factor set text or nothing, statuses integer, uncertainty of the activity and of the factor
/// decimals or nothing organisation list of nothing, list of nothing, kind, code texts, version integer, record bytes
/// </code>
/// How a text, an integer and their like are written says <see cref="FieldWriter"/>; how leaves become a root, <see
/// cref="EntryTree"/>. An entry of a kind that is added later has the same head and a body of its own. Whoever writes
/// a second implementation finds entries with their bytes, leaves and roots in <c>tests/Record.Tests/Vectors</c>.
/// </summary>
public sealed class EntryLeaf
{
    /// <summary>Number of the format; a change of the fields of a kind is a new number.</summary>
    public const byte FormatVersion = 1;

    private const byte LeafPrefix = 0;

    private readonly FieldWriter _fields = new();

    /// <summary>The leaf of an entry.</summary>
    public byte[] Of(EntryHead head, EntryBody body) => SHA256.HashData(Bytes(head, body));

    /// <summary>What the leaf is the hash of; good until the next entry is asked for.</summary>
    public ReadOnlySpan<byte> Bytes(EntryHead head, EntryBody body)
    {
        _fields.Clear();
        _fields.Byte(LeafPrefix);
        _fields.Byte(FormatVersion);
        head.WriteTo(_fields, body.Kind);
        body.WriteTo(_fields);
        return _fields.Written;
    }
}
