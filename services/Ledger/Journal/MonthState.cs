using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Contracts;
using Npgsql;
using NpgsqlTypes;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What stands for a plant-month, as a transaction of the writer reads, changes and writes it: one row of <c>plant_month</c>.</summary>
internal sealed class MonthState(string plant, int month)
{
    /// <summary>Columns of table <c>plant_month m</c>, in the order <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "m.plant, m.month, m.revision, m.catalogue_version, m.methods_version, m.sequence, m.recorded_at, m.posting_count, m.lines_hash, array_send(m.line_ids), array_send(m.amounts), array_send(m.quantities), array_send(m.provenance_ids), array_send(m.sequences), array_send(m.ordinals), m.gaps";

    private const string UpsertSql = """
        INSERT INTO plant_month (plant, month, revision, catalogue_version, methods_version, sequence, recorded_at, posting_count, open_gaps,
            lines_hash, line_ids, amounts, quantities, provenance_ids, sequences, ordinals, gaps)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        ON CONFLICT (plant, month) DO UPDATE SET
            revision = excluded.revision, catalogue_version = excluded.catalogue_version, methods_version = excluded.methods_version,
            sequence = excluded.sequence, recorded_at = excluded.recorded_at, posting_count = excluded.posting_count, open_gaps = excluded.open_gaps,
            lines_hash = excluded.lines_hash, line_ids = excluded.line_ids, amounts = excluded.amounts, quantities = excluded.quantities,
            provenance_ids = excluded.provenance_ids, sequences = excluded.sequences, ordinals = excluded.ordinals, gaps = excluded.gaps
        """;

    private static readonly byte[] s_noGaps = "[]"u8.ToArray();

    public string Plant => plant;

    /// <summary>The month by index.</summary>
    public int Month => month;

    /// <summary>Version applied; null when nothing was.</summary>
    public ResultVersion? Version { get; set; }

    /// <summary>Newest entry of the plant-month.</summary>
    public long Sequence { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>Postings that the applied version wrote.</summary>
    public int PostingCount { get; set; }

    public StandingLines Lines { get; set; } = StandingLines.None;

    public byte[] LinesHash { get; set; } = [];

    public IReadOnlyList<GapRecord> Gaps { get; set; } = [];

    /// <summary>Whether the row has to be written.</summary>
    public bool IsChanged { get; set; }

    public static MonthState Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(1))
        {
            Version = new ResultVersion(row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)),
            Sequence = row.GetInt64(5),
            RecordedAt = row.GetFieldValue<DateTimeOffset>(6),
            PostingCount = row.GetInt32(7),
            LinesHash = row.GetFieldValue<byte[]>(8),
            Lines = ReadLines(row, 9),
            Gaps = StoredGaps.Read(row.GetFieldValue<byte[]>(15)),
        };

    private static StandingLines ReadLines(NpgsqlDataReader row, int first)
    {
        var ids = row.GetFieldValue<byte[]>(first);
        var count = PostgresBinary.ArrayLength(ids);
        if (count == 0)
            return StandingLines.None;
        var lines = new StandingLines(
            new int[count],
            new decimal[count],
            new decimal[count],
            new int[count],
            new long[count],
            new int[count]
        );
        PostgresBinary.ReadIntegers(ids, lines.LineIds);
        PostgresBinary.ReadDecimals(row.GetFieldValue<byte[]>(first + 1), lines.Amounts);
        PostgresBinary.ReadDecimals(row.GetFieldValue<byte[]>(first + 2), lines.Quantities);
        PostgresBinary.ReadIntegers(row.GetFieldValue<byte[]>(first + 3), lines.ProvenanceIds);
        PostgresBinary.ReadLongs(row.GetFieldValue<byte[]>(first + 4), lines.Sequences);
        PostgresBinary.ReadIntegers(row.GetFieldValue<byte[]>(first + 5), lines.Ordinals);
        return lines;
    }

    public NpgsqlBatchCommand Upsert()
    {
        var version = Version!.Value;
        return new NpgsqlBatchCommand(UpsertSql)
        {
            Parameters =
            {
                Value(Plant),
                Value(Month),
                Value(version.Revision),
                Value(version.Catalogue),
                Value(version.Methods),
                Value(Sequence),
                Value(RecordedAt),
                Value(PostingCount),
                Value(Gaps.Count),
                Value(LinesHash),
                Value(Lines.LineIds),
                Value(Lines.Amounts),
                Value(Lines.Quantities),
                Value(Lines.ProvenanceIds),
                Value(Lines.Sequences),
                Value(Lines.Ordinals),
                new NpgsqlParameter<byte[]>
                {
                    TypedValue = Gaps.Count == 0 ? s_noGaps : StoredGaps.Write(Gaps),
                    NpgsqlDbType = NpgsqlDbType.Jsonb,
                },
            },
        };
    }
}

/// <summary>The open gaps of a plant-month as they stand in its row.</summary>
internal static class StoredGaps
{
    public static byte[] Write(IReadOnlyList<GapRecord> gaps) =>
        JsonSerializer.SerializeToUtf8Bytes(gaps, StoredGapsJson.Default.IReadOnlyListGapRecord);

    public static IReadOnlyList<GapRecord> Read(byte[] json) =>
        json.Length <= 2 ? [] : JsonSerializer.Deserialize(json, StoredGapsJson.Default.IReadOnlyListGapRecord)!;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<GapRecord>))]
internal sealed partial class StoredGapsJson : JsonSerializerContext;
