using CarbonPlatform.Gateway.Keys;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Gateway;

/// <summary>The Gateway's own database: who may call.</summary>
internal sealed class GatewayDb(DbContextOptions<GatewayDb> options) : DbContext(options)
{
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<ApiKey>(key =>
        {
            key.ToTable(
                "api_key",
                table => table.HasCheckConstraint("api_key_sha256_length", "octet_length(sha256) = 32")
            );
            key.HasKey(k => k.Id).HasName("api_key_pkey");
            key.Property(k => k.Id).HasColumnName("id").ValueGeneratedNever();
            key.Property(k => k.Name).HasColumnName("name");
            key.Property(k => k.Sha256).HasColumnName("sha256");
            key.HasIndex(k => k.Sha256).IsUnique().HasDatabaseName("api_key_sha256_key");
            key.Property(k => k.Roles).HasColumnName("roles");
            key.Property(k => k.Plants).HasColumnName("plants");
            key.Property(k => k.CreatedBy).HasColumnName("created_by");
            key.Property(k => k.CreatedAt).HasColumnName("created_at");
            key.Property(k => k.RevokedAt).HasColumnName("revoked_at");
        });
}
