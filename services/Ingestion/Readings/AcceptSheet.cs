using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.Vocabulary;
using Npgsql;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Takes sheets in. One transaction holds the new revision, those of other plants' sheets that hold something else of
/// what they claim by it, the events that tell of them, and the answer under the caller's idempotency key; either all
/// of it is there or nothing. Who is told 202 is told after the commit. Calls that wait at the same moment share the
/// transaction; each is decided for itself (<see cref="SheetDecision"/>), and refusing one concerns none of the others.
/// </summary>
internal sealed class AcceptSheet
{
    private const int LargestBatch = 32;
    private const int Tries = 10;

    private readonly NpgsqlDataSource _database;
    private readonly OrganisationCache _organisations;
    private readonly ActivityVocabulary _vocabulary;
    private readonly CodeName[] _qualities;
    private readonly GroupClock _clock;
    private readonly DeliverySettings _delivery;
    private readonly OutboxSignal _outbox;
    private readonly Batching<SheetCall, Answer<RememberedCall>> _batching;

    public AcceptSheet(
        NpgsqlDataSource database,
        OrganisationCache organisations,
        ActivityVocabulary vocabulary,
        OrganisationVocabulary names,
        GroupClock clock,
        DeliverySettings delivery,
        OutboxSignal outbox
    )
    {
        (_database, _organisations, _vocabulary) = (database, organisations, vocabulary);
        _qualities = [.. names.Qualities.Select(one => new CodeName(one.Code, one.Zh, one.En))];
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
        var answers = new Dictionary<SheetCall, Answer<RememberedCall>>(ReferenceEqualityComparer.Instance);
        // Calls for one sheet come one after the other: the later sees what the earlier made. A key belongs to one
        // sheet, so within a round keys differ too. Each round is a transaction: it writes every sheet that it changes
        // in one order, so that nobody waits for it in a circle.
        foreach (var round in Rounds.Of(batch, call => (call.Input.Plant, call.Input.Month)))
        {
            var months = new HeldMonths(round);
            while (!await TryApplyAsync(round, months, answers))
            {
                // It changes more than was held for it: once more, with that.
            }
        }
        _outbox.Wake();
        return [.. batch.Select(call => answers[call])];
    }

    private async Task<bool> TryApplyAsync(
        IReadOnlyList<SheetCall> round,
        HeldMonths months,
        Dictionary<SheetCall, Answer<RememberedCall>> answers
    )
    {
        // One of its own: a connection that broke under the transaction before tells of that and not of the database.
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (found, version) = await FoundByCall.ReadAsync(round, months.All, connection);
        var organisation = await _organisations.AtAsync(version, connection, CancellationToken.None);
        var now = _clock.Now;
        var decision = new SheetDecision(_vocabulary, _qualities, organisation, _clock.CurrentMonth, now);
        var taken = new List<TakenCall>();
        var answered = round.Zip(found, (call, at) => (call, Answer: Decide(call, at, decision, taken))).ToList();
        var changing = taken.Where(call => call.ChangesClaims).Select(call => call.Call.Input.Month).ToHashSet();
        var reporting = taken.FindAll(call => call.ChangesWhatIsExpected(taken));
        if (!months.Suffice(changing, reporting))
            return false;
        if (taken.Count > 0)
        {
            var revisions = await MadeRevision.OfAsync(taken, changing, organisation, now, connection);
            if (reporting.Count > 0)
                await LaterSheets.LockAsync(reporting, revisions, connection);
            await StoreAsync(revisions, Kept(taken, now), now, connection, transaction);
            // These are read as they stand now: some may just have been written.
            var later = await LaterSheets.FindAsync(reporting, organisation, now, connection);
            if (later.Count > 0)
                await StoreAsync(later, kept: null, now, connection, transaction);
        }
        await transaction.CommitAsync();
        foreach (var (call, answer) in answered)
            answers.Add(call, answer);
        return true;
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
        taken.Add(new TakenCall(call, answer, decided, found));
        return answer;
    }

    private static NpgsqlBatchCommand Kept(List<TakenCall> taken, DateTimeOffset now) =>
        RememberedCall.Keep(
            taken.ConvertAll(call => new RememberedCall.Call(call.Call.Key, call.Answer.Answer, call.Answer.Tag, now))
        );

    private async Task StoreAsync(
        List<MadeRevision> revisions,
        NpgsqlBatchCommand? kept,
        DateTimeOffset now,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        var made = await AddEventsAsync(revisions, now, connection, transaction);
        var advance = NewRevision.Advance(made, _delivery.Grace);
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (made.Count > 0)
        {
            batch.BatchCommands.Add(advance);
            batch.BatchCommands.Add(NewRevision.Add(made));
        }
        if (kept is not null)
            batch.BatchCommands.Add(kept);
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
        List<MadeRevision> revisions,
        DateTimeOffset now,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    )
    {
        if (revisions.Count == 0)
            return [];
        var eventIds = await Outbox.AddAsync(
            connection,
            transaction,
            revisions.ConvertAll(made => new OutgoingEvent(
                EventTypes.ReadingsAccepted,
                EventJson.Serialize(made.Sheet),
                made.By.TraceParent
            )),
            now,
            CancellationToken.None
        );
        return
        [
            .. revisions.Zip(
                eventIds,
                (made, eventId) => new NewRevision(made.Sheet, eventId, made.By.Caller, made.AsNamed)
            ),
        ];
    }

    /// <summary>Between reading and writing another process changed the sheet.</summary>
    private sealed class SheetChangedException(Exception? inner) : Exception("The sheet was changed meanwhile.", inner);
}
