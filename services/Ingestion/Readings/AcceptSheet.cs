using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.Vocabulary;
using Npgsql;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Takes sheets in. One transaction holds the new revision, the event that tells of it, and the answer under the
/// caller's idempotency key; either all of it is there or nothing. Who is told 202 is told after the commit. Calls that
/// wait at the same moment share the transaction; each is decided for itself (<see cref="SheetDecision"/>), and
/// refusing one concerns none of the others.
/// </summary>
internal sealed class AcceptSheet
{
    private const int LargestBatch = 32;
    private const int Tries = 10;

    private readonly NpgsqlDataSource _database;
    private readonly OrganisationCache _organisations;
    private readonly ActivityVocabulary _vocabulary;
    private readonly GroupClock _clock;
    private readonly DeliverySettings _delivery;
    private readonly OutboxSignal _outbox;
    private readonly Batching<SheetCall, Answer<RememberedCall>> _batching;

    public AcceptSheet(
        NpgsqlDataSource database,
        OrganisationCache organisations,
        ActivityVocabulary vocabulary,
        GroupClock clock,
        DeliverySettings delivery,
        OutboxSignal outbox
    )
    {
        (_database, _organisations, _vocabulary) = (database, organisations, vocabulary);
        (_clock, _delivery, _outbox) = (clock, delivery, outbox);
        _batching = new Batching<SheetCall, Answer<RememberedCall>>(
            LargestBatch,
            TimeSpan.FromMilliseconds(5),
            ApplyAsync
        );
    }

