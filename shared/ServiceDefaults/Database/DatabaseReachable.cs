using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults.Database;

/// <summary>Ready means that a statement comes back within two seconds.</summary>
internal sealed class DatabaseReachable(NpgsqlDataSource database) : IHealthCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception away) when (away is NpgsqlException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer", away);
        }
    }
}
