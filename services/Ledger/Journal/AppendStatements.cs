using System.Buffers;
using CarbonPlatform.Contracts;
using Npgsql;
using NpgsqlTypes;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>An entry that a transaction writes.</summary>
internal sealed record NewEntry(
    EntryHead Head,
    int? Month,
    IReadOnlyList<NewPosting> Postings,
    IReadOnlyList<GapChange> Gaps,
    int OpenGaps
)
{
    public ChangedRecord? Record { get; init; }

    public byte[] Leaf { get; set; } = [];
}

/// <summary>A line that the dictionary of lines does not have yet.</summary>
internal readonly record struct NewLine(int Id, long FirstSequence, string Plant, LineKey Key);

/// <summary>A provenance that the dictionary of provenances does not have yet.</summary>
internal readonly record struct NewProvenance(int Id, long FirstSequence, Provenance Value);

/// <summary>A record of the organisation, and where its plant belongs from now on.</summary>
internal sealed record NewRecord(long Sequence, ChangedRecord Changed, PlantHome? Home);

/// <summary>The statements by which <see cref="AppendTransaction"/> writes: one for all rows of a table, never one a row.</summary>
internal static class AppendStatements
{
    public static NpgsqlBatchCommand InsertEntries(IReadOnlyList<NewEntry> entries, DateTimeOffset now) =>
        new(
            """
            INSERT INTO entry (sequence, kind, plant, month, revision, catalogue_version, methods_version, submission_id, reason, adjustment, recorded_at, leaf, posting_count, open_gaps)
            SELECT sequence, kind, plant, month, revision, catalogue_version, methods_version, submission_id, reason, adjustment, $14, leaf, posting_count, open_gaps
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                AS given (sequence, kind, plant, month, revision, catalogue_version, methods_version, submission_id, reason, adjustment, leaf, posting_count, open_gaps)
            """
        )
        {
            Parameters =
            {
                Column(entries, entry => entry.Head.Sequence),
                Column(entries, entry => entry.Head.Kind),
                Column(entries, entry => entry.Head.Plant),
                Column(entries, entry => entry.Month),
                Column(entries, entry => entry.Head.Version?.Revision),
                Column(entries, entry => entry.Head.Version?.Catalogue),
                Column(entries, entry => entry.Head.Version?.Methods),
                Column(entries, entry => entry.Head.SubmissionId),
                Column(entries, entry => entry.Head.Reason),
                Column(entries, entry => entry.Head.IsAdjustment),
                Column(entries, entry => entry.Leaf),
                Column(entries, entry => entry.Postings.Count),
                Column(entries, entry => entry.OpenGaps),
                Value(now),
            },
        };

    public static NpgsqlBatchCommand InsertPostings(IReadOnlyList<NewEntry> entries)
    {
        var postings = entries
            .SelectMany(entry => entry.Postings.Select(posting => (entry.Head.Sequence, Posting: posting)))
            .ToArray();
        return new NpgsqlBatchCommand(
            """
            INSERT INTO posting (sequence, ordinal, line_id, reverses_sequence, reverses_ordinal, provenance_id, amount, quantity)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            """
        )
        {
            Parameters =
            {
                Column(postings, row => row.Sequence),
                Column(postings, row => row.Posting.Ordinal),
                Column(postings, row => row.Posting.LineId),
                Column(postings, row => row.Posting.ReversesSequence),
                Column(postings, row => row.Posting.ReversesOrdinal),
                Column(postings, row => row.Posting.ProvenanceId),
                Column(postings, row => row.Posting.Amount),
                Column(postings, row => row.Posting.Quantity),
            },
        };
    }

