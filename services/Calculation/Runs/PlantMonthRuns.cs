using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using Npgsql;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Makes the runs of plant-months, each under its row's lock. A run is of (revision, catalogue version, methods version): what is
/// newer is calculated from the highest revision held and published, what is not is answered with the result that stands, sent
/// again. Revisions that wait at the same moment share a transaction; input, run and outgoing event are always in one.
/// </summary>
internal sealed class PlantMonthRuns
{
    /// <summary>Most revisions in one transaction.</summary>
    public const int LargestBatch = 32;

    // The row is made by the first who comes and locked by everybody, in one order so that nobody waits in a circle; the no-op
    // update is the lock.
    private const string Lock = """
        INSERT INTO plant_month (plant, month, revision, catalogue_version, methods_version)
        SELECT plant, month, 0, 0, 0 FROM unnest($1, $2) AS wanted (plant, month) ORDER BY plant, month
        ON CONFLICT (plant, month) DO UPDATE SET revision = plant_month.revision
        RETURNING plant, month, revision, catalogue_version, methods_version, result_event_id
        """;

    private const string AddInputs = """
        INSERT INTO input (plant, month, revision, body, received_at)
        SELECT plant, month, revision, body, $5 FROM unnest($1, $2, $3, $4) AS given (plant, month, revision, body) ON CONFLICT DO NOTHING
        """;

    private const string AddRuns = """
        INSERT INTO run (plant, month, revision, catalogue_version, methods_version, result_event_id, lines_hash, calculated_at)
        SELECT plant, month, revision, $6, $7, event_id, lines_hash, calculated_at
        FROM unnest($1, $2, $3, $4, $5, $8) AS given (plant, month, revision, event_id, lines_hash, calculated_at)
        """;

    private const string Advance = """
        UPDATE plant_month m SET revision = given.revision, catalogue_version = $5, methods_version = $6, result_event_id = given.event_id
        FROM unnest($1, $2, $3, $4) AS given (plant, month, revision, event_id)
        WHERE m.plant = given.plant AND m.month = given.month
        """;

    private const string InputOf = "SELECT body FROM input WHERE plant = $1 AND month = $2 AND revision = $3";

    private readonly NpgsqlDataSource _database;
    private readonly Catalogue _catalogue;
    private readonly TimeProvider _time;
    private readonly OutboxSignal _signal;
    private readonly Batching<NewRun, bool> _batching;

    public PlantMonthRuns(NpgsqlDataSource database, Catalogue catalogue, TimeProvider time, OutboxSignal signal)
    {
        (_database, _catalogue, _time, _signal) = (database, catalogue, time, signal);
        _batching = new Batching<NewRun, bool>(LargestBatch, TimeSpan.FromMilliseconds(25), ApplyAsync);
    }

