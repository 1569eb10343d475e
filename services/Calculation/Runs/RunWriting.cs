using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Messaging;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>Writes runs with their inputs and events, and that they stand, by one statement for all rows of a table.</summary>
internal static class RunWriting
{
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

    /// <summary>Writes what was made, and notes of what is unchanged that it holds by the catalogue too.</summary>
    /// <param name="connection">With the plant-months locked.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="catalogue">By which all was calculated.</param>
    /// <param name="made">Runs that are news.</param>
    /// <param name="unchanged">Plant-months that came out as they stand.</param>
    /// <param name="withInputs">Whether revisions are among the runs that were never calculated before.</param>
    /// <param name="now">This instant, as PostgreSQL keeps it.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Catalogue catalogue,
        List<NewRun> made,
        List<(string Plant, int Month)> unchanged,
        bool withInputs,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        var versions = () =>
            new NpgsqlParameter[]
            {
                new NpgsqlParameter<int> { TypedValue = catalogue.Version },
                new NpgsqlParameter<int> { TypedValue = EmissionLines.MethodsVersion },
            };
        // First, so that a revision that comes in the same batch is not taken back.
        if (unchanged.Count > 0)
            batch.BatchCommands.Add(
                Command(
                    NoteUnchanged,
                    [Column(unchanged, key => key.Plant), Column(unchanged, key => key.Month), .. versions()]
                )
            );
        if (made.Count > 0)
        {
            var eventIds = await Outbox.AddAsync(
                connection,
                transaction,
                made.ConvertAll(run => run.Result),
                now,
                cancellationToken
            );
            // Of two revisions of one plant-month in a batch the later one stands.
            var standing = made.Zip(eventIds).GroupBy(run => run.First.Key).Select(runs => runs.Last()).ToList();
            if (withInputs)
            {
                batch.BatchCommands.Add(
                    Command(
                        AddInputs,
                        [
                            Column(made, run => run.Accepted.Plant),
                            Column(made, run => run.Accepted.Month.Index),
                            Column(made, run => run.Accepted.Revision),
                            Column(made, run => run.Body),
                            new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                        ]
                    )
                );
            }
            batch.BatchCommands.Add(
                Command(
                    AddRuns,
                    [
                        Column(made, run => run.Accepted.Plant),
                        Column(made, run => run.Accepted.Month.Index),
                        Column(made, run => run.Accepted.Revision),
                        new NpgsqlParameter<long[]> { TypedValue = eventIds },
                        Column(made, run => run.LinesHash),
                        .. versions(),
                        Column(made, run => run.CalculatedAt),
                    ]
                )
            );
            batch.BatchCommands.Add(
                Command(
                    Advance,
                    [
                        Column(standing, run => run.First.Accepted.Plant),
                        Column(standing, run => run.First.Accepted.Month.Index),
                        Column(standing, run => run.First.Accepted.Revision),
                        Column(standing, run => run.Second),
                        .. versions(),
                    ]
                )
            );
            CalculationTelemetry.Sheets.Add(made.Count);
            CalculationTelemetry.Lines.Add(made.Sum(run => run.Lines));
            CalculationTelemetry.Gaps.Add(made.Sum(run => run.Gaps));
        }
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public static NpgsqlBatchCommand Command(string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}
