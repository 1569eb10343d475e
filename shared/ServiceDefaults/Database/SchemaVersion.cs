using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults.Database;

/// <summary>
/// Before anything else of the service starts: is the database at the migrations that this code was written for? A
/// service cannot bring it there (see <see cref="MigrationJob"/>), so it says what is to be done and ends. While
/// PostgreSQL is away it waits.
/// </summary>
internal sealed partial class SchemaVersion<TContext>(
    IDbContextFactory<TContext> contexts,
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
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                var applied = await SchemaVersion.AppliedAsync(context, cancellationToken);
                SchemaVersion.RefuseUnknown(context, applied);
                SchemaVersion.RefuseMissing(context, applied);
                return;
            }
            catch (Exception away) when (DatabaseTrouble.IsIn(away))
            {
                LogAway(away.GetBaseException().Message);
                await Task.Delay(s_pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private partial void LogAway(string reason);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The migrations of a database beside those of the code.</summary>
internal static class SchemaVersion
{
    /// <summary>
    /// What the database says was applied to it: nothing, too, if it does not let the service read that yet.
    /// </summary>
    public static async Task<IReadOnlyList<string>> AppliedAsync(DbContext context, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)];
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return [];
        }
    }

    /// <summary>Of a newer version, or of one from before the first release.</summary>
    public static void RefuseUnknown(DbContext context, IReadOnlyList<string> applied)
    {
        if (applied.Except(context.Database.GetMigrations(), StringComparer.Ordinal).LastOrDefault() is { } unknown)
        {
            throw new InvalidOperationException(
                $"Database '{NameOf(context)}' was brought to migration {unknown}, which this version does not know. "
                    + "Start the version that did so, or a newer one. What was made before 0.1.0 no later version "
                    + "knows: it has to be made anew ('./deploy/local/down --delete' removes it)."
            );
        }
    }

    public static void RefuseMissing(DbContext context, IReadOnlyList<string> applied)
    {
        if (context.Database.GetMigrations().Except(applied, StringComparer.Ordinal).LastOrDefault() is { } missing)
        {
            throw new InvalidOperationException(
                $"Database '{NameOf(context)}' is not at migration {missing}, for which this version was made, and a "
                    + "service cannot bring it there. Run the same program with the argument "
                    + $"'{MigrationJob.Argument}' and ConnectionStrings__Migrations, then start the service again "
                    + "('./deploy/local/up' and the composition do both)."
            );
        }
    }

    private static string NameOf(DbContext context) => context.Database.GetDbConnection().Database;
}
