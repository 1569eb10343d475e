using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Makes the runs of plant-months, each under its row's lock and by the catalogue that is in force at that moment. A
/// run is of (revision, catalogue version, methods version): what is newer is calculated from the highest revision held
/// and published, what is not is answered with the result that stands, sent again. A newer catalogue by which nothing
/// changes makes no run: it is noted that the standing one still holds. Revisions that wait at the same moment share a
/// transaction; input, run and outgoing event are always in one.
/// </summary>
internal sealed class PlantMonthRuns
{
    /// <summary>Most revisions in one transaction.</summary>
    public const int LargestBatch = 32;

    private static readonly Columns<PlantMonth> s_wanted = new("plant_month")
    {
        { "plant", key => key.Plant },
        { "month", key => key.Month },
    };

    // The row is made by the first who comes and locked by everybody, in one order so that nobody waits in a circle;
    // the no-op update is the lock.
    private static readonly string s_lock = $"""
        INSERT INTO plant_month (plant, month, revision, catalogue_version, methods_version)
        SELECT plant, month, 0, 0, 0 FROM {s_wanted.Given} ORDER BY plant, month
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
        _batching = new Batching<NewRun, bool>(LargestBatch, TimeSpan.FromMilliseconds(25), MakeAsync);
    }

    /// <summary>A revision arrived, perhaps not for the first time, perhaps late.</summary>
    /// <returns>Whether it led to a run; false if what stands was sent again.</returns>
    /// <exception cref="PoisonMessageException">It can never be calculated.</exception>
    public async Task<bool> CalculateAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        // Calculated before it meets others: what cannot be calculated harms nobody, and all cores are used. A revision
        // that comes again is calculated in vain.
        await _batching.ApplyAsync(
            NewRun.Of(body, await _catalogues.GetAsync(cancellationToken), _time.GetStorableNow()),
            cancellationToken
        );

    /// <summary>Makes the runs of a batch of revisions in one transaction, in the order in which they came.</summary>
    private async Task<IReadOnlyList<bool>> MakeAsync(IReadOnlyList<NewRun> batch)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (standing, catalogue) = await LockAsync(connection, [.. batch.Select(run => run.Key).Distinct()]);
        var now = _time.GetStorableNow();
        var made = new List<NewRun>();
        var unchanged = new List<PlantMonth>();
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

    /// <summary>
    /// Locks the plant-months, and says by which catalogue they are to be calculated: it stays as it is until the
    /// commit.
    /// </summary>
    private async Task<(Dictionary<PlantMonth, StandingRun> Standing, Catalogue Catalogue)> LockAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PlantMonth> keys
    )
    {
        var standing = new Dictionary<PlantMonth, StandingRun>();
        int version;
        await using (
            var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(CatalogueInForce.HoldStill),
                    _catalogues.VersionCommand(),
                    RunWriting.Command(s_lock, s_wanted.Of(keys)),
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
                    new PlantMonth(PlantCode.Trusted(reader.GetString(0)), Month.FromIndex(reader.GetInt32(1))),
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
        PlantMonth key,
        StandingRun standing
    )
    {
        await using var command = new NpgsqlCommand(StandingInput, connection)
        {
            Parameters =
            {
                Value(key.Plant),
                Value(key.Month),
                Value(standing.Revision),
                Value(standing.ResultEventId!.Value),
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

    /// <summary>
    /// The run that stands; revision 0 when there is none yet, no event when its transaction is not over.
    /// </summary>
    private sealed record StandingRun(int Revision, int CatalogueVersion, int MethodsVersion, long? ResultEventId);
}
