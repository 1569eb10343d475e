using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
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

    private const string StandingInput = """
        SELECT i.body, r.lines_hash FROM input i JOIN run r USING (plant, month, revision)
        WHERE i.plant = $1 AND i.month = $2 AND i.revision = $3 AND r.result_event_id = $4
        """;

    private readonly NpgsqlDataSource _database;
    private readonly CatalogueInForce _catalogues;
    private readonly TimeProvider _time;
    private readonly OutboxSignal _signal;
    private readonly Batching<NewRun, bool> _batching;

    public PlantMonthRuns(
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        TimeProvider time,
        OutboxSignal signal
    )
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
        return await _batching.ApplyAsync(
            NewRun.Of(body, await _catalogues.GetAsync(cancellationToken), _time.GetStorableNow()),
            cancellationToken
        );
    }

    /// <summary>All revisions of a batch in one transaction, in the order in which they came.</summary>
    private async Task<IReadOnlyList<bool>> ApplyAsync(IReadOnlyList<NewRun> batch)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (standing, catalogue) = await LockAsync(connection, [.. batch.Select(run => run.Key).Distinct()]);
        var now = _time.GetStorableNow();
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
                made.Add(run.Catalogue.Version == catalogue.Version ? run : run.By(catalogue, now));
            }
            else if (IsOutdated(known, catalogue))
            {
                var (body, linesHash) = await StandingInputAsync(connection, run.Key, known);
                var anew = NewRun.Again(body, known.CatalogueVersion, catalogue, now);
                if (anew.LinesHash.AsSpan().SequenceEqual(linesHash))
                {
                    unchanged.Add(run.Key);
                    again.Add(known.ResultEventId!.Value);
                    standing[run.Key] = known with
                    {
                        CatalogueVersion = catalogue.Version,
                        MethodsVersion = EmissionLines.MethodsVersion,
                    };
                    continue;
                }
                made.Add(anew);
            }
            else
            {
                // Without an event it was made a moment ago in this very transaction, and is about to be sent anyway.
                if (known.ResultEventId is { } result)
                    again.Add(result);
                continue;
            }
            isNew[i] = true;
            standing[run.Key] = new StandingRun(
                made[^1].Accepted.Revision,
                catalogue.Version,
                EmissionLines.MethodsVersion,
                ResultEventId: null
            );
        }

        await RunWriting.WriteAsync(
            connection,
            transaction,
            catalogue,
            made,
            unchanged,
            withInputs: true,
            now,
            CancellationToken.None
        );
        if (again.Count > 0)
            await Outbox.RequeueAsync(connection, transaction, again, CancellationToken.None);
        await transaction.CommitAsync();
        _signal.Wake();
        return isNew;
    }

    /// <summary>Locks the plant-months, and says by which catalogue they are to be calculated: it stays as it is until the commit.</summary>
    private async Task<(Dictionary<(string Plant, int Month), StandingRun> Standing, Catalogue Catalogue)> LockAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(string Plant, int Month)> keys
    )
    {
        var standing = new Dictionary<(string, int), StandingRun>();
        int version;
        await using (
            var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(CatalogueInForce.HoldStill),
                    _catalogues.VersionCommand(),
                    RunWriting.Command(Lock, [Column(keys, key => key.Plant), Column(keys, key => key.Month)]),
                },
            }
        )
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await reader.ReadAsync();
            version = reader.GetInt32(0);
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
                standing.Add(
                    (reader.GetString(0), reader.GetInt32(1)),
                    new StandingRun(
                        reader.GetInt32(2),
                        reader.GetInt32(3),
                        reader.GetInt32(4),
                        reader.IsDBNull(5) ? null : reader.GetInt64(5)
                    )
                );
        }
        return (standing, await _catalogues.AtAsync(version, connection, CancellationToken.None));
    }

    private static async Task<(byte[] Body, byte[] LinesHash)> StandingInputAsync(
        NpgsqlConnection connection,
        (string Plant, int Month) key,
        StandingRun standing
    )
    {
        await using var command = new NpgsqlCommand(StandingInput, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = key.Plant },
                new NpgsqlParameter<int> { TypedValue = key.Month },
                new NpgsqlParameter<int> { TypedValue = standing.Revision },
                new NpgsqlParameter<long> { TypedValue = standing.ResultEventId!.Value },
            },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
    }

    private static bool IsOutdated(StandingRun standing, Catalogue catalogue) =>
        standing.Revision > 0
        && (standing.CatalogueVersion, standing.MethodsVersion).CompareTo(
            (catalogue.Version, EmissionLines.MethodsVersion)
        ) < 0;

    /// <summary>The run that stands; revision 0 when there is none yet, no event when its transaction is not over.</summary>
    private sealed record StandingRun(int Revision, int CatalogueVersion, int MethodsVersion, long? ResultEventId);
}
