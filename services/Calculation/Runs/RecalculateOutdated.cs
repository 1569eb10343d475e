using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Calculates every plant-month again that stands on an older catalogue or older methods, until none is left. It looks again
/// every minute: while a new version is rolled out, a process of the old one may still have calculated a revision.
/// </summary>
internal sealed partial class RecalculateOutdated(PlantMonthRuns runs, NpgsqlDataSource database, Catalogue catalogue, TimeProvider time, ILogger<RecalculateOutdated> log) : BackgroundService
{
    private const int PageSize = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const string Outdated = """
        SELECT plant, month FROM plant_month
        WHERE (catalogue_version, methods_version) < ($1, $2) AND revision > 0 AND (plant, month) > ($3, $4)
        ORDER BY plant, month LIMIT $5
        """;

    /// <summary>One pass over all plant-months; one that cannot be calculated is passed over and said so.</summary>
    /// <returns>How many were calculated again.</returns>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        var (plant, month) = ("", 0);
        while (true)
        {
            var page = await PageAfterAsync(plant, month, cancellationToken);
            foreach (var (code, index) in page)
            {
                try
                {
                    if (await runs.CalculateAgainAsync(code, Month.FromIndex(index), cancellationToken)) done++;
                }
                catch (PoisonMessageException unreadable)
                {
                    LogLeft(code, Month.FromIndex(index), unreadable.Message);
                }
            }
            if (page.Count < PageSize) break;
            (plant, month) = page[^1];
        }
        if (done > 0) LogDone(done, catalogue.Version, EmissionLines.MethodsVersion);
        return done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception trouble) when (DatabaseTrouble.IsIn(trouble))
            {
                LogWaiting(trouble.Message);
            }
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<List<(string Plant, int Month)>> PageAfterAsync(string plant, int month, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Outdated);
        foreach (object value in (ReadOnlySpan<object>)[catalogue.Version, EmissionLines.MethodsVersion, plant, month, PageSize])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var page = new List<(string, int)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) page.Add((reader.GetString(0), reader.GetInt32(1)));
        return page;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} plant-months calculated again by catalogue {Catalogue}, methods {Methods}")]
    private partial void LogDone(int count, int catalogue, int methods);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Plant} {Month} cannot be calculated again: {Reason}")]
    private partial void LogLeft(string plant, Month month, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calculating again waits for the database: {Reason}")]
    private partial void LogWaiting(string reason);
}
