using CarbonPlatform.Calculation;
using CarbonPlatform.Gateway;
using CarbonPlatform.Ingestion;
using CarbonPlatform.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CarbonPlatform.Schema;

/// <summary>
/// How the tools of EF Core come by a model, without a database:
/// <c>dotnet ef migrations add NAME --project services/Ledger --startup-project tests/Schema --context LedgerDb</c>.
/// </summary>
/// <typeparam name="TContext">The database.</typeparam>
/// <param name="create">Makes it.</param>
internal abstract class DesignTime<TContext>(Func<DbContextOptions<TContext>, TContext> create)
    : IDesignTimeDbContextFactory<TContext>
    where TContext : DbContext
{
    public TContext CreateDbContext(string[] args) =>
        create(new DbContextOptionsBuilder<TContext>().UseNpgsql("Host=design-time").Options);
}

internal sealed class DesignTimeIngestion() : DesignTime<IngestionDb>(options => new IngestionDb(options));

internal sealed class DesignTimeCalculation() : DesignTime<CalculationDb>(options => new CalculationDb(options));

internal sealed class DesignTimeLedger() : DesignTime<LedgerDb>(options => new LedgerDb(options));

internal sealed class DesignTimeGateway() : DesignTime<GatewayDb>(options => new GatewayDb(options));
