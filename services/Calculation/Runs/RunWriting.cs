using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Writes runs with their inputs and events, and that they stand, by one statement for all rows of a table.
/// </summary>
internal static class RunWriting
{
    private static readonly Columns<NewRun> s_input = new Columns<NewRun>("input")
    {
        { "plant", run => run.Key.Plant },
        { "month", run => run.Key.Month },
        { "revision", run => run.Accepted.Revision },
        { "body", run => run.Body },
    }.Shared("received_at");

    private static readonly Columns<WrittenRun> s_run = new("run")
    {
        { "plant", run => run.Run.Key.Plant },
        { "month", run => run.Run.Key.Month },
        { "revision", run => run.Run.Accepted.Revision },
        { "catalogue_version", run => run.Run.Catalogue.Version },
        { "methods_version", _ => EmissionLines.MethodsVersion },
        { "result_event_id", run => run.EventId },
        { "lines_hash", run => run.Run.LinesHash },
        { "calculated_at", run => run.Run.CalculatedAt },
    };

    private static readonly Columns<WrittenRun> s_standing = new("plant_month")
    {
        { "plant", run => run.Run.Key.Plant },
        { "month", run => run.Run.Key.Month },
        { "revision", run => run.Run.Accepted.Revision },
        { "catalogue_version", run => run.Run.Catalogue.Version },
        { "methods_version", _ => EmissionLines.MethodsVersion },
        { "result_event_id", run => run.EventId },
    };

    private static readonly Columns<HeldMonth> s_held = new("plant_month")
    {
        { "plant", held => held.Key.Plant },
        { "month", held => held.Key.Month },
        { "catalogue_version", held => held.CatalogueVersion },
        { "methods_version", _ => EmissionLines.MethodsVersion },
    };

    private static readonly string s_advance = $"""
        UPDATE plant_month m SET
            revision = given.revision, result_event_id = given.result_event_id,
            catalogue_version = given.catalogue_version, methods_version = given.methods_version
        FROM {s_standing.Given} WHERE m.plant = given.plant AND m.month = given.month
        """;

    private static readonly string s_noteHeld = $"""
        UPDATE plant_month m SET catalogue_version = given.catalogue_version, methods_version = given.methods_version
        FROM {s_held.Given} WHERE m.plant = given.plant AND m.month = given.month
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
        List<PlantMonth> unchanged,
        bool withInputs,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        // First, so that a revision that comes in the same batch is not taken back.
        if (unchanged.Count > 0)
        {
            var held = unchanged.ConvertAll(key => new HeldMonth(key, catalogue.Version));
            batch.BatchCommands.Add(Command(s_noteHeld, s_held.Of(held)));
        }
        if (made.Count > 0)
        {
            var eventIds = await Outbox.AddAsync(
                connection,
                transaction,
                made.ConvertAll(run => run.Result),
                now,
                cancellationToken
            );
            List<WrittenRun> written = [.. made.Zip(eventIds, (run, eventId) => new WrittenRun(run, eventId))];
            if (withInputs)
                batch.BatchCommands.Add(s_input.Insert(made, "ON CONFLICT DO NOTHING", Value(now)));
            batch.BatchCommands.Add(s_run.Insert(written));
            // Of two revisions of one plant-month in a batch the later one stands.
            List<WrittenRun> standing = [.. written.GroupBy(run => run.Run.Key).Select(runs => runs.Last())];
            batch.BatchCommands.Add(Command(s_advance, s_standing.Of(standing)));
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

    /// <summary>A run and the event that carries its result.</summary>
    private readonly record struct WrittenRun(NewRun Run, long EventId);

    /// <summary>A plant-month whose standing run holds by the catalogue too.</summary>
    private readonly record struct HeldMonth(PlantMonth Key, int CatalogueVersion);
}
