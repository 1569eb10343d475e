using CarbonPlatform.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace CarbonPlatform.Calculation;

/// <summary>
/// The tables of the service: every input as its bytes came, every run with the versions it was made by, and which run of a
/// plant-month stands. Results are stored once, as the events that carry them (table <c>event</c>).
/// </summary>
internal sealed class CalculationDb(DbContextOptions<CalculationDb> options) : DbContext(options)
{
    public DbSet<PlantMonthRow> PlantMonths => Set<PlantMonthRow>();

    public DbSet<InputRow> Inputs => Set<InputRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    // Nothing looks for a run by its event; an index on it would only be maintained.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutbox();
        modelBuilder.Entity<PlantMonthRow>(e =>
        {
            e.ToTable("plant_month");
            e.HasKey(x => new { x.Plant, x.Month }).HasName("plant_month_pkey");
            e.Property(x => x.Plant).HasColumnName("plant");
            e.Property(x => x.Month).HasColumnName("month");
            e.Property(x => x.Revision).HasColumnName("revision");
            e.Property(x => x.CatalogueVersion).HasColumnName("catalogue_version");
            e.Property(x => x.MethodsVersion).HasColumnName("methods_version");
            e.Property(x => x.ResultEventId).HasColumnName("result_event_id");
            e.HasOne<StoredEvent>().WithMany().HasForeignKey(x => x.ResultEventId).OnDelete(DeleteBehavior.NoAction).HasConstraintName("plant_month_result_event_id_fkey");
        });
        modelBuilder.Entity<InputRow>(e =>
        {
            e.ToTable("input");
            e.HasKey(x => new { x.Plant, x.Month, x.Revision }).HasName("input_pkey");
            e.Property(x => x.Plant).HasColumnName("plant");
            e.Property(x => x.Month).HasColumnName("month");
            e.Property(x => x.Revision).HasColumnName("revision");
            e.Property(x => x.Body).HasColumnName("body");
            e.Property(x => x.ReceivedAt).HasColumnName("received_at");
        });
        modelBuilder.Entity<RunRow>(e =>
        {
            e.ToTable("run");
            e.HasKey(x => new { x.Plant, x.Month, x.Revision, x.CatalogueVersion, x.MethodsVersion }).HasName("run_pkey");
            e.Property(x => x.Plant).HasColumnName("plant");
            e.Property(x => x.Month).HasColumnName("month");
            e.Property(x => x.Revision).HasColumnName("revision");
            e.Property(x => x.CatalogueVersion).HasColumnName("catalogue_version");
            e.Property(x => x.MethodsVersion).HasColumnName("methods_version");
            e.Property(x => x.ResultEventId).HasColumnName("result_event_id");
            e.Property(x => x.LinesHash).HasColumnName("lines_hash");
            e.Property(x => x.CalculatedAt).HasColumnName("calculated_at");
            e.HasOne<StoredEvent>().WithMany().HasForeignKey(x => x.ResultEventId).OnDelete(DeleteBehavior.NoAction).HasConstraintName("run_result_event_id_fkey");
            e.HasOne<InputRow>().WithMany().HasForeignKey(x => new { x.Plant, x.Month, x.Revision }).OnDelete(DeleteBehavior.NoAction).HasConstraintName("run_input_fkey");
        });
    }
}

/// <summary>A plant-month and the run that stands. Its row is the lock under which the plant-month is calculated.</summary>
internal sealed class PlantMonthRow
{
    public required string Plant { get; init; }

    /// <summary>Year × 12 + month − 1.</summary>
    public required int Month { get; init; }

    /// <summary>0 while the first run is being made.</summary>
    public required int Revision { get; init; }

    public required int CatalogueVersion { get; init; }

    public required int MethodsVersion { get; init; }

    public long? ResultEventId { get; init; }
}

/// <summary>A revision of a sheet as it came: what is calculated again when a factor changes, and what a working is rendered from.</summary>
internal sealed class InputRow
{
    public required string Plant { get; init; }

    public required int Month { get; init; }

    public required int Revision { get; init; }

    /// <summary>The event's bytes, untouched.</summary>
    public required byte[] Body { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>A calculation that was made and published.</summary>
internal sealed class RunRow
{
    public required string Plant { get; init; }

    public required int Month { get; init; }

    public required int Revision { get; init; }

    public required int CatalogueVersion { get; init; }

    public required int MethodsVersion { get; init; }

    public required long ResultEventId { get; init; }

    /// <summary>SHA-256 of the lines and gaps: a rendered working must arrive at the same.</summary>
    public required byte[] LinesHash { get; init; }

    public required DateTimeOffset CalculatedAt { get; init; }
}
