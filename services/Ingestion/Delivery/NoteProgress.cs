using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// What another service says of a revision or a record: Calculation's result, or the ledger's receipt.
/// </summary>
/// <param name="Result">What a revision came to.</param>
/// <param name="Summary">What of the result is kept.</param>
/// <param name="Receipt">The receipt.</param>
/// <param name="Refusal">That it can never be applied.</param>
internal sealed record Progress(
    EmissionsCalculatedEvent? Result = null,
    string? Summary = null,
    EntryPostedEvent? Receipt = null,
    Refusal? Refusal = null
);

/// <summary>What was put aside, and by whom.</summary>
/// <param name="By">The service: it alone signs such events.</param>
internal sealed record Refusal(RefusedEvent Event, string By);

/// <summary>
/// Notes how far revisions and records have come. What is told at the same moment shares a transaction, and there is
/// one at a time, so that results and receipts of the same revisions do not wait for each other in a circle.
/// </summary>
internal sealed class NoteProgress
{
    /// <summary>Most events in one transaction.</summary>
    public const int LargestBatch = 64;

    private static readonly Columns<Progress> s_results = new("revision")
    {
        { "plant", told => told.Result!.Plant },
        { "month", told => told.Result!.Month },
        { "revision", told => told.Result!.Revision },
        { "calculated_at", told => told.Result!.CalculatedAt.ToUniversalTime() },
        { "catalogue_version", told => told.Result!.CatalogueVersion },
        { "methods_version", told => told.Result!.MethodsVersion },
        { "line_count", told => told.Result!.Lines.Amount.Count },
        { "gap_count", told => told.Result!.Gaps.Count },
        { "calculation", told => told.Summary! },
    };

    private static readonly Columns<EntryPostedEvent> s_receipts = new("sheet")
    {
        { "plant", receipt => receipt.Plant! },
        { "month", receipt => receipt.Month!.Value },
        { "revision", receipt => receipt.Revision!.Value },
        { "position", receipt => receipt.Position },
        { "lines_hash", receipt => receipt.LinesHash },
        { "sequence", receipt => receipt.Sequence },
        { "root_hash", receipt => receipt.RootHash },
        { "postings", receipt => receipt.Postings },
    };

    private static readonly Columns<EntryPostedEvent> s_records = new("organisation_record")
    {
        { "kind", receipt => receipt.RecordKind! },
        { "code", receipt => receipt.RecordCode! },
        { "version", receipt => receipt.RecordVersion!.Value },
    };

    private static readonly Columns<Refusal> s_refusals = new("revision")
    {
        { "plant", refusal => refusal.Event.Plant! },
        { "month", refusal => refusal.Event.Month!.Value },
        { "revision", refusal => refusal.Event.Revision!.Value },
        { "refused_at", refusal => refusal.Event.RefusedAt.ToUniversalTime() },
        { "refused_by", refusal => refusal.By },
        { "refusal", refusal => refusal.Event.Reason },
    };

    private static readonly Columns<Refusal> s_refusedRecords = new("organisation_record")
    {
        { "kind", refusal => refusal.Event.RecordKind! },
        { "code", refusal => refusal.Event.RecordCode! },
        { "version", refusal => refusal.Event.RecordVersion!.Value },
        { "refusal", refusal => refusal.Event.Reason },
    };

    private static readonly string s_noteResults = $"""
        UPDATE revision r SET
            calculated_at = given.calculated_at, catalogue_version = given.catalogue_version,
            methods_version = given.methods_version, line_count = given.line_count, gap_count = given.gap_count,
            calculation = given.calculation::jsonb
        FROM {s_results.Given}
        WHERE r.plant = given.plant AND r.month = given.month AND r.revision = given.revision
          AND (r.catalogue_version IS NULL
            OR (r.catalogue_version, r.methods_version) < (given.catalogue_version, given.methods_version))
        """;

    // One statement: the sheets' rows and their revisions move together. A plant-month unknown here is kept in mind
    // too: this database was set back, and the next revision must be numbered above what the ledger holds.
    private static readonly string s_settleSheets = $"""
        WITH receipt AS (SELECT * FROM {s_receipts.Given} ORDER BY plant, month),
        sheet_now AS (
            INSERT INTO sheet AS s (plant, month, applied_revision, applied_position, lines_hash, resend_at)
            SELECT plant, month, revision, position, lines_hash, now() FROM receipt
            ON CONFLICT (plant, month) DO UPDATE SET
                applied_revision = greatest(s.applied_revision, excluded.applied_revision),
                applied_position = excluded.applied_position, lines_hash = excluded.lines_hash,
                refused_revision =
                    CASE WHEN s.refused_revision > excluded.applied_revision THEN s.refused_revision ELSE 0 END
                WHERE s.applied_position IS NULL
                   OR (s.applied_position, s.applied_revision) < (excluded.applied_position, excluded.applied_revision))
        UPDATE revision r SET
            posted_at = ${s_receipts.Count() + 1}, ledger_sequence = receipt.sequence,
            ledger_position = receipt.position, root_hash = receipt.root_hash,
            posting_count = CASE WHEN r.revision = receipt.revision THEN receipt.postings ELSE 0 END
        FROM receipt
        WHERE r.plant = receipt.plant AND r.month = receipt.month AND r.revision <= receipt.revision
          AND (r.posted_at IS NULL
            OR (r.revision = receipt.revision
              AND r.ledger_position < receipt.position AND r.ledger_sequence < receipt.sequence))
        """;

