using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway;

/// <summary>The Gateway's own database: who may call.</summary>
internal sealed class GatewayDb(DbContextOptions<GatewayDb> options) : DbContext(options)
{
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.AddPlatformConventions();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.ToTable(
                "api_key",
                table => table.HasCheckConstraint("api_key_sha256_length", "octet_length(sha256) = 32")
            );
            key.Property(k => k.Id).ValueGeneratedNever();
            key.HasIndex(k => k.Sha256).IsUnique();
        });
}
