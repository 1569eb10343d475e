using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace CarbonPlatform.Calculation;

/// <summary>
/// The tables of the service: every input as its bytes came, every run with the versions it was made by, and which run of a
/// plant-month stands; the versions of the catalogue and what was proposed for it. Results are stored once, as the events that
/// carry them (table <c>event</c>).
/// </summary>
internal sealed class CalculationDb(DbContextOptions<CalculationDb> options) : DbContext(options)
{
    public DbSet<PlantMonthRow> PlantMonths => Set<PlantMonthRow>();

    public DbSet<InputRow> Inputs => Set<InputRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<CatalogueVersionRow> CatalogueVersions => Set<CatalogueVersionRow>();

    public DbSet<FactorProposalRow> FactorProposals => Set<FactorProposalRow>();

    public DbSet<FactorWithdrawalRow> FactorWithdrawals => Set<FactorWithdrawalRow>();

    /// <summary>How many plant-months stand by an earlier version of the catalogue and are still to be counted by this one.</summary>
    public Task<int> CountWaitingAsync(Catalogue catalogue, CancellationToken cancellationToken) =>
        PlantMonths.CountAsync(
            month => month.CatalogueVersion < catalogue.Version && month.Revision > 0,
            cancellationToken
        );

    /// <summary>A proposal that can still be published, or why it cannot.</summary>
    public async Task<(FactorProposalRow? Open, Refusal? Closed)> OpenProposalAsync(
        Guid id,
        CancellationToken cancellationToken
    )
    {
        if (
            await FactorProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            is not { } proposal
        )
            return (null, ProposalRefusals.NoSuchProposal(id));
        if (
            await CatalogueVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ProposalId == id, cancellationToken) is
            { } published
        )
            return (null, ProposalRefusals.AlreadyPublished(published.Version));
        if (
            await FactorWithdrawals.AsNoTracking().SingleOrDefaultAsync(w => w.ProposalId == id, cancellationToken) is
            { } withdrawn
        )
            return (null, ProposalRefusals.Withdrawn(withdrawn));
        return (proposal, null);
    }

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
            e.HasOne<StoredEvent>()
                .WithMany()
                .HasForeignKey(x => x.ResultEventId)
                .OnDelete(DeleteBehavior.NoAction)
                .HasConstraintName("plant_month_result_event_id_fkey");
        });
        modelBuilder.Entity<InputRow>(e =>
        {
            e.ToTable("input");
            e.HasKey(x => new
                {
                    x.Plant,
                    x.Month,
                    x.Revision,
                })
                .HasName("input_pkey");
            e.Property(x => x.Plant).HasColumnName("plant");
            e.Property(x => x.Month).HasColumnName("month");
            e.Property(x => x.Revision).HasColumnName("revision");
            e.Property(x => x.Body).HasColumnName("body");
            e.Property(x => x.ReceivedAt).HasColumnName("received_at");
        });
        modelBuilder.Entity<RunRow>(e =>
        {
            e.ToTable("run");
            e.HasKey(x => new
                {
                    x.Plant,
                    x.Month,
                    x.Revision,
                    x.CatalogueVersion,
                    x.MethodsVersion,
                })
                .HasName("run_pkey");
            e.Property(x => x.Plant).HasColumnName("plant");
            e.Property(x => x.Month).HasColumnName("month");
            e.Property(x => x.Revision).HasColumnName("revision");
            e.Property(x => x.CatalogueVersion).HasColumnName("catalogue_version");
            e.Property(x => x.MethodsVersion).HasColumnName("methods_version");
            e.Property(x => x.ResultEventId).HasColumnName("result_event_id");
            e.Property(x => x.LinesHash).HasColumnName("lines_hash");
            e.Property(x => x.CalculatedAt).HasColumnName("calculated_at");
            e.HasOne<StoredEvent>()
                .WithMany()
                .HasForeignKey(x => x.ResultEventId)
                .OnDelete(DeleteBehavior.NoAction)
                .HasConstraintName("run_result_event_id_fkey");
            e.HasOne<InputRow>()
                .WithMany()
                .HasForeignKey(x => new
                {
                    x.Plant,
                    x.Month,
                    x.Revision,
                })
                .OnDelete(DeleteBehavior.NoAction)
                .HasConstraintName("run_input_fkey");
        });
        modelBuilder.Entity<FactorProposalRow>(e =>
        {
            e.ToTable("factor_proposal");
            e.HasKey(x => x.Id).HasName("factor_proposal_pkey");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Reason).HasColumnName("reason");
            e.Property(x => x.Rows).HasColumnName("rows");
            e.Property(x => x.CatalogueVersion).HasColumnName("catalogue_version");
            e.Property(x => x.ProposedBy).HasColumnName("proposed_by");
            e.Property(x => x.ProposedAt).HasColumnName("proposed_at");
        });
        modelBuilder.Entity<FactorWithdrawalRow>(e =>
        {
            e.ToTable("factor_withdrawal");
            e.HasKey(x => x.ProposalId).HasName("factor_withdrawal_pkey");
            e.Property(x => x.ProposalId).HasColumnName("proposal_id").ValueGeneratedNever();
            e.Property(x => x.Reason).HasColumnName("reason");
            e.Property(x => x.WithdrawnBy).HasColumnName("withdrawn_by");
            e.Property(x => x.WithdrawnAt).HasColumnName("withdrawn_at");
            e.HasOne<FactorProposalRow>()
                .WithOne()
                .HasForeignKey<FactorWithdrawalRow>(x => x.ProposalId)
                .OnDelete(DeleteBehavior.NoAction)
                .HasConstraintName("factor_withdrawal_proposal_fkey");
        });
        modelBuilder.Entity<CatalogueVersionRow>(e =>
        {
            e.ToTable(
                "catalogue_version",
                t =>
                    t.HasCheckConstraint(
                        "catalogue_version_kind",
                        "(delivered IS NULL) <> (proposal_id IS NULL) AND (delivered IS NULL) = (files_hash IS NULL)"
                    )
            );
            e.HasKey(x => x.Version).HasName("catalogue_version_pkey");
            e.Property(x => x.Version).HasColumnName("version").ValueGeneratedNever();
            e.Property(x => x.Delivered).HasColumnName("delivered");
            e.Property(x => x.FilesHash).HasColumnName("files_hash");
            e.Property(x => x.ProposalId).HasColumnName("proposal_id");
            e.Property(x => x.PublishedBy).HasColumnName("published_by");
            e.Property(x => x.PublishedAt).HasColumnName("published_at");
            e.HasIndex(x => x.ProposalId).IsUnique().HasDatabaseName("catalogue_version_proposal");
            e.HasOne<FactorProposalRow>()
                .WithOne()
                .HasForeignKey<CatalogueVersionRow>(x => x.ProposalId)
                .OnDelete(DeleteBehavior.NoAction)
                .HasConstraintName("catalogue_version_proposal_fkey");
        });
        modelBuilder.Entity<IdempotencyRow>(e =>
        {
            e.ToTable("idempotency");
            e.HasKey(x => new
                {
                    x.Caller,
                    x.Route,
                    x.Key,
                })
                .HasName("idempotency_pkey");
            e.Property(x => x.Caller).HasColumnName("caller");
            e.Property(x => x.Route).HasColumnName("route");
            e.Property(x => x.Key).HasColumnName("key");
            e.Property(x => x.BodyHash).HasColumnName("body_hash");
            e.Property(x => x.Answer).HasColumnName("answer");
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.HasIndex(x => x.CreatedAt).HasDatabaseName("idempotency_created_at");
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

    /// <summary>
    /// By this catalogue and these methods the month comes out as the standing run has it. The run itself may have been made by an
    /// earlier one: where nothing changes there is no new run, and nothing is sent.
    /// </summary>
    public required int CatalogueVersion { get; init; }

    public required int MethodsVersion { get; init; }

    /// <summary>The result of the run that stands.</summary>
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

/// <summary>A version of the catalogue as a whole: files that were delivered, or a proposal that was published.</summary>
internal sealed class CatalogueVersionRow
{
    public required int Version { get; init; }

    /// <summary>Version of the files.</summary>
    public int? Delivered { get; init; }

    public byte[]? FilesHash { get; init; }

    public Guid? ProposalId { get; init; }

    /// <summary>Caller id; <c>delivered</c> for files.</summary>
    public required string PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>
/// Rows that somebody proposed for the catalogue. It is never changed; published it is named by a <see cref="CatalogueVersionRow"/>,
/// withdrawn by a <see cref="FactorWithdrawalRow"/>.
/// </summary>
internal sealed class FactorProposalRow
{
    public required Guid Id { get; init; }

    public required string Reason { get; init; }

    /// <summary>The rows as JSON.</summary>
    public required byte[] Rows { get; init; }

    /// <summary>The catalogue it was held against.</summary>
    public required int CatalogueVersion { get; init; }

    /// <summary>Caller id.</summary>
    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }
}

/// <summary>That a proposal is not to be published, and why.</summary>
internal sealed class FactorWithdrawalRow
{
    public required Guid ProposalId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Caller id: who proposed it, or somebody else who turned it down.</summary>
    public required string WithdrawnBy { get; init; }

    public required DateTimeOffset WithdrawnAt { get; init; }
}

/// <summary>The answer to a call that changed something, so that the same call again is answered the same.</summary>
internal sealed class IdempotencyRow
{
    public required string Caller { get; init; }

    public required string Route { get; init; }

    public required string Key { get; init; }

    public required byte[] BodyHash { get; init; }

    public required byte[] Answer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
