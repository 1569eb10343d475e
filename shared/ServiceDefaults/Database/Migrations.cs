using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults.Database;

/// <summary>
/// Brings the schema up to date with the migrator's role before anything else of the service starts, and waits while
/// PostgreSQL is away. A migration that fails stops the start.
/// </summary>
internal sealed partial class Migrations<TContext>(
    IConfiguration configuration,
    IServiceProvider services,
    TimeProvider time,
    ILogger<TContext> log
) : IHostedLifecycleService
    where TContext : DbContext
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception away) when (DatabaseTrouble.IsIn(away))
            {
                LogAway(away.GetBaseException().Message);
                await Task.Delay(s_pause, time, cancellationToken);
            }
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(DatabaseRegistration.Required(configuration, "Migrations"))
        {
            Pooling = false,
        };
        var options = new DbContextOptionsBuilder<TContext>().UseNpgsql(connection.ConnectionString).Options;
        await using var context = ActivatorUtilities.CreateInstance<TContext>(services, options);
        await context.Database.MigrateAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private partial void LogAway(string reason);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
