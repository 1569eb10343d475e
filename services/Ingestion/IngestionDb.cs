using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ingestion;

/// <summary>
/// The tables of the service. Sheets and the organisation are kept as the bytes of the events that told of them
/// (table <c>event</c>); the rows here say which bytes are in force and how far they have come.
/// </summary>
internal sealed class IngestionDb(DbContextOptions<IngestionDb> options) : DbContext(options)
{
    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    public DbSet<SheetRow> Sheets => Set<SheetRow>();

    public DbSet<OrganisationRow> Organisation => Set<OrganisationRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.AddPlatformConventions();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutbox();
        modelBuilder.AddIdempotency();

        modelBuilder.Entity<OrganisationHeadRow>(e =>
        {
            e.ToTable("organisation_head", t => t.HasCheckConstraint("organisation_head_single", "id = 1"));
            e.Property(x => x.Id).ValueGeneratedNever();
            e.HasData(new OrganisationHeadRow { Id = 1, Version = 0 });
        });

        modelBuilder.Entity<OrganisationRow>(e =>
        {
            e.ToTable("organisation_record");
            e.HasKey(x => new { x.Kind, x.Code });
            e.Property(x => x.AppliedVersion).HasDefaultValue(0);
            e.Property(x => x.RefusedVersion).HasDefaultValue(0);
            e.Property(x => x.Resends).HasDefaultValue(0);
            e.HasIndex(x => x.ChangedIn);
            e.HasOne<StoredEvent>().WithMany().HasForeignKey(x => x.EventId).OnDelete(DeleteBehavior.Restrict);
        });

        modelBuilder.Entity<SheetRow>(e =>
        {
            e.ToTable("sheet");
            e.HasKey(x => new { x.Plant, x.Month });
            e.Property(x => x.Revision).HasDefaultValue(0);
            e.Property(x => x.AppliedRevision).HasDefaultValue(0);
            e.Property(x => x.RefusedRevision).HasDefaultValue(0);
            e.Property(x => x.Resends).HasDefaultValue(0);
            e.Property(x => x.SuppliersAsNamed).HasDefaultValue(false);
            e.Property(x => x.Nil).HasDefaultValue(false);
            e.Property(x => x.Supplies).HasColumnType("jsonb");
            e.Property(x => x.Claims).HasColumnType("jsonb");
            e.HasIndex(x => x.ResendAt).HasFilter("applied_revision < revision");
            // None usually: looked at every few seconds.
            e.HasIndex(x => new { x.Plant, x.Month }).HasFilter("applied_revision > revision");
            e.HasIndex(x => x.Mentions).HasMethod("gin").HasFilter("mentions IS NOT NULL");
            e.HasIndex(x => x.Month);
        });

        modelBuilder.Entity<RevisionRow>(e =>
        {
            e.ToTable("revision");
            e.HasKey(x => new
            {
                x.Plant,
                x.Month,
                x.Revision,
            });
            e.HasIndex(x => x.SubmissionId).IsUnique();
            e.Property(x => x.Calculation).HasColumnType("jsonb");
            e.HasOne<StoredEvent>().WithMany().HasForeignKey(x => x.EventId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}

/// <summary>
/// Counts the changes of the organisation as a whole, so that a cached state can be known to be in force.
/// </summary>
internal sealed class OrganisationHeadRow
{
    public required short Id { get; init; }
    public required long Version { get; init; }
}

/// <summary>A unit or plant: which event holds its record.</summary>
internal sealed class OrganisationRow
{
    public required string Kind { get; init; }
    public required string Code { get; init; }
    public required int Version { get; init; }
    public required long EventId { get; init; }

    /// <summary>Version of the whole organisation that this change made.</summary>
    public required long ChangedIn { get; init; }

    /// <summary>Version that the ledger has said it holds.</summary>
    public required int AppliedVersion { get; init; }

    /// <summary>Version that the ledger has said it can never take; 0 for none.</summary>
    public required int RefusedVersion { get; init; }

    /// <summary>Why not.</summary>
    public string? Refusal { get; init; }
    public required DateTimeOffset ResendAt { get; init; }
    public required int Resends { get; init; }
}

/// <summary>
/// A plant-month: which revision is in force, and how far the ledger has said it is. Its row lock orders everything
/// that changes the sheet.
/// </summary>
internal sealed class SheetRow
{
    public required PlantCode Plant { get; init; }
    public required Month Month { get; init; }

    /// <summary>0 where only the ledger knows of the plant-month (this database was set back).</summary>
    public required int Revision { get; init; }
    public required long? EventId { get; init; }

    /// <summary>Plants that the readings name as supplier or customer; null when none.</summary>
    public required string[]? Mentions { get; init; }

    /// <summary>
    /// The sheet is from before suppliers were asked, and no plant has changed it since: suppliers of whom nothing was
    /// stated count as they are named.
    /// </summary>
    public required bool SuppliersAsNamed { get; init; }

    /// <summary>What it says of supplies, as <c>SheetSupply</c> writes it; null where that is not known.</summary>
    public required string? Supplies { get; init; }

    /// <summary>
    /// What it says of power that is claimed, as <c>SheetClaim</c> writes it; null where it has no readings.
    /// </summary>
    public required string? Claims { get; init; }

    /// <summary>What it reports, as <c>ReportedActivities</c> writes it; null for no reading.</summary>
    public string? Reported { get; init; }

    /// <summary>It has readings, and all of them are zero.</summary>
    public bool Nil { get; init; }

    /// <summary>Highest revision that the ledger has said it applied.</summary>
    public required int AppliedRevision { get; init; }

    /// <summary>
    /// Highest revision that was put aside because it can never be applied, since the newest receipt; 0 for none. It is
    /// not sent again.
    /// </summary>
    public required int RefusedRevision { get; init; }

    /// <summary>Ledger position of the newest receipt.</summary>
    public required long? AppliedPosition { get; init; }

    /// <summary>Hash of the lines that the ledger holds, by its newest receipt.</summary>
    public required string? LinesHash { get; init; }
    public required DateTimeOffset ResendAt { get; init; }
    public required int Resends { get; init; }
}

/// <summary>An accepted change of a sheet.</summary>
internal sealed class RevisionRow
{
    public required PlantCode Plant { get; init; }
    public required Month Month { get; init; }
    public required int Revision { get; init; }
    public required Guid SubmissionId { get; init; }

    /// <summary>The <c>ReadingsAccepted</c> event whose bytes are the revision.</summary>
    public required long EventId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Id of the caller.</summary>
    public required string AcceptedFrom { get; init; }

    /// <summary>Who held that key; null in what is from before this was kept.</summary>
    public string? AcceptedFromSubject { get; init; }
    public required int ReadingCount { get; init; }
    public DateTimeOffset? CalculatedAt { get; init; }
    public int? CatalogueVersion { get; init; }
    public int? MethodsVersion { get; init; }
    public int? LineCount { get; init; }
    public int? GapCount { get; init; }

    /// <summary>Sums and gaps, as <c>CalculationSummary</c> writes them.</summary>
    public string? Calculation { get; init; }
    public DateTimeOffset? PostedAt { get; init; }
    public long? LedgerSequence { get; init; }
    public long? LedgerPosition { get; init; }
    public string? RootHash { get; init; }
    public int? PostingCount { get; init; }
    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>The service that put it aside: calculation or ledger.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>Why it can never be applied.</summary>
    public string? Refusal { get; init; }
}
