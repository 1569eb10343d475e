using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A call that changes a sheet.</summary>
/// <param name="Replaces">The request is the whole sheet; else it is merged into what stands.</param>
internal sealed record SheetCall(Caller Caller, string Plant, Month Month, bool Replaces, RevisionTag Expected, IdempotencyKey Key, ReadOnlyMemory<byte> Body);

/// <summary>What a plant is told of an accepted sheet.</summary>
/// <param name="Findings">What is worth a look although it was accepted.</param>
internal sealed record SheetAccepted(Guid SubmissionId, string Plant, Month Month, int Revision, string State, IReadOnlyList<RefusalItem> Findings);

/// <summary>How a call ended: refused, or with the bytes of the answer, which a repetition gets again.</summary>
internal sealed record SheetOutcome(Refusal? Refusal, byte[] Answer, int Revision, bool Replayed)
{
    public static implicit operator SheetOutcome(Refusal refusal) => new(refusal, [], 0, Replayed: false);
}

/// <summary>
/// Takes a sheet in. One transaction holds the new revision, the event that tells of it, and the answer under the caller's
/// idempotency key; either all of it is there or nothing. Who is told 202 is told after the commit.
/// </summary>
internal sealed class AcceptSheet(
    NpgsqlDataSource source, OrganisationCache organisations, ActivityVocabulary vocabulary, GroupClock clock, DeliverySettings delivery, OutboxSignal outbox)
{
    public async Task<SheetOutcome> ExecuteAsync(SheetCall call, CancellationToken cancellationToken)
    {
        List<RefusalItem> findings = [];
        var request = SheetReader.Read(call.Body, call.Replaces, findings);

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var entry = await EnterAsync(call, connection, transaction, cancellationToken);
        if (!entry.AloneWithKey)
            return IdempotencyKey.InFlight;
        if (entry.Answered is { } answered)
            return answered.BodyHash.AsSpan().SequenceEqual(call.Key.BodyHash) ? new SheetOutcome(null, answered.Answer, answered.Revision, Replayed: true) : IdempotencyKey.Reused;

        var organisation = await organisations.AtAsync(entry.OrganisationVersion, connection, cancellationToken);
        if (!organisation.Plants.TryGetValue(call.Plant, out var known))
            return Refusals.NotFound($"There is no plant '{call.Plant}'.");
        var standing = await LockSheetAsync(call, connection, transaction, cancellationToken);
        if (call.Expected.Against(standing.Revision, required: call.Replaces) is { } precondition)
            return precondition;

        SheetCheck check = new(vocabulary, known.Record, call.Month, findings);
        check.Month(clock.CurrentMonth);
        var merged = SheetMerge.Merge(standing.Sheet?.Readings, check.Readings(request.Readings), check.Withdrawals(request.Withdrawals), call.Replaces, findings);
        if (findings.Count > 0)
            return SheetFindings.Refused(findings);

        // What changes nothing makes no revision and no event: the answer names the revision that stands and how far it has come.
        if (standing.Sheet is not null && !merged.Changed)
        {
            var same = Answer(standing.SubmissionId, standing.Revision, standing.State);
            await RememberAsync(call, same, standing.Revision, connection, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new SheetOutcome(null, same, standing.Revision, Replayed: false);
        }

        var now = clock.Now;
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
        var answer = Answer(sheet.SubmissionId, sheet.Revision, SubmissionState.Received);
        await StoreAsync(call, sheet, answer, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return new SheetOutcome(null, answer, sheet.Revision, Replayed: false);

        byte[] Answer(Guid submissionId, int revision, string state) =>
            JsonSerializer.SerializeToUtf8Bytes(new SheetAccepted(submissionId, call.Plant, call.Month, revision, state, []), StrictJson.Options);
    }

    private sealed record Entry(bool AloneWithKey, (byte[] BodyHash, byte[] Answer, int Revision)? Answered, long OrganisationVersion);

    /// <summary>Takes the locks that do not depend on the sheet, and looks whether the call was answered before.</summary>
    private static async Task<Entry> EnterAsync(SheetCall call, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // Each statement sees what was committed before it began: the answer that another call with the key stored before
        // it let go of the lock, and the organisation after whoever was changing it had finished.
        await using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT pg_try_advisory_xact_lock($1)") { Parameters = { new NpgsqlParameter<long> { TypedValue = call.Key.LockId } } },
                new NpgsqlBatchCommand("SELECT body_hash, answer, revision FROM idempotency WHERE caller = $1 AND route = $2 AND key = $3")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = call.Key.Caller },
                        new NpgsqlParameter<string> { TypedValue = call.Key.Route },
                        new NpgsqlParameter<string> { TypedValue = call.Key.Key },
                    },
                },
                new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock_shared({OrganisationCache.LockClass}, 0)"),
                new NpgsqlBatchCommand("SELECT version FROM organisation_head"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var alone = reader.GetBoolean(0);
        await reader.NextResultAsync(cancellationToken);
        (byte[], byte[], int)? answered = await reader.ReadAsync(cancellationToken)
            ? (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1), reader.GetInt32(2))
            : null;
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Entry(alone, answered, reader.GetInt64(0));
    }

    /// <summary>The sheet as it stands.</summary>
    /// <param name="NextRevision">One more than anybody has seen: this database may have been set back behind what the ledger holds.</param>
    private sealed record Standing(int Revision, int NextRevision, ReadingsAcceptedEvent? Sheet, Guid SubmissionId, string State);

    /// <summary>From here on nobody else changes this sheet until the transaction ends.</summary>
    private static async Task<Standing> LockSheetAsync(SheetCall call, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // Locking and reading are two statements: one that had to wait would join the row it then gets with the events
        // that were there before it waited, and miss the very one that it waited for.
        await using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("INSERT INTO sheet (plant, month, resend_at) VALUES ($1, $2, now()) ON CONFLICT DO NOTHING") { Parameters = { Plant(), Month() } },
                new NpgsqlBatchCommand("SELECT FROM sheet WHERE plant = $1 AND month = $2 FOR UPDATE") { Parameters = { Plant(), Month() } },
                new NpgsqlBatchCommand("""
                    SELECT s.revision, s.applied_revision, e.body, r.submission_id, r.calculated_at IS NOT NULL
                    FROM sheet s
                    LEFT JOIN event e ON e.id = s.event_id
                    LEFT JOIN revision r ON r.plant = s.plant AND r.month = s.month AND r.revision = s.revision
                    WHERE s.plant = $1 AND s.month = $2
                    """) { Parameters = { Plant(), Month() } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (revision, applied) = (reader.GetInt32(0), reader.GetInt32(1));
        var next = Math.Max(revision, applied) + 1;
        if (reader.IsDBNull(2))
            return new Standing(0, next, null, Guid.Empty, SubmissionState.Received);
        return new Standing(
            revision, next, EventJson.ReadingsAccepted(reader.GetFieldValue<byte[]>(2)), reader.GetGuid(3), SubmissionState.Of(revision, reader.GetBoolean(4), applied));

        NpgsqlParameter Plant() => new NpgsqlParameter<string> { TypedValue = call.Plant };
        NpgsqlParameter Month() => new NpgsqlParameter<int> { TypedValue = call.Month.Index };
    }

    private async Task StoreAsync(SheetCall call, ReadingsAcceptedEvent sheet, byte[] answer, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var mentioned = SheetSnapshot.Mentioned(sheet.Readings);
        await using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands =
            {
                Outbox.AddCommand(new OutgoingEvent(EventTypes.ReadingsAccepted, EventJson.Serialize(sheet)), sheet.AcceptedAt),
                // currval is this session's own: the id that the statement before has just drawn.
                new NpgsqlBatchCommand("""
                    INSERT INTO revision (plant, month, revision, submission_id, event_id, reason, accepted_at, accepted_from, reading_count)
                    VALUES ($1, $2, $3, $4, currval('event_id_seq'), $5, $6, $7, $8)
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = sheet.Plant },
                        new NpgsqlParameter<int> { TypedValue = sheet.Month.Index },
                        new NpgsqlParameter<int> { TypedValue = sheet.Revision },
                        new NpgsqlParameter<Guid> { TypedValue = sheet.SubmissionId },
                        new NpgsqlParameter<string> { TypedValue = sheet.Reason },
                        new NpgsqlParameter { Value = sheet.AcceptedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                        new NpgsqlParameter<string> { TypedValue = call.Caller.Id },
                        new NpgsqlParameter<int> { TypedValue = sheet.Readings.Count },
                    },
                },
                new NpgsqlBatchCommand("""
                    UPDATE sheet SET revision = $3, event_id = currval('event_id_seq'), mentions = $4, resend_at = now() + $5, resends = 0
                    WHERE plant = $1 AND month = $2
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = sheet.Plant },
                        new NpgsqlParameter<int> { TypedValue = sheet.Month.Index },
                        new NpgsqlParameter<int> { TypedValue = sheet.Revision },
                        new NpgsqlParameter { Value = mentioned.Count == 0 ? DBNull.Value : mentioned.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                        new NpgsqlParameter<TimeSpan> { TypedValue = delivery.Grace },
                    },
                },
                Remember(call, answer, sheet.Revision),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task RememberAsync(SheetCall call, byte[] answer, int revision, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using NpgsqlBatch batch = new(connection, transaction) { BatchCommands = { Remember(call, answer, revision) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatchCommand Remember(SheetCall call, byte[] answer, int revision) =>
        new("INSERT INTO idempotency (caller, route, key, body_hash, answer, revision, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = call.Key.Caller },
                new NpgsqlParameter<string> { TypedValue = call.Key.Route },
                new NpgsqlParameter<string> { TypedValue = call.Key.Key },
                new NpgsqlParameter<byte[]> { TypedValue = call.Key.BodyHash },
                new NpgsqlParameter<byte[]> { TypedValue = answer },
                new NpgsqlParameter<int> { TypedValue = revision },
                new NpgsqlParameter { Value = clock.Now, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
}
