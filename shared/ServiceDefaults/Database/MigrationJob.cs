using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Brings a service's database to the newest migration and ends: the service's program with one argument. It works with
/// the rights of the schema's owner (<c>ConnectionStrings__Migrations</c>), who could take the triggers off the record;
/// so it is a process of its own, and no service ever has them.
/// </summary>
public static partial class MigrationJob
{
    /// <summary>As in <c>dotnet CarbonPlatform.Ledger.dll migrate</c>.</summary>
    public const string Argument = "migrate";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>The program: waits while PostgreSQL is away; whatever else stands in the way ends it.</summary>
    public static async Task RunAsync<TContext>()
        where TContext : DbContext
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddConsoleLog();
        builder.Configuration.AddSecretFiles();
        using var host = builder.Build();
        var log = host.Services.GetRequiredService<ILogger<TContext>>();
        var connection = DatabaseRegistration.Required(builder.Configuration, "Migrations");
        while (true)
        {
            try
            {
                var newest = await ApplyAsync<TContext>(connection);
                LogDone(log, newest);
                return;
            }
            catch (Exception away) when (DatabaseTrouble.IsIn(away))
            {
                LogAway(log, away.GetBaseException().Message);
                await Task.Delay(s_pause);
            }
        }
    }

    /// <summary>Brings a database to the newest migration.</summary>
    /// <param name="connectionString">Of a role that acts as the schema's owner.</param>
    /// <returns>The newest migration.</returns>
    /// <exception cref="InvalidOperationException">Another version has brought it to where this one does not know its
    /// way; nothing was changed.</exception>
    public static async Task<string> ApplyAsync<TContext>(string connectionString)
        where TContext : DbContext
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            // An index over millions of rows takes what it takes.
            CommandTimeout = 0,
        };
        await using var services = new ServiceCollection()
            .AddDbContext<TContext>(options => options.UseNpgsql(connection.ConnectionString))
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        SchemaVersion.RefuseUnknown(context, [.. await context.Database.GetAppliedMigrationsAsync()]);
        await context.Database.MigrateAsync();
        return context.Database.GetMigrations().LastOrDefault() ?? "none";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is at migration {Newest}")]
    private static partial void LogDone(ILogger log, string newest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database: {Reason}")]
    private static partial void LogAway(ILogger log, string reason);
}
