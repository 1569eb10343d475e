using CarbonPlatform.Calculation;
using CarbonPlatform.Gateway;
using CarbonPlatform.Ingestion;
using CarbonPlatform.Ledger;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Schema;

/// <summary>The databases of the four services.</summary>
internal static class ServiceDatabase
{
    /// <summary>The service's model over a database.</summary>
    public static DbContext Open(string service, string connection) =>
        service switch
        {
            "ingestion" => new IngestionDb(Options<IngestionDb>(connection)),
            "calculation" => new CalculationDb(Options<CalculationDb>(connection)),
            "ledger" => new LedgerDb(Options<LedgerDb>(connection)),
            "gateway" => new GatewayDb(Options<GatewayDb>(connection)),
            _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There are four."),
        };

    /// <summary>A database as the migrations make it.</summary>
    public static Task<TestDatabase> NewAsync(string service) =>
        TestDatabase.CreateAsync(service, connection => MigrateAsync(service, connection));

    /// <summary>Brings a database to the newest migration.</summary>
    public static Task MigrateAsync(string service, string connection) =>
        service switch
        {
            "ingestion" => MigrationJob.ApplyAsync<IngestionDb>(connection),
            "calculation" => MigrationJob.ApplyAsync<CalculationDb>(connection),
            "ledger" => MigrationJob.ApplyAsync<LedgerDb>(connection),
            "gateway" => MigrationJob.ApplyAsync<GatewayDb>(connection),
            _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There are four."),
        };

    private static DbContextOptions<TContext> Options<TContext>(string connection)
        where TContext : DbContext => new DbContextOptionsBuilder<TContext>().UseNpgsql(connection).Options;
}
