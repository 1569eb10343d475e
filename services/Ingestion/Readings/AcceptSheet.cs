using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A call that changes a sheet.</summary>
/// <param name="Replaces">The request is the whole sheet; else it is merged into what stands.</param>
internal sealed record SheetCall(
    Caller Caller,
    string Plant,
    Month Month,
    bool Replaces,
    RevisionTag Expected,
    IdempotencyKey Key,
    ReadOnlyMemory<byte> Body
);

/// <summary>What a plant is told of an accepted sheet.</summary>
/// <param name="Findings">What is worth a look although it was accepted.</param>
internal sealed record SheetAccepted(
    Guid SubmissionId,
    string Plant,
    Month Month,
    int Revision,
    string State,
    IReadOnlyList<RefusalItem> Findings
);

/// <summary>How a call ended: refused, or with the bytes of the answer, which a repetition gets again.</summary>
internal sealed record SheetOutcome(Refusal? Refusal, byte[] Answer, int Revision, bool Replayed)
{
    public static implicit operator SheetOutcome(Refusal refusal) => new(refusal, [], 0, Replayed: false);
}

/// <summary>
/// Takes sheets in. One transaction holds the new revision, the event that tells of it, and the answer under the caller's
/// idempotency key; either all of it is there or nothing. Who is told 202 is told after the commit. Calls that wait at the same
/// moment share the transaction; each is decided for itself, and refusing one concerns none of the others.
/// </summary>
internal sealed class AcceptSheet
{
    private const int LargestBatch = 32;
    private const int Tries = 10;

    private readonly NpgsqlDataSource _source;
    private readonly OrganisationCache _organisations;
    private readonly ActivityVocabulary _vocabulary;
    private readonly GroupClock _clock;
    private readonly DeliverySettings _delivery;
    private readonly OutboxSignal _outbox;
    private readonly Batching<Handed, SheetOutcome> _batching;

    public AcceptSheet(
        NpgsqlDataSource source,
        OrganisationCache organisations,
        ActivityVocabulary vocabulary,
        GroupClock clock,
        DeliverySettings delivery,
        OutboxSignal outbox
    )
    {
        (_source, _organisations, _vocabulary, _clock, _delivery, _outbox) = (
            source,
            organisations,
            vocabulary,
            clock,
            delivery,
            outbox
        );
        _batching = new Batching<Handed, SheetOutcome>(LargestBatch, TimeSpan.FromMilliseconds(5), ApplyAsync);
    }