    public static NpgsqlBatchCommand InsertGaps(IReadOnlyList<NewEntry> entries)
    {
        var gaps = entries
            .SelectMany(entry =>
                entry.Gaps.Select((change, ordinal) => (entry.Head.Sequence, ordinal, change.Opened, change.Gap))
            )
            .ToArray();
        return new NpgsqlBatchCommand(
            """
            INSERT INTO entry_gap (sequence, ordinal, opened, source, activity, category, basis, measure, kind, detail)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """
        )
        {
            Parameters =
            {
                Column(gaps, gap => gap.Sequence),
                Column(gaps, gap => gap.ordinal),
                Column(gaps, gap => gap.Opened),
                Column(gaps, gap => gap.Gap.Source),
                Column(gaps, gap => gap.Gap.Activity),
                Column(gaps, gap => gap.Gap.Category),
                Column(gaps, gap => gap.Gap.Basis),
                Column(gaps, gap => gap.Gap.Measure),
                Column(gaps, gap => gap.Gap.Kind),
                Column(gaps, gap => gap.Gap.Detail),
            },
        };
    }

    public static NpgsqlBatchCommand InsertLines(IReadOnlyList<NewLine> lines, CodeTable codes) =>
        new(
            """
            INSERT INTO line (id, first_sequence, plant, source, process, activity, category, basis, measure, counterparty)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """
        )
        {
            Parameters =
            {
                Column(lines, line => line.Id),
                Column(lines, line => line.FirstSequence),
                Column(lines, line => line.Plant),
                Column(lines, line => codes.TextOf(line.Key.Source)),
                Column(lines, line => codes.TextOf(line.Key.Process)),
                Column(lines, line => codes.TextOf(line.Key.Activity)),
                Column(lines, line => codes.TextOf(line.Key.Category)),
                Column(lines, line => codes.TextOf(line.Key.Basis)),
                Column(lines, line => codes.TextOf(line.Key.Measure)),
                Column(lines, line => codes.TextOf(line.Key.Counterparty)),
            },
        };

    public static NpgsqlBatchCommand InsertProvenances(IReadOnlyList<NewProvenance> provenances) =>
        new(
            """
            INSERT INTO provenance (id, first_sequence, quality, method, factor_set, statuses, activity_uncertainty_percent, factor_uncertainty_percent, measured)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """
        )
        {
            Parameters =
            {
                Column(provenances, provenance => provenance.Id),
                Column(provenances, provenance => provenance.FirstSequence),
                Column(provenances, provenance => QualityCodes.Of(provenance.Value.Quality)),
                Column(provenances, provenance => provenance.Value.Method),
                Column(provenances, provenance => provenance.Value.FactorSet),
                Column(provenances, provenance => (int)provenance.Value.Statuses),
                Column(provenances, provenance => provenance.Value.ActivityUncertaintyPercent),
                Column(provenances, provenance => provenance.Value.FactorUncertaintyPercent),
                Column(provenances, provenance => QualityCodes.IsMeasured(provenance.Value.Quality)),
            },
        };

    public static NpgsqlBatchCommand AddToRollUp(
        IReadOnlyCollection<KeyValuePair<RollUpKey, RollUpSum>> sums,
        CodeTable codes
    ) =>
        new(
            """
            INSERT INTO rollup AS r (month, unit, category, basis, measure, counterparty_unit, amount, measured_amount, verified_amount, line_count)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (month, unit, category, basis, measure, counterparty_unit) DO UPDATE
            SET amount = r.amount + excluded.amount, measured_amount = r.measured_amount + excluded.measured_amount,
                verified_amount = r.verified_amount + excluded.verified_amount, line_count = r.line_count + excluded.line_count
            """
        )
        {
            Parameters =
            {
                Column(sums, sum => sum.Key.Month),
                Column(sums, sum => codes.TextOf(sum.Key.Unit)),
                Column(sums, sum => codes.TextOf(sum.Key.Category)),
                Column(sums, sum => codes.TextOf(sum.Key.Basis)),
                Column(sums, sum => codes.TextOf(sum.Key.Measure)),
                Column(sums, sum => codes.TextOf(sum.Key.CounterpartyUnit)),
                Column(sums, sum => sum.Value.Amount),
                Column(sums, sum => sum.Value.MeasuredAmount),
                Column(sums, sum => sum.Value.VerifiedAmount),
                Column(sums, sum => sum.Value.LineCount),
            },
        };

