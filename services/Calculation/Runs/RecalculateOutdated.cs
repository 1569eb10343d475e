using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Calculates every plant-month again that stands on an older catalogue or older methods, until none is left. It looks
/// for a new catalogue every second, whichever process published it; processes that sweep at the same time share the
/// work. It looks again every minute in any case: while a new version is rolled out, a process of the old one may still
/// have calculated a revision.
/// </summary>
internal sealed partial class RecalculateOutdated(
    OutdatedRuns runs,
    CatalogueInForce catalogues,
    TimeProvider time,
    ILogger<RecalculateOutdated> log
) : BackgroundService
{
    private const int PageSize = 128;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(1);

    /// <summary>One pass over all plant-months; one that cannot be calculated is passed over and said so.</summary>
    /// <returns>How many came out otherwise and were sent.</returns>
    internal async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var passed = await runs.PassOverAsync(cancellationToken);
        var (seen, changed) = (0, 0);
        SweptPage page;
        PlantMonth? after = null;
        do
        {
            page = await runs.SweepAsync(after, PageSize, cancellationToken);
            foreach (var reason in page.CannotBeCalculated)
                LogLeft(reason);
            (seen, changed, after) = (seen + page.Count, changed + page.Changed, page.Last);
        } while (page.Count > 0);
        if (seen + passed > 0)
            LogDone(seen, changed, passed, page.CatalogueVersion, EmissionLines.MethodsVersion);
        return changed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = 0;
        var sweptAt = 0L;
        while (true)
        {
            try
            {
                var version = (await catalogues.RefreshAsync(stoppingToken)).Version;
                if (version != swept || time.GetElapsedTime(sweptAt) >= s_lookAgain)
                {
                    await SweepAsync(stoppingToken);
                    (swept, sweptAt) = (version, time.GetTimestamp());
                }
            }
            catch (Exception trouble) when (DatabaseTrouble.IsIn(trouble))
            {
                LogWaiting(trouble.Message);
            }
            await Task.Delay(s_look, time, stoppingToken);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Count} plant-months calculated again by catalogue {Catalogue}, methods {Methods}: "
            + "{Changed} came out otherwise; {Passed} out of reach"
    )]
    private partial void LogDone(int count, int changed, int passed, int catalogue, int methods);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot be calculated again: {Reason}")]
    private partial void LogLeft(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calculating again waits for the database: {Reason}")]
    private partial void LogWaiting(string reason);
}
