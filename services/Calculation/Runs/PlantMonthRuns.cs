using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Makes the runs of plant-months, each under its row's lock and by the catalogue that is in force at that moment. A run is of
/// (revision, catalogue version, methods version): what is newer is calculated from the highest revision held and published, what
/// is not is answered with the result that stands, sent again. A newer catalogue by which nothing changes makes no run: it is noted
/// that the standing one still holds. Revisions that wait at the same moment share a transaction; input, run and outgoing event are
/// always in one.
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

    private const string NoteUnchanged = """
        UPDATE plant_month m SET catalogue_version = $3, methods_version = $4
        FROM unnest($1, $2) AS given (plant, month)
        WHERE m.plant = given.plant AND m.month = given.month
        """;

    private const string StandingInput = """
        SELECT i.body, r.lines_hash FROM input i JOIN run r USING (plant, month, revision)
        WHERE i.plant = $1 AND i.month = $2 AND i.revision = $3 AND r.result_event_id = $4
        """;

    // What somebody else is at is passed over: another process of this sweep, or a revision that is being calculated and takes the newest catalogue anyway.
    private const string Outdated = """
        SELECT m.plant, m.month, m.catalogue_version, i.body, r.lines_hash
        FROM plant_month m
        JOIN input i ON i.plant = m.plant AND i.month = m.month AND i.revision = m.revision
        JOIN run r ON r.plant = m.plant AND r.month = m.month AND r.revision = m.revision AND r.result_event_id = m.result_event_id
        WHERE (m.catalogue_version, m.methods_version) < ($1, $2) AND (m.plant, m.month) > ($3, $4)
        ORDER BY m.plant, m.month LIMIT $5
        FOR UPDATE OF m SKIP LOCKED
        """;

    // In one order, so that nobody waits in a circle; what somebody else is at he will calculate.
    private const string OutOfReach = """
        UPDATE plant_month m SET catalogue_version = $1
        FROM (
            SELECT plant, month FROM plant_month
            WHERE catalogue_version = $1 - 1 AND methods_version = $2 AND revision > 0 AND (month < $3 OR month > $4 OR ($5 <> '' AND plant <> $5))
            ORDER BY plant, month FOR UPDATE SKIP LOCKED) AS passed
        WHERE m.plant = passed.plant AND m.month = passed.month
        """;

    private readonly NpgsqlDataSource _database;
    private readonly CatalogueInForce _catalogues;
    private readonly TimeProvider _time;
    private readonly OutboxSignal _signal;
    private readonly Batching<NewRun, bool> _batching;

    public PlantMonthRuns(NpgsqlDataSource database, CatalogueInForce catalogues, TimeProvider time, OutboxSignal signal)
    {
        (_database, _catalogues, _time, _signal) = (database, catalogues, time, signal);
        _batching = new Batching<NewRun, bool>(LargestBatch, TimeSpan.FromMilliseconds(25), ApplyAsync);
    }

    /// <summary>A revision arrived, perhaps not for the first time, perhaps late.</summary>
    /// <returns>Whether it led to a run; false if what stands was sent again.</returns>
    /// <exception cref="PoisonMessageException">It can never be calculated.</exception>
    public async Task<bool> ApplyAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Before it meets others: what cannot be calculated harms nobody, and all cores are used. A revision that comes again is calculated in vain.
        var accepted = Read(body);
        return await _batching.ApplyAsync(Calculate(accepted, body.ToArray(), accepted.Reason, await _catalogues.GetAsync(cancellationToken)), cancellationToken);
    }

    /// <summary>Notes of the plant-months that publications cannot concern, by their months or their plant, that the standing run holds; none of them is calculated.</summary>
    /// <returns>How many steps from one version to the next were noted.</returns>
    public async Task<int> PassOverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var catalogue = await _catalogues.HoldAsync(connection, cancellationToken);
        await using var oldest = new NpgsqlCommand("SELECT min(catalogue_version) FROM plant_month WHERE revision > 0", connection);
        if (await oldest.ExecuteScalarAsync(cancellationToken) is not int first) return 0;
        var passed = 0;
        foreach (var publication in catalogue.Publications.Where(publication => publication.Version > first))
        {
            var (from, to, plant) = publication.Reach;
            if (from == Month.Min && to == Month.Max && plant is null) continue;
            await using var note = new NpgsqlCommand(OutOfReach, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = publication.Version }, new NpgsqlParameter<int> { TypedValue = EmissionLines.MethodsVersion },
                    new NpgsqlParameter<int> { TypedValue = from.Index }, new NpgsqlParameter<int> { TypedValue = to.Index }, new NpgsqlParameter<string> { TypedValue = plant ?? "" },
                },
            };
            passed += await note.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return passed;
    }

    /// <summary>Calculates the next plant-months again that stand on an older catalogue or older methods, all in one transaction.</summary>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="pageSize">At most so many.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    public async Task<SweptPage> SweepAsync((string Plant, int Month) after, int pageSize, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var catalogue = await _catalogues.HoldAsync(connection, cancellationToken);
        var page = await OutdatedAsync(connection, catalogue, after, pageSize, cancellationToken);
        if (page.Count == 0) return new SweptPage(catalogue.Version, 0, 0, after, []);

        var made = new NewRun?[page.Count];
        var poison = new string?[page.Count];
        Parallel.For(0, page.Count, i =>
        {
            try
            {
                made[i] = CalculateAgain(page[i].Body, page[i].CatalogueVersion, catalogue);
            }
            catch (PoisonMessageException unreadable)
            {
                poison[i] = unreadable.Message;
            }
        });
        var changed = made.Where((run, i) => run is not null && !run.LinesHash.AsSpan().SequenceEqual(page[i].LinesHash)).ToList();
        var unchanged = page.Where((_, i) => made[i] is { } run && run.LinesHash.AsSpan().SequenceEqual(page[i].LinesHash)).Select(held => (held.Plant, held.Month)).ToList();
        await WriteAsync(connection, transaction, catalogue, changed!, unchanged, withInputs: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _signal.Wake();
        return new SweptPage(catalogue.Version, page.Count, changed.Count, (page[^1].Plant, page[^1].Month), [.. poison.Where(reason => reason is not null)!]);
    }

    /// <summary>All revisions of a batch in one transaction, in the order in which they came.</summary>
    private async Task<IReadOnlyList<bool>> ApplyAsync(IReadOnlyList<NewRun> batch)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (standing, catalogue) = await LockAsync(connection, [.. batch.Select(run => run.Key).Distinct()]);
        var made = new List<NewRun>();
        var unchanged = new List<(string Plant, int Month)>();
        var again = new List<long>();
        var isNew = new bool[batch.Count];
        foreach (var (i, run) in batch.Index())
        {
            var known = standing[run.Key];
            if (run.Accepted.Revision > known.Revision)
            {
                // A publication may have come between its calculation and this lock.
                made.Add(run.Catalogue.Version == catalogue.Version ? run : Calculate(run.Accepted, run.Body, run.Accepted.Reason, catalogue));
            }
            else if (IsOutdated(known, catalogue))
            {
                var (body, linesHash) = await StandingInputAsync(connection, run.Key, known);
                var anew = CalculateAgain(body, known.CatalogueVersion, catalogue);
                if (anew.LinesHash.AsSpan().SequenceEqual(linesHash))
                {
                    unchanged.Add(run.Key);
                    again.Add(known.ResultEventId!.Value);
                    standing[run.Key] = known with { CatalogueVersion = catalogue.Version, MethodsVersion = EmissionLines.MethodsVersion };
                    continue;
                }
                made.Add(anew);
            }
            else
            {
                // Without an event it was made a moment ago in this very transaction, and is about to be sent anyway.
                if (known.ResultEventId is { } result) again.Add(result);
                continue;
            }
            isNew[i] = true;
            standing[run.Key] = new StandingRun(made[^1].Accepted.Revision, catalogue.Version, EmissionLines.MethodsVersion, ResultEventId: null);
        }

        await WriteAsync(connection, transaction, catalogue, made, unchanged, withInputs: true, CancellationToken.None);
        if (again.Count > 0) await Outbox.RequeueAsync(connection, transaction, again, _time.GetUtcNow(), CancellationToken.None);
        await transaction.CommitAsync();
        _signal.Wake();
        return isNew;
    }

    private NewRun CalculateAgain(byte[] body, int standingCatalogue, Catalogue catalogue) =>
        Calculate(Read(body), body, standingCatalogue < catalogue.Version ? Reasons.Factor : Reasons.Method, catalogue);

    private async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Catalogue catalogue, List<NewRun> made, List<(string Plant, int Month)> unchanged, bool withInputs, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var versions = () => new NpgsqlParameter[] { new NpgsqlParameter<int> { TypedValue = catalogue.Version }, new NpgsqlParameter<int> { TypedValue = EmissionLines.MethodsVersion } };
        // First, so that a revision that comes in the same batch is not taken back.
        if (unchanged.Count > 0) batch.BatchCommands.Add(Command(NoteUnchanged, [Column(unchanged, key => key.Plant), Column(unchanged, key => key.Month), .. versions()]));
        if (made.Count > 0)
        {
            var now = _time.GetStorableNow();
            var eventIds = await Outbox.AddAsync(connection, transaction, made.ConvertAll(run => run.Result), now, cancellationToken);
            // Of two revisions of one plant-month in a batch the later one stands.
            var standing = made.Zip(eventIds).GroupBy(run => run.First.Key).Select(runs => runs.Last()).ToList();
            if (withInputs)
            {
                batch.BatchCommands.Add(Command(AddInputs,
                [
                    Column(made, run => run.Accepted.Plant), Column(made, run => run.Accepted.Month.Index), Column(made, run => run.Accepted.Revision),
                    Column(made, run => run.Body), new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                ]));
            }
            batch.BatchCommands.Add(Command(AddRuns,
            [
                Column(made, run => run.Accepted.Plant), Column(made, run => run.Accepted.Month.Index), Column(made, run => run.Accepted.Revision),
                new NpgsqlParameter<long[]> { TypedValue = eventIds }, Column(made, run => run.LinesHash), .. versions(), Column(made, run => run.CalculatedAt),
            ]));
            batch.BatchCommands.Add(Command(Advance,
            [
                Column(standing, run => run.First.Accepted.Plant), Column(standing, run => run.First.Accepted.Month.Index), Column(standing, run => run.First.Accepted.Revision),
                Column(standing, run => run.Second), .. versions(),
            ]));
            CalculationTelemetry.Sheets.Add(made.Count);
            CalculationTelemetry.Lines.Add(made.Sum(run => run.Lines));
            CalculationTelemetry.Gaps.Add(made.Sum(run => run.Gaps));
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Command(string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }

    private NewRun Calculate(ReadingsAcceptedEvent accepted, byte[] body, string reason, Catalogue catalogue)
    {
        try
        {
            var month = CalculatedMonth.Of(accepted, catalogue);
            var now = _time.GetStorableNow();
            var result = new OutgoingEvent(EventTypes.EmissionsCalculated, EventJson.Serialize(month.ToEvent(reason, now)));
            return new NewRun(accepted, body, catalogue, result, month.Hash(), now, month.Lines.All.Length, month.Lines.Gaps.Count);
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

    /// <summary>Locks the plant-months, and says by which catalogue they are to be calculated: it stays as it is until the commit.</summary>
    private async Task<(Dictionary<(string Plant, int Month), StandingRun> Standing, Catalogue Catalogue)> LockAsync(NpgsqlConnection connection, IReadOnlyList<(string Plant, int Month)> keys)
    {
        var standing = new Dictionary<(string, int), StandingRun>();
        int version;
        await using (var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand(CatalogueInForce.HoldStill), _catalogues.VersionCommand(), Command(Lock, [Column(keys, key => key.Plant), Column(keys, key => key.Month)]) },
        })
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await reader.ReadAsync();
            version = reader.GetInt32(0);
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
                standing.Add((reader.GetString(0), reader.GetInt32(1)), new StandingRun(reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetInt64(5)));
        }
        return (standing, await _catalogues.AtAsync(version, connection, CancellationToken.None));
    }

    private static async Task<(byte[] Body, byte[] LinesHash)> StandingInputAsync(NpgsqlConnection connection, (string Plant, int Month) key, StandingRun standing)
    {
        await using var command = new NpgsqlCommand(StandingInput, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = key.Plant }, new NpgsqlParameter<int> { TypedValue = key.Month },
                new NpgsqlParameter<int> { TypedValue = standing.Revision }, new NpgsqlParameter<long> { TypedValue = standing.ResultEventId!.Value },
            },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
    }

    private static async Task<List<OutdatedMonth>> OutdatedAsync(NpgsqlConnection connection, Catalogue catalogue, (string Plant, int Month) after, int pageSize, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Outdated, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = catalogue.Version }, new NpgsqlParameter<int> { TypedValue = EmissionLines.MethodsVersion },
                new NpgsqlParameter<string> { TypedValue = after.Plant }, new NpgsqlParameter<int> { TypedValue = after.Month }, new NpgsqlParameter<int> { TypedValue = pageSize },
            },
        };
        var page = new List<OutdatedMonth>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            page.Add(new OutdatedMonth(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4)));
        return page;
    }

    private static bool IsOutdated(StandingRun standing, Catalogue catalogue) =>
        standing.Revision > 0 && (standing.CatalogueVersion, standing.MethodsVersion).CompareTo((catalogue.Version, EmissionLines.MethodsVersion)) < 0;

    /// <summary>As PostgreSQL keeps it, so that the event and the run say the same instant.</summary>

    /// <summary>A run to be written, unless its revision is not news.</summary>
    private sealed record NewRun(ReadingsAcceptedEvent Accepted, byte[] Body, Catalogue Catalogue, OutgoingEvent Result, byte[] LinesHash, DateTimeOffset CalculatedAt, int Lines, int Gaps)
    {
        public (string Plant, int Month) Key => (Accepted.Plant, Accepted.Month.Index);
    }

    /// <summary>The run that stands; revision 0 when there is none yet, no event when its transaction is not over.</summary>
    private sealed record StandingRun(int Revision, int CatalogueVersion, int MethodsVersion, long? ResultEventId);

    /// <summary>A plant-month that stands on an older catalogue or older methods.</summary>
    private sealed record OutdatedMonth(string Plant, int Month, int CatalogueVersion, byte[] Body, byte[] LinesHash);
}

/// <summary>What a page of the sweep did.</summary>
/// <param name="CatalogueVersion">By which catalogue.</param>
/// <param name="Count">Plant-months looked at.</param>
/// <param name="Changed">Of them those that came out otherwise and were sent.</param>
/// <param name="Last">Where it ended.</param>
/// <param name="CannotBeCalculated">Why some could not.</param>
internal sealed record SweptPage(int CatalogueVersion, int Count, int Changed, (string Plant, int Month) Last, IReadOnlyList<string> CannotBeCalculated);
