using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;
using Npgsql;
using static CarbonPlatform.Ledger.PostgresBinary;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// What stands for a plant-month, as a transaction of the writer reads, changes and writes it: one row of
/// <c>plant_month</c>.
/// </summary>
internal sealed class MonthState
{
    private static readonly byte[] s_noGaps = "[]"u8.ToArray();

    public static StoredColumns<MonthState> Columns { get; } =
        new StoredColumns<MonthState>("plant_month")
            .Add("plant", month => month.Key.Plant, (month, plant) => month.Key = new(plant!, default))
            .Add(
                "month",
                month => month.Key.Month.Index,
                (month, index) => month.Key = month.Key with { Month = Month.FromIndex(index) }
            )
            .Add("revision", month => month.Applied.Revision, (month, number) => month.Version = new(number, 0, 0))
            .Add(
                "catalogue_version",
                month => month.Applied.Catalogue,
                (month, number) => month.Version = month.Applied with { Catalogue = number }
            )
            .Add(
                "methods_version",
                month => month.Applied.Methods,
                (month, number) => month.Version = month.Applied with { Methods = number }
            )
            .Add("sequence", month => month.Sequence, (month, sequence) => month.Sequence = sequence)
            .Add("recorded_at", month => month.RecordedAt, (month, at) => month.RecordedAt = at)
            .Add("posting_count", month => month.PostingCount, (month, count) => month.PostingCount = count)
            .AddUnread("open_gaps", month => month.OpenGaps)
            .AddUnread("gaps_not_blocking", month => month.Gaps.Count - month.OpenGaps)
            .Add<int?>("reading_count", month => month.ReadingCount, (month, count) => month.ReadingCount = count)
            .Add("lines_hash", month => month.LinesHash, (month, hash) => month.LinesHash = hash)
            .AddArray(
                "line_ids",
                month => month.Lines.LineIds,
                (month, sent) => month.Lines = month.Lines with { LineIds = ReadIntegers(sent) }
            )
            .AddArray(
                "amounts",
                month => month.Lines.Amounts,
                (month, sent) => month.Lines = month.Lines with { Amounts = ReadDecimals(sent) }
            )
            .AddArray(
                "quantities",
                month => month.Lines.Quantities,
                (month, sent) => month.Lines = month.Lines with { Quantities = ReadDecimals(sent) }
            )
            .AddArray(
                "provenance_ids",
                month => month.Lines.ProvenanceIds,
                (month, sent) => month.Lines = month.Lines with { ProvenanceIds = ReadIntegers(sent) }
            )
            .AddArray(
                "sequences",
                month => month.Lines.Sequences,
                (month, sent) => month.Lines = month.Lines with { Sequences = ReadLongs(sent) }
            )
            .AddArray(
                "ordinals",
                month => month.Lines.Ordinals,
                (month, sent) => month.Lines = month.Lines with { Ordinals = ReadIntegers(sent) }
            )
            .AddJson(
                "gaps",
                month => month.Gaps.Count == 0 ? s_noGaps : StoredGaps.Write(month.Gaps),
                (month, json) => month.Gaps = StoredGaps.Read(json)
            );

    private static readonly string s_overwrite = Columns.OverwriteWhenThere("plant", "month");

    public required PlantMonthKey Key { get; set; }

    /// <summary>Version applied; null when nothing was.</summary>
    public ResultVersion? Version { get; set; }

    /// <summary>The same where something was, as in every row.</summary>
    private ResultVersion Applied => Version!.Value;

    /// <summary>Newest entry of the plant-month.</summary>
    public long Sequence { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>Postings that the applied version wrote.</summary>
    public int PostingCount { get; set; }

    /// <summary>Readings of the sheet; null in what is from before this was kept, and then there were some.</summary>
    public int? ReadingCount { get; set; }

    public StandingLines Lines { get; set; } = StandingLines.None;

    public byte[] LinesHash { get; set; } = [];

    public IReadOnlyList<GapRecord> Gaps { get; set; } = [];

    /// <summary>Gaps that keep it from closing.</summary>
    public int OpenGaps => Gaps.Count(gap => GapKinds.BlocksClosing(gap.Kind));

    /// <summary>Whether the row has to be written.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The row that a reader of <see cref="Columns"/> stands at.</summary>
    public static MonthState Read(NpgsqlDataReader reader) => Columns.Read(reader, new MonthState { Key = default });

    public NpgsqlBatchCommand Upsert() => Columns.Upsert(this, s_overwrite);
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