    public static IEnumerable<NpgsqlBatchCommand> InsertRecord(NewRecord record)
    {
        yield return new NpgsqlBatchCommand(
            "INSERT INTO organisation_record (kind, code, version, sequence, record) VALUES ($1, $2, $3, $4, $5)"
        )
        {
            Parameters =
            {
                Value(record.Changed.Kind),
                Value(record.Changed.Code),
                Value(record.Changed.Version),
                Value(record.Sequence),
                new NpgsqlParameter<ReadOnlyMemory<byte>>
                {
                    TypedValue = record.Changed.Bytes,
                    NpgsqlDbType = NpgsqlDbType.Json,
                },
            },
        };
        if (record.Changed.Plant is not { } plant || record.Home is not { } home)
            yield break;

        yield return new NpgsqlBatchCommand(
            """
            INSERT INTO plant (code, version, from_month, to_month) VALUES ($1, $2, $3, $4)
            ON CONFLICT (code) DO UPDATE SET version = excluded.version, from_month = excluded.from_month, to_month = excluded.to_month
            """
        )
        {
            Parameters =
            {
                Value(plant.Code),
                Value(record.Changed.Version),
                Value(plant.From.Index),
                Value(plant.To?.Index),
            },
        };
        yield return new NpgsqlBatchCommand("DELETE FROM membership WHERE plant = $1")
        {
            Parameters = { Value(plant.Code) },
        };
        var spans = home.Spans().ToArray();
        yield return new NpgsqlBatchCommand(
            "INSERT INTO membership (plant, from_month, to_month, unit) SELECT $1, * FROM unnest($2, $3, $4)"
        )
        {
            Parameters =
            {
                Value(plant.Code),
                Column(spans, span => span.FromMonth),
                Column(spans, span => span.ToMonth),
                Column(spans, span => span.Unit),
            },
        };
    }

    /// <summary>What stands at the head of the ledger from now on, and the position that anybody can name later.</summary>
    public static NpgsqlBatchCommand MoveHead(EntryTree tree, byte[] root, DateTimeOffset now) =>
        new(
            """
            WITH head AS (UPDATE ledger_head SET sequence = $1, root = $2, recorded_at = $3, peaks = $4 WHERE id = 1)
            INSERT INTO position (sequence, root, recorded_at) VALUES ($1, $2, $3)
            """
        )
        {
            Parameters = { Value(tree.Size), Value(root), Value(now), Value(tree.Peaks()) },
        };

    /// <summary>Postings by COPY; for many of them.</summary>
    public static async Task CopyPostingsAsync(NpgsqlConnection connection, IReadOnlyList<NewEntry> entries, int count)
    {
        var rows = new ArrayBufferWriter<byte>(PostgresBinary.CopyHead.Length + 112 * count);
        rows.Write(PostgresBinary.CopyHead);
        foreach (var entry in entries)
        {
            foreach (var posting in entry.Postings)
            {
                rows.CopyRow(8);
                rows.CopyLong(entry.Head.Sequence);
                rows.CopyInteger(posting.Ordinal);
                rows.CopyInteger(posting.LineId);
                if (posting.ReversesSequence is { } sequence && posting.ReversesOrdinal is { } ordinal)
                {
                    rows.CopyLong(sequence);
                    rows.CopyInteger(ordinal);
                }
                else
                {
                    rows.CopyNull();
                    rows.CopyNull();
                }
                rows.CopyInteger(posting.ProvenanceId);
                rows.CopyNumeric(posting.Amount);
                rows.CopyNumeric(posting.Quantity);
            }
        }
        rows.Write(PostgresBinary.CopyEnd);

        await using var copy = await connection.BeginRawBinaryCopyAsync(
            "COPY posting (sequence, ordinal, line_id, reverses_sequence, reverses_ordinal, provenance_id, amount, quantity) FROM STDIN (FORMAT BINARY)"
        );
        await copy.WriteAsync(rows.WrittenMemory);
    }
}
