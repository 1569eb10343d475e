using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults.Database;

/// <summary>
/// Brings the schema up to date with the migrator's role before anything else of the service starts, and waits while
/// PostgreSQL is away. A migration that fails stops the start, and so does a database that another version has brought
/// to where this one does not know its way.
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
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(
            context.Database.GetMigrations()
        );
        if (unknown.LastOrDefault() is { } migration)
        {
            throw new InvalidOperationException(
                $"Database '{connection.Database}' was brought to migration {migration}, which this version does not "
                    + "know. Start the version that did so, or a newer one. What was made before 0.1.0 no later "
                    + "version knows: it has to be made anew ('./deploy/local/down --delete' removes it)."
            );
        }

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