    private static readonly string s_settleRecords = $"""
        UPDATE organisation_record o SET applied_version = given.version
        FROM {s_records.Given}
        WHERE o.kind = given.kind AND o.code = given.code AND o.applied_version < given.version
        """;

    // Of a revision that is unknown here nothing is noted: the next one may bear its number.
    private static readonly string s_noteRefusals = $"""
        WITH refused AS (SELECT * FROM {s_refusals.Given} ORDER BY plant, month),
        sheet_now AS (
            UPDATE sheet s SET refused_revision = refused.revision
            FROM refused
            WHERE s.plant = refused.plant AND s.month = refused.month
              AND s.revision >= refused.revision AND s.refused_revision < refused.revision)
        UPDATE revision r SET
            refused_at = refused.refused_at, refused_by = refused.refused_by, refusal = refused.refusal
        FROM refused
        WHERE r.plant = refused.plant AND r.month = refused.month AND r.revision = refused.revision
        """;

    private static readonly string s_noteRefusedRecords = $"""
        UPDATE organisation_record o SET refused_version = given.version, refusal = given.refusal
        FROM {s_refusedRecords.Given}
        WHERE o.kind = given.kind AND o.code = given.code
          AND o.version >= given.version AND o.refused_version <= given.version
        """;

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly Batching<Progress, bool> _batching;

    public NoteProgress(NpgsqlDataSource database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _batching = new Batching<Progress, bool>(LargestBatch, TimeSpan.FromMilliseconds(50), NoteAsync);
    }

    /// <summary>
    /// A result of an older catalogue or older methods, or the same once more, changes nothing; nor does one of a
    /// revision that this database does not know.
    /// </summary>
    public Task NoteAsync(EmissionsCalculatedEvent result, CancellationToken cancellationToken) =>
        _batching.ApplyAsync(new Progress(result, CalculationSummary.Of(result).ToJson()), cancellationToken);

    /// <summary>
    /// A receipt settles every revision of the plant-month up to the one it names, or every version of the record.
    /// Receipts may come twice and in any order: each carries the ledger's position, and a lower position never
    /// overwrites a higher one. A revision that changes no line makes no entry: its receipt has the position of the one
    /// before.
    /// </summary>
    public Task NoteAsync(EntryPostedEvent receipt, CancellationToken cancellationToken) =>
        _batching.ApplyAsync(new Progress(Receipt: receipt), cancellationToken);

    /// <summary>
    /// What can never be applied is not sent again, and told to whoever asks. A later revision or version is sent as
    /// ever, and a receipt ends it.
    /// </summary>
    public Task NoteAsync(Refusal refusal, CancellationToken cancellationToken) =>
        _batching.ApplyAsync(new Progress(Refusal: refusal), cancellationToken);

    private async Task<IReadOnlyList<bool>> NoteAsync(IReadOnlyList<Progress> told)
    {
        // A batch is one transaction by itself.
        await using var batch = _database.CreateBatch();
        var results = told.Where(progress => progress.Result is not null);
        foreach (var round in Rounds.Of(results, p => (p.Result!.Plant, p.Result.Month, p.Result.Revision)))
            batch.BatchCommands.Add(Statement.With(s_noteResults, s_results.Of(round)));

        var receipts = told.Select(progress => progress.Receipt).OfType<EntryPostedEvent>().ToLookup(r => r.Kind);
        foreach (var round in Rounds.Of(receipts[EntryPostedEvent.PlantMonthKind], r => (r.Plant, r.Month)))
            batch.BatchCommands.Add(
                Statement.With(s_settleSheets, s_receipts.Of(round), Parameter.Value(_time.GetUtcNow()))
            );
        foreach (var round in Rounds.Of(receipts[EntryPostedEvent.OrganisationKind], r => (r.RecordKind, r.RecordCode)))
            batch.BatchCommands.Add(Statement.With(s_settleRecords, s_records.Of(round)));

        var refusals = told.Select(progress => progress.Refusal).OfType<Refusal>().ToLookup(r => r.Event.Kind);
        var refusedSheets = refusals[EntryPostedEvent.PlantMonthKind];
        foreach (var round in Rounds.Of(refusedSheets, r => (r.Event.Plant, r.Event.Month)))
            batch.BatchCommands.Add(Statement.With(s_noteRefusals, s_refusals.Of(round)));
        var refusedRecords = refusals[EntryPostedEvent.OrganisationKind];
        foreach (var round in Rounds.Of(refusedRecords, r => (r.Event.RecordKind, r.Event.RecordCode)))
            batch.BatchCommands.Add(Statement.With(s_noteRefusedRecords, s_refusedRecords.Of(round)));
        await batch.ExecuteNonQueryAsync();
        return new bool[told.Count];
    }
}
