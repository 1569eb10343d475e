using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>A table is what the migrations make it; the model that the code works by must say the same.</summary>
[Tier(Tier.Pure)]
public sealed class ModelTests
{
    [Fact]
    public void Ingestion_needs_no_migration() => Agree(new DesignTimeIngestion());

    [Fact]
    public void Calculation_needs_no_migration() => Agree(new DesignTimeCalculation());

    [Fact]
    public void Ledger_needs_no_migration() => Agree(new DesignTimeLedger());

    [Fact]
    public void Gateway_needs_no_migration() => Agree(new DesignTimeGateway());

    private static void Agree<TContext>(IDesignTimeDbContextFactory<TContext> database)
        where TContext : DbContext
    {
        using var context = database.CreateDbContext([]);
        context.Database.HasPendingModelChanges().ShouldBeFalse("dotnet ef migrations add says what differs");
    }
}
