using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Messaging;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>What another service says of a revision or a record: Calculation's result, or the ledger's receipt.</summary>
/// <param name="Result">What a revision came to.</param>
/// <param name="Summary">What of the result is kept.</param>
/// <param name="Receipt">The receipt.</param>
internal sealed record Progress(EmissionsCalculatedEvent? Result, string? Summary, EntryPostedEvent? Receipt);

/// <summary>
/// Notes how far revisions and records have come. What is told at the same moment shares a transaction, and there is one at a
/// time, so that results and receipts of the same revisions do not wait for each other in a circle.
/// </summary>
internal sealed class NoteProgress
{
    /// <summary>Most events in one transaction.</summary>
    public const int LargestBatch = 64;

    private const string NoteResults = """
        UPDATE revision r SET
            calculated_at = given.calculated_at, catalogue_version = given.catalogue_version, methods_version = given.methods_version,
            line_count = given.line_count, gap_count = given.gap_count, calculation = given.calculation::jsonb
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
            AS given (plant, month, revision, calculated_at, catalogue_version, methods_version, line_count, gap_count, calculation)
        WHERE r.plant = given.plant AND r.month = given.month AND r.revision = given.revision
          AND (r.catalogue_version IS NULL OR (r.catalogue_version, r.methods_version) < (given.catalogue_version, given.methods_version))
        """;

    // One statement: the sheets' rows and their revisions move together. A plant-month unknown here is kept in mind too:
    // this database was set back, and the next revision must be numbered above what the ledger holds.
    private const string SettleSheets = """
        WITH given AS (
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS receipt (plant, month, revision, position, lines_hash, sequence, root_hash, postings)
            ORDER BY plant, month),
        sheet_now AS (
            INSERT INTO sheet AS s (plant, month, applied_revision, applied_position, lines_hash, resend_at)
            SELECT plant, month, revision, position, lines_hash, now() FROM given
            ON CONFLICT (plant, month) DO UPDATE SET
                applied_revision = greatest(s.applied_revision, excluded.applied_revision), applied_position = excluded.applied_position, lines_hash = excluded.lines_hash
                WHERE s.applied_position IS NULL OR (s.applied_position, s.applied_revision) < (excluded.applied_position, excluded.applied_revision))
        UPDATE revision r SET
            posted_at = coalesce(r.posted_at, $9), ledger_sequence = given.sequence, ledger_position = given.position, root_hash = given.root_hash,
            posting_count = CASE WHEN r.revision = given.revision THEN given.postings ELSE 0 END
        FROM given
        WHERE r.plant = given.plant AND r.month = given.month AND r.revision <= given.revision
          AND (r.posted_at IS NULL OR (r.revision = given.revision AND r.ledger_position < given.position AND r.ledger_sequence < given.sequence))
        """;

    private const string SettleRecords = """
        UPDATE organisation_record o SET applied_version = given.version
        FROM unnest($1, $2, $3) AS given (kind, code, version)
        WHERE o.kind = given.kind AND o.code = given.code AND o.applied_version < given.version
        """;

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly Batching<Progress, bool> _batching;

    public NoteProgress(NpgsqlDataSource source, TimeProvider time)
    {
        (_source, _time) = (source, time);
        _batching = new Batching<Progress, bool>(LargestBatch, TimeSpan.FromMilliseconds(50), NoteAsync);
    }

    /// <summary>
    /// A result of an older catalogue or older methods, or the same once more, changes nothing; nor does one of a revision that this
    /// database does not know.
    /// </summary>
    public Task NoteAsync(EmissionsCalculatedEvent result, CancellationToken cancellationToken) =>
        _batching.ApplyAsync(new Progress(result, CalculationSummary.Of(result).ToJson(), null), cancellationToken);

    /// <summary>
    /// A receipt settles every revision of the plant-month up to the one it names, or every version of the record. Receipts may come
    /// twice and in any order: each carries the ledger's position, and a lower position never overwrites a higher one.
    /// A revision that changes no line makes no entry: its receipt has the position of the one before.
    /// </summary>
    public Task NoteAsync(EntryPostedEvent receipt, CancellationToken cancellationToken) =>
        _batching.ApplyAsync(new Progress(null, null, receipt), cancellationToken);

    private async Task<IReadOnlyList<bool>> NoteAsync(IReadOnlyList<Progress> told)
    {
        // A batch is one transaction by itself.
        await using var batch = _source.CreateBatch();
        foreach (
            var round in Rounds.Of(
                told.Where(progress => progress.Result is not null),
                progress => (progress.Result!.Plant, progress.Result.Month, progress.Result.Revision)
            )
        )
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(NoteResults)
                {
                    Parameters =
                    {
                        Column(round, noted => noted.Result!.Plant),
                        Column(round, noted => noted.Result!.Month.Index),
                        Column(round, noted => noted.Result!.Revision),
                        Column(round, noted => noted.Result!.CalculatedAt.ToUniversalTime()),
                        Column(round, noted => noted.Result!.CatalogueVersion),
                        Column(round, noted => noted.Result!.MethodsVersion),
                        Column(round, noted => noted.Result!.Lines.Amount.Count),
                        Column(round, noted => noted.Result!.Gaps.Count),
                        Column(round, noted => noted.Summary!),
                    },
                }
            );
        }
        var receipts = told.Where(progress => progress.Receipt is not null)
            .Select(progress => progress.Receipt!)
            .ToList();
        foreach (
            var round in Rounds.Of(
                receipts.Where(receipt => receipt.Kind == EntryPostedEvent.PlantMonthKind),
                receipt => (receipt.Plant, receipt.Month)
            )
        )
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(SettleSheets)
                {
                    Parameters =
                    {
                        Column(round, receipt => receipt.Plant!),
                        Column(round, receipt => receipt.Month!.Value.Index),
                        Column(round, receipt => receipt.Revision!.Value),
                        Column(round, receipt => receipt.Position),
                        Column(round, receipt => receipt.LinesHash),
                        Column(round, receipt => receipt.Sequence),
                        Column(round, receipt => receipt.RootHash),
                        Column(round, receipt => receipt.Postings),
                        new NpgsqlParameter<DateTimeOffset> { TypedValue = _time.GetUtcNow() },
                    },
                }
            );
        }
        foreach (
            var round in Rounds.Of(
                receipts.Where(receipt => receipt.Kind == EntryPostedEvent.OrganisationKind),
                receipt => (receipt.RecordKind, receipt.RecordCode)
            )
        )
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(SettleRecords)
                {
                    Parameters =
                    {
                        Column(round, receipt => receipt.RecordKind!),
                        Column(round, receipt => receipt.RecordCode!),
                        Column(round, receipt => receipt.RecordVersion!.Value),
                    },
                }
            );
        }
        await batch.ExecuteNonQueryAsync();
        return new bool[told.Count];
    }
}