    /// <summary>Takes a sheet in, or refuses it; the same call again is answered the same.</summary>
    public async Task<Answer<RememberedCall>> ExecuteAsync(SheetCall call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _batching.ApplyAsync(call, cancellationToken);
            }
            catch (SheetChangedException) when (attempt < Tries)
            {
                // Another process was faster with this very sheet; what it left is what this call is about now.
            }
        }
    }

    private async Task<IReadOnlyList<Answer<RememberedCall>>> ApplyAsync(IReadOnlyList<SheetCall> batch)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        List<PlantCode> plants = [.. batch.Select(call => call.Input.Plant).Distinct()];
        var answers = new Dictionary<SheetCall, Answer<RememberedCall>>(ReferenceEqualityComparer.Instance);
        // Calls for one sheet come one after the other: the later sees what the earlier made. A key belongs to one
        // sheet, so within a round keys differ too.
        foreach (var round in Rounds.Of(batch, call => (call.Input.Plant, call.Input.Month)))
        {
            var (found, version) = await FoundByCall.ReadAsync(round, plants, connection);
            var organisation = await _organisations.AtAsync(version, connection, CancellationToken.None);
            var now = _clock.Now;
            var decision = new SheetDecision(_vocabulary, organisation, _clock.CurrentMonth, now);
            var taken = new List<TakenCall>();
            foreach (var (call, at) in round.Zip(found))
                answers.Add(call, Decide(call, at, decision, taken));
            if (taken.Count > 0)
                await StoreAsync(taken, organisation, now, connection, transaction);
        }
        await transaction.CommitAsync();
        _outbox.Wake();
        return [.. batch.Select(call => answers[call])];
    }

    private sealed record TakenCall(SheetCall Call, RememberedCall Answer, DecidedSheet Sheet, StandingSheet Before)
    {
        /// <summary>What the months after it are held against is another now.</summary>
        public bool ReportsOther =>
            Sheet.Made is { } made
            && ReportedActivities.Write(made.Readings) != ReportedActivities.Write(Before.Sheet?.Readings ?? []);
    }

    private static Answer<RememberedCall> Decide(
        SheetCall call,
        FoundByCall found,
        SheetDecision decision,
        List<TakenCall> taken
    )
    {
        if (found.Answered is { } answered)
            return answered;
        if (!found.IsAlone)
            return IdempotencyKey.InFlight;
        if (
            decision
                .Of(call.Input, call.Caller, found.Standing, found.Around)
                .IsRefused(out var refusal, out var decided)
        )
            return refusal;
        var answer = new RememberedCall(
            JsonSerializer.SerializeToUtf8Bytes(decided.Answer, StrictJson.Options),
            RevisionTag.Write(decided.Answer.Revision),
            Replayed: false
        );
        taken.Add(new TakenCall(call, answer, decided, found.Standing));
        return answer;
    }

    private async Task StoreAsync(
        List<TakenCall> taken,
        OrganisationState organisation,
        DateTimeOffset now,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        var answers = RememberedCall.Keep(
            taken.ConvertAll(call => new RememberedCall.Call(call.Call.Key, call.Answer.Answer, call.Answer.Tag, now))
        );
        await StoreAsync(await AddEventsAsync(taken, now, connection, transaction), answers, connection, transaction);
        var later = await AddLaterAsync(taken, organisation, now, connection, transaction);
        if (later.Count > 0)
            await StoreAsync(later, answers: null, connection, transaction);
    }

    private async Task StoreAsync(
        IReadOnlyList<NewRevision> made,
        NpgsqlBatchCommand? answers,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        var advance = NewRevision.Advance(made, _delivery.Grace);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (made.Count > 0)
        {
            batch.BatchCommands.Add(advance);
            batch.BatchCommands.Add(NewRevision.Add(made));
        }
        if (answers is not null)
            batch.BatchCommands.Add(answers);
        try
        {
            await batch.ExecuteNonQueryAsync();
        }
        catch (PostgresException faster) when (faster.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new SheetChangedException(faster);
        }
        if (made.Count > 0 && advance.RecordsAffected < made.Count)
            throw new SheetChangedException(null);
    }

    private static async Task<IReadOnlyList<NewRevision>> AddEventsAsync(
        List<TakenCall> taken,
        DateTimeOffset now,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        var made = taken.FindAll(call => call.Sheet.Made is not null);
        if (made.Count == 0)
            return [];
        var eventIds = await Outbox.AddAsync(
            connection,
            transaction,
            made.ConvertAll(call => new OutgoingEvent(
                EventTypes.ReadingsAccepted,
                EventJson.Serialize(call.Sheet.Made!),
                call.Call.TraceParent
            )),
            now,
            CancellationToken.None
        );
        return
        [
            .. made.Zip(
                eventIds,
                (call, eventId) => new NewRevision(call.Sheet.Made!, eventId, call.Call.Caller, AsNamed: false)
            ),
        ];
    }

    /// <summary>Revisions of later months of which something else is missing now.</summary>
    private static async Task<IReadOnlyList<NewRevision>> AddLaterAsync(
        List<TakenCall> taken,
        OrganisationState organisation,
        DateTimeOffset now,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        // Later months may have come in the same round, where this one did not see them.
        var changed = taken.FindAll(call =>
            call.ReportsOther
            && (
                call.Before.HasLater
                || taken.Exists(other =>
                    other.Call.Input.Plant == call.Call.Input.Plant && other.Call.Input.Month > call.Call.Input.Month
                )
            )
        );
        var later = await LaterSheets.FindAsync(
            changed.ConvertAll(call => call.Sheet.Made!),
            organisation,
            now,
            connection
        );
        if (later.Count == 0)
            return [];
        var eventIds = await Outbox.AddAsync(
            connection,
            transaction,
            [.. later.Select(l => new OutgoingEvent(EventTypes.ReadingsAccepted, EventJson.Serialize(l.Sheet)))],
            now,
            CancellationToken.None
        );
        return
        [
            .. later.Zip(
                eventIds,
                (l, eventId) =>
                    new NewRevision(
                        l.Sheet,
                        eventId,
                        changed.First(call => call.Call.Input.Plant == l.Sheet.Plant).Call.Caller,
                        l.AsNamed
                    )
            ),
        ];
    }

    /// <summary>Between reading and writing another process changed the sheet.</summary>
    private sealed class SheetChangedException(Exception? inner) : Exception("The sheet was changed meanwhile.", inner);
}
