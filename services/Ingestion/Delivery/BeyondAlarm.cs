using CarbonPlatform.Quantities;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// Tells when the ledger holds what was never accepted here. Every entry has its receipt, and the receipt of something
/// unknown is kept in the row (<c>applied_revision &gt; revision</c>), as is what a comparison found; so looking at the
/// rows every few seconds is enough, in every replica. Each finding is logged once, and counts until a new revision
/// takes its place.
/// </summary>
internal sealed partial class BeyondAlarm(NpgsqlDataSource database, ILogger<BeyondAlarm> log)
{
    private const int Shown = 20;

    private volatile IReadOnlySet<string> _findings = new HashSet<string>();
    private volatile IReadOnlyList<string> _unknownRecords = [];

    /// <summary>How many there are.</summary>
    public int Count => _findings.Count;

    /// <summary>
    /// Looks at what receipts and comparisons have left, and tells what is new. What was put aside is counted too.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var findings = new HashSet<string>(_unknownRecords, StringComparer.Ordinal);
        var parked = 0;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await new Questions()
            .Ask(
                new NpgsqlBatchCommand(
                    "SELECT plant, month, applied_revision FROM sheet WHERE applied_revision > revision"
                ),
                row => findings.Add($"{row.GetString(0)} {Month.FromIndex(row.GetInt32(1))} revision {row.GetInt32(2)}")
            )
            .Ask(
                new NpgsqlBatchCommand(
                    "SELECT kind, code, applied_version FROM organisation_record WHERE applied_version > version"
                ),
                row => findings.Add(NameOf(row.GetString(0), row.GetString(1), row.GetInt32(2)))
            )
            .Ask(
                new NpgsqlBatchCommand(
                    """
                    SELECT (SELECT count(*) FROM sheet
                            WHERE refused_revision = revision AND applied_revision < revision)
                        + (SELECT count(*) FROM organisation_record
                           WHERE refused_version = version AND applied_version < version)
                    """
                ),
                row => parked = (int)row.GetInt64(0)
            )
            .AnswerAsync(connection, cancellationToken);

        var before = _findings;
        _findings = findings;
        DeliveryTelemetry.Beyond.Record(findings.Count);
        DeliveryTelemetry.Parked.Record(parked);
        if (findings.Where(finding => !before.Contains(finding)).Order(StringComparer.Ordinal).ToList() is [_, ..] news)
            LogBeyond(news.Count, string.Join(", ", news.Take(Shown)));
    }

    /// <summary>Keeps what a comparison found of records that have no row here.</summary>
    public void Note(IEnumerable<RecordDifference> unknown) =>
        _unknownRecords = [
            .. unknown
                .Where(record => record.Kind == Difference.LedgerBeyond)
                .Select(record => NameOf(record.RecordKind, record.Code, record.LedgerVersion)),
        ];

    private static string NameOf(string kind, string code, int version) => $"{kind} {code} version {version}";

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The ledger holds {Count} plant-months or records that were never accepted here: this database was "
            + "set back, or somebody else has written them: {Which}"
    )]
    private partial void LogBeyond(int count, string which);
}

/// <summary>The service goes on, and says that somebody has to look at the ledger.</summary>
internal sealed class BeyondHealth(BeyondAlarm alarm) : IHealthCheck
{
    public const string Name = "ledger-beyond";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            alarm.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"The ledger holds {alarm.Count} items that were never accepted here.")
        );
}