    /// <summary>A revision arrived, perhaps not for the first time, perhaps late.</summary>
    /// <exception cref="PoisonMessageException">It can never be calculated.</exception>
    public async Task ApplyAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Before it meets others: what cannot be calculated harms nobody, and all cores are used. A revision that comes again is calculated in vain.
        var accepted = Read(body);
        await _batching.ApplyAsync(Calculate(accepted, body.ToArray(), accepted.Reason), cancellationToken);
    }

    /// <summary>Calculates a plant-month again if it stands on an older catalogue or older methods; false if it does not.</summary>
    /// <exception cref="PoisonMessageException">Its input cannot be calculated any more.</exception>
    public async Task<bool> CalculateAgainAsync(string plant, Month month, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var standing = (await LockAsync(connection, [(plant, month.Index)]))[(plant, month.Index)];
        if (standing.Revision == 0 || !IsOutdated(standing)) return false;
        await WriteAsync(connection, transaction, [await CalculateAgainAsync(connection, plant, month, standing)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _signal.Wake();
        return true;
    }

    /// <summary>All revisions of a batch in one transaction, in the order in which they came.</summary>
    private async Task<IReadOnlyList<bool>> ApplyAsync(IReadOnlyList<NewRun> batch)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var standing = await LockAsync(connection, [.. batch.Select(run => run.Key).Distinct()]);
        var made = new List<NewRun>();
        var again = new List<long>();
        foreach (var run in batch)
        {
            var known = standing[run.Key];
            if (run.Accepted.Revision > known.Revision) made.Add(run);
            else if (IsOutdated(known)) made.Add(await CalculateAgainAsync(connection, run.Accepted.Plant, run.Accepted.Month, known));
            else
            {
                // Without an event it was made a moment ago in this very transaction, and is about to be sent anyway.
                if (known.ResultEventId is { } result) again.Add(result);
                continue;
            }
            standing[run.Key] = new StandingRun(made[^1].Accepted.Revision, _catalogue.Version, EmissionLines.MethodsVersion, ResultEventId: null);
        }

        if (made.Count > 0) await WriteAsync(connection, transaction, made, CancellationToken.None);
        if (again.Count > 0) await Outbox.RequeueAsync(connection, transaction, again, _time.GetUtcNow(), CancellationToken.None);
        await transaction.CommitAsync();
        _signal.Wake();
        return new bool[batch.Count];
    }

    private async Task<NewRun> CalculateAgainAsync(NpgsqlConnection connection, string plant, Month month, StandingRun standing)
    {
        await using var command = new NpgsqlCommand(InputOf, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = plant }, new NpgsqlParameter<int> { TypedValue = month.Index }, new NpgsqlParameter<int> { TypedValue = standing.Revision } },
        };
        var body = (byte[])(await command.ExecuteScalarAsync())!;
        var reason = standing.CatalogueVersion < _catalogue.Version ? Reasons.Factor : Reasons.Method;
        return Calculate(Read(body), body, reason);
    }

    private async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, List<NewRun> made, CancellationToken cancellationToken)
    {
        var now = Microseconds(_time.GetUtcNow());
        var eventIds = await Outbox.AddAsync(connection, transaction, made.ConvertAll(run => run.Result), now, cancellationToken);
        // Of two revisions of one plant-month in a batch the later one stands.
        var standing = made.Zip(eventIds).GroupBy(run => run.First.Key).Select(runs => runs.Last()).ToList();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(AddInputs)
                {
                    Parameters =
                    {
                        Column(made, run => run.Accepted.Plant), Column(made, run => run.Accepted.Month.Index), Column(made, run => run.Accepted.Revision),
                        Column(made, run => run.Body), new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    },
                },
                new NpgsqlBatchCommand(AddRuns)
                {
                    Parameters =
                    {
                        Column(made, run => run.Accepted.Plant), Column(made, run => run.Accepted.Month.Index), Column(made, run => run.Accepted.Revision),
                        new NpgsqlParameter<long[]> { TypedValue = eventIds }, Column(made, run => run.LinesHash),
                        new NpgsqlParameter<int> { TypedValue = _catalogue.Version }, new NpgsqlParameter<int> { TypedValue = EmissionLines.MethodsVersion },
                        Column(made, run => run.CalculatedAt),
                    },
                },
                new NpgsqlBatchCommand(Advance)
                {
                    Parameters =
                    {
                        Column(standing, run => run.First.Accepted.Plant), Column(standing, run => run.First.Accepted.Month.Index), Column(standing, run => run.First.Accepted.Revision),
                        Column(standing, run => run.Second), new NpgsqlParameter<int> { TypedValue = _catalogue.Version }, new NpgsqlParameter<int> { TypedValue = EmissionLines.MethodsVersion },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        CalculationTelemetry.Sheets.Add(made.Count);
        CalculationTelemetry.Lines.Add(made.Sum(run => run.Lines));
        CalculationTelemetry.Gaps.Add(made.Sum(run => run.Gaps));
    }

    private static NpgsqlParameter<T[]> Column<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T> value) => new() { TypedValue = [.. rows.Select(value)] };

    private NewRun Calculate(ReadingsAcceptedEvent accepted, byte[] body, string reason)
    {
        try
        {
            var month = CalculatedMonth.Of(accepted, _catalogue);
            var now = Microseconds(_time.GetUtcNow());
            var result = new OutgoingEvent(EventTypes.EmissionsCalculated, EventJson.Serialize(month.ToEvent(_catalogue, reason, now)));
            return new NewRun(accepted, body, result, month.Hash(), now, month.Lines.All.Length, month.Lines.Gaps.Count);
        }
        catch (UnreadableSheetException unreadable)
        {
            throw new PoisonMessageException($"{accepted.Plant} {accepted.Month} revision {accepted.Revision}: {unreadable.Message}", unreadable);
        }
        catch (OverflowException tooLarge)
        {
            throw new PoisonMessageException($"{accepted.Plant} {accepted.Month} revision {accepted.Revision}: an amount is too large. {tooLarge.Message}", tooLarge);
        }
    }

    private static ReadingsAcceptedEvent Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var accepted = EventJson.ReadingsAccepted(body.Span);
            return accepted.Revision >= 1 ? accepted : throw new PoisonMessageException($"{accepted.Plant} {accepted.Month}: revisions count from 1, not {accepted.Revision}.");
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException($"The event is no {EventTypes.ReadingsAccepted}: {unreadable.Message}", unreadable);
        }
    }

    private static async Task<Dictionary<(string Plant, int Month), StandingRun>> LockAsync(NpgsqlConnection connection, IReadOnlyList<(string Plant, int Month)> keys)
    {
        await using var command = new NpgsqlCommand(Lock, connection) { Parameters = { Column(keys, key => key.Plant), Column(keys, key => key.Month) } };
        await using var reader = await command.ExecuteReaderAsync();
        var standing = new Dictionary<(string, int), StandingRun>();
        while (await reader.ReadAsync())
            standing.Add((reader.GetString(0), reader.GetInt32(1)), new StandingRun(reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetInt64(5)));
        return standing;
    }

    private bool IsOutdated(StandingRun standing) =>
        (standing.CatalogueVersion, standing.MethodsVersion).CompareTo((_catalogue.Version, EmissionLines.MethodsVersion)) < 0;

    /// <summary>As PostgreSQL keeps it, so that the event and the run say the same instant.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset instant) => new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>A run to be written, unless its revision is not news.</summary>
    private sealed record NewRun(ReadingsAcceptedEvent Accepted, byte[] Body, OutgoingEvent Result, byte[] LinesHash, DateTimeOffset CalculatedAt, int Lines, int Gaps)
    {
        public (string Plant, int Month) Key => (Accepted.Plant, Accepted.Month.Index);
    }

    /// <summary>The run that stands; revision 0 when there is none yet, no event when its transaction is not over.</summary>
    private sealed record StandingRun(int Revision, int CatalogueVersion, int MethodsVersion, long? ResultEventId);
}