    public async Task<SheetOutcome> ExecuteAsync(SheetCall call, CancellationToken cancellationToken)
    {
        List<RefusalItem> findings = [];
        var handed = new Handed(
            call,
            SheetReader.Read(call.Body, call.Replaces, findings),
            findings,
            System.Diagnostics.Activity.Current?.Id
        );
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _batching.ApplyAsync(handed, cancellationToken);
            }
            catch (SheetChangedException) when (attempt < Tries)
            {
                // Another process was faster with this very sheet; what it left is what this call is about now.
            }
        }
    }

    private async Task<IReadOnlyList<SheetOutcome>> ApplyAsync(IReadOnlyList<Handed> batch)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var outcomes = new Dictionary<Handed, SheetOutcome>(ReferenceEqualityComparer.Instance);
        // Calls for one sheet come one after the other: the later sees what the earlier made. A key belongs to one sheet, so within a round keys differ too.
        foreach (var round in Rounds.Of(batch, handed => (handed.Call.Plant, handed.Call.Month)))
        {
            var (standing, version) = await ReadAsync(round, connection);
            var organisation = await _organisations.AtAsync(version, connection, CancellationToken.None);
            var decided = round.Select((handed, i) => Decide(handed, standing[i], organisation)).ToList();
            for (var i = 0; i < round.Count; i++)
                outcomes.Add(round[i], decided[i].Outcome);
            await WriteAsync(
                [.. decided.Where(decision => decision.Outcome is { Refusal: null, Replayed: false })],
                connection,
                transaction
            );
        }
        await transaction.CommitAsync();
        _outbox.Wake();
        return [.. batch.Select(handed => outcomes[handed])];
    }

    // ---- reading ----

    /// <summary>A call, as far as it can be read without knowing what stands.</summary>
    private sealed record Handed(
        SheetCall Call,
        SheetRequest Request,
        IReadOnlyList<RefusalItem> Findings,
        string? TraceParent
    );

    /// <summary>What was answered under a key.</summary>
    private sealed record Answered(byte[] BodyHash, byte[] Answer, int Revision);

    /// <summary>What a call finds.</summary>
    /// <param name="AloneWithKey">No other process has a call with its key under way.</param>
    /// <param name="Answered">The answer, if it was answered before.</param>
    /// <param name="Revision">Of the sheet; 0 when there is none.</param>
    /// <param name="Applied">The highest revision that the ledger has said it holds.</param>
    /// <param name="Sheet">The sheet as it stands.</param>
    /// <param name="SubmissionId">Of the revision that stands.</param>
    /// <param name="State">How far that revision has come.</param>
    private sealed record Standing(
        bool AloneWithKey,
        Answered? Answered,
        int Revision,
        int Applied,
        ReadingsAcceptedEvent? Sheet,
        Guid SubmissionId,
        string State
    )
    {
        /// <summary>One more than anybody has seen: this database may have been set back behind what the ledger holds.</summary>
        public int NextRevision => Math.Max(Revision, Applied) + 1;
    }

    /// <summary>
    /// One round trip. Each statement sees what was committed before it began: the answer that another call with the key stored before
    /// it let go of the lock, and the organisation after whoever was changing it had finished.
    /// </summary>
    private static async Task<(Standing[] Standing, long OrganisationVersion)> ReadAsync(
        IReadOnlyList<Handed> round,
        NpgsqlConnection connection
    )
    {
        await using NpgsqlBatch batch = new(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    "SELECT pg_try_advisory_xact_lock(lock_id) FROM unnest($1) WITH ORDINALITY AS given (lock_id, place) ORDER BY place"
                )
                {
                    Parameters = { Column(round, handed => handed.Call.Key.LockId) },
                },
                new NpgsqlBatchCommand(
                    """
                    SELECT place - 1, body_hash, answer, revision
                    FROM unnest($1, $2, $3) WITH ORDINALITY AS given (caller, route, key, place)
                    JOIN idempotency USING (caller, route, key)
                    """
                )
                {
                    Parameters =
                    {
                        Column(round, handed => handed.Call.Key.Caller),
                        Column(round, handed => handed.Call.Key.Route),
                        Column(round, handed => handed.Call.Key.Key),
                    },
                },
                new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock_shared({OrganisationCache.LockClass}, 0)"),
                new NpgsqlBatchCommand("SELECT version FROM organisation_head"),
                new NpgsqlBatchCommand(
                    """
                    SELECT place - 1, s.revision, s.applied_revision, e.body, r.submission_id, r.calculated_at IS NOT NULL
                    FROM unnest($1, $2) WITH ORDINALITY AS given (plant, month, place)
                    JOIN sheet s USING (plant, month)
                    LEFT JOIN event e ON e.id = s.event_id
                    LEFT JOIN revision r ON r.plant = s.plant AND r.month = s.month AND r.revision = s.revision
                    """
                )
                {
                    Parameters =
                    {
                        Column(round, handed => handed.Call.Plant),
                        Column(round, handed => handed.Call.Month.Index),
                    },
                },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        var standing = new Standing[round.Count];
        for (var i = 0; await reader.ReadAsync(); i++)
            standing[i] = new Standing(reader.GetBoolean(0), null, 0, 0, null, Guid.Empty, SubmissionState.Received);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            standing[reader.GetInt64(0)] = standing[reader.GetInt64(0)] with
            {
                Answered = new Answered(
                    reader.GetFieldValue<byte[]>(1),
                    reader.GetFieldValue<byte[]>(2),
                    reader.GetInt32(3)
                ),
            };
        await reader.NextResultAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var version = reader.GetInt64(0);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var found = standing[reader.GetInt64(0)] with
            {
                Revision = reader.GetInt32(1),
                Applied = reader.GetInt32(2),
            };
            standing[reader.GetInt64(0)] = reader.IsDBNull(3)
                ? found
                : found with
                {
                    Sheet = EventJson.ReadingsAccepted(reader.GetFieldValue<byte[]>(3)),
                    SubmissionId = reader.GetGuid(4),
                    State = SubmissionState.Of(found.Revision, reader.GetBoolean(5), found.Applied),
                };
        }
        return (standing, version);
    }

    // ---- deciding ----

    /// <summary>What came of a call, and what is to be written for it.</summary>
    /// <param name="Handed">The call.</param>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Sheet">The new revision; null when the call changes nothing and only its answer is remembered.</param>
    private sealed record Decision(Handed Handed, SheetOutcome Outcome, ReadingsAcceptedEvent? Sheet);

    private Decision Decide(Handed handed, Standing standing, OrganisationState organisation)
    {
        var (call, request) = (handed.Call, handed.Request);
        if (standing is { AloneWithKey: false, Answered: null })
            return Refused(IdempotencyKey.InFlight);
        if (standing.Answered is { } answered)
            return new Decision(
                handed,
                answered.BodyHash.AsSpan().SequenceEqual(call.Key.BodyHash)
                    ? new SheetOutcome(null, answered.Answer, answered.Revision, Replayed: true)
                    : IdempotencyKey.Reused,
                null
            );
        if (!organisation.Plants.TryGetValue(call.Plant, out var known))
            return Refused(Refusals.NotFound($"There is no plant '{call.Plant}'."));
        if (call.Expected.Against(standing.Revision, required: call.Replaces) is { } precondition)
            return Refused(precondition);

        List<RefusalItem> findings = [.. handed.Findings];
        SheetCheck check = new(_vocabulary, known.Record, call.Month, findings);
        check.Month(_clock.CurrentMonth);
        var given = check.Readings(request.Readings);
        var merged = SheetMerge.Merge(
            standing.Sheet?.Readings,
            given,
            check.Withdrawals(request.Withdrawals),
            call.Replaces,
            findings
        );
        if (findings.Count > 0)
            return Refused(SheetFindings.Refused(findings));

        // What changes nothing makes no revision and no event: the answer names the revision that stands and how far it has come.
        if (standing.Sheet is not null && !merged.Changed)
            return Accepted(standing.SubmissionId, standing.Revision, standing.State, null);

        var now = _clock.Now;
        var sheet = new ReadingsAcceptedEvent
        {
            Plant = call.Plant,
            Month = call.Month,
            Revision = standing.NextRevision,
            SubmissionId = Guid.CreateVersion7(now),
            Reason = merged.Reason,
            AcceptedAt = now,
            Country = known.Record.Country,
            Sources = [],
            Readings = merged.Readings,
        }.With(known.Record, organisation);
        return Accepted(sheet.SubmissionId, sheet.Revision, SubmissionState.Received, sheet);

        Decision Refused(Refusal refusal) => new(handed, refusal, null);

        Decision Accepted(Guid submissionId, int revision, string state, ReadingsAcceptedEvent? made)
        {
            var worthALook = TwiceReported.Find(merged.Readings, given);
            var answer = JsonSerializer.SerializeToUtf8Bytes(
                new SheetAccepted(submissionId, call.Plant, call.Month, revision, state, worthALook),
                StrictJson.Options
            );
            return new Decision(handed, new SheetOutcome(null, answer, revision, Replayed: false), made);
        }
    }

    // ---- writing ----

    private const string AddRevisions = """
        INSERT INTO revision (plant, month, revision, submission_id, event_id, reason, accepted_at, accepted_from, reading_count)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    // Nothing locks the sheet between reading and writing. Whoever changes it gives it this number or a higher one, so if it was changed it is not written.
    private const string AdvanceSheets = """
        INSERT INTO sheet AS s (plant, month, revision, event_id, mentions, resend_at)
        SELECT plant, month, revision, event_id, string_to_array(mentions, ' '), now() + $6
        FROM unnest($1, $2, $3, $4, $5) AS given (plant, month, revision, event_id, mentions) ORDER BY plant, month
        ON CONFLICT (plant, month) DO UPDATE SET
            revision = excluded.revision, event_id = excluded.event_id, mentions = excluded.mentions, resend_at = excluded.resend_at, resends = 0
            WHERE s.revision < excluded.revision AND s.applied_revision < excluded.revision
        """;

    private const string Remember = """
        INSERT INTO idempotency (caller, route, key, body_hash, answer, revision, created_at) SELECT *, $7 FROM unnest($1, $2, $3, $4, $5, $6)
        """;

    private async Task WriteAsync(
        IReadOnlyList<Decision> decided,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        if (decided.Count == 0)
            return;
        var now = _clock.Now;
        var made = decided.Where(decision => decision.Sheet is not null).ToList();
        await using NpgsqlBatch batch = new(connection, transaction);
        if (made.Count > 0)
        {
            var eventIds = await Outbox.AddAsync(
                connection,
                transaction,
                made.ConvertAll(decision => new OutgoingEvent(
                    EventTypes.ReadingsAccepted,
                    EventJson.Serialize(decision.Sheet!),
                    decision.Handed.TraceParent
                )),
                now,
                CancellationToken.None
            );
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(AdvanceSheets)
                {
                    Parameters =
                    {
                        Column(made, decision => decision.Sheet!.Plant),
                        Column(made, decision => decision.Sheet!.Month.Index),
                        Column(made, decision => decision.Sheet!.Revision),
                        new NpgsqlParameter<long[]> { TypedValue = eventIds },
                        Column(
                            made,
                            decision =>
                                SheetSnapshot.Mentioned(decision.Sheet!.Readings) is { Count: > 0 } mentioned
                                    ? string.Join(' ', mentioned)
                                    : null
                        ),
                        new NpgsqlParameter<TimeSpan> { TypedValue = _delivery.Grace },
                    },
                }
            );
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(AddRevisions)
                {
                    Parameters =
                    {
                        Column(made, decision => decision.Sheet!.Plant),
                        Column(made, decision => decision.Sheet!.Month.Index),
                        Column(made, decision => decision.Sheet!.Revision),
                        Column(made, decision => decision.Sheet!.SubmissionId),
                        new NpgsqlParameter<long[]> { TypedValue = eventIds },
                        Column(made, decision => decision.Sheet!.Reason),
                        Column(made, decision => decision.Sheet!.AcceptedAt),
                        Column(made, decision => decision.Handed.Call.Caller.Id),
                        Column(made, decision => decision.Sheet!.Readings.Count),
                    },
                }
            );
        }
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Remember)
            {
                Parameters =
                {
                    Column(decided, decision => decision.Handed.Call.Key.Caller),
                    Column(decided, decision => decision.Handed.Call.Key.Route),
                    Column(decided, decision => decision.Handed.Call.Key.Key),
                    Column(decided, decision => decision.Handed.Call.Key.BodyHash),
                    Column(decided, decision => decision.Outcome.Answer),
                    Column(decided, decision => decision.Outcome.Revision),
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                },
            }
        );
        try
        {
            await batch.ExecuteNonQueryAsync();
        }
        catch (PostgresException faster) when (faster.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new SheetChangedException(faster);
        }
        if (made.Count > 0 && batch.BatchCommands[0].RecordsAffected < made.Count)
            throw new SheetChangedException(null);
    }

    /// <summary>Between reading and writing another process changed the sheet.</summary>
    private sealed class SheetChangedException(Exception? inner) : Exception("The sheet was changed meanwhile.", inner);
}
