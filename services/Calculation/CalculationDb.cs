using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation;

/// <summary>
/// The tables of the service: every input as its bytes came, every run with the versions it was made by, and which run
/// of a plant-month stands; the versions of the catalogue and what was proposed for it. Results are stored once, as the
/// events that carry them (table <c>event</c>).
/// </summary>
internal sealed class CalculationDb(DbContextOptions<CalculationDb> options) : DbContext(options)
{
    public DbSet<PlantMonthRow> PlantMonths => Set<PlantMonthRow>();

    public DbSet<InputRow> Inputs => Set<InputRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<CatalogueVersionRow> CatalogueVersions => Set<CatalogueVersionRow>();

    public DbSet<FactorProposalRow> FactorProposals => Set<FactorProposalRow>();

    public DbSet<FactorWithdrawalRow> FactorWithdrawals => Set<FactorWithdrawalRow>();

    /// <summary>
    /// How many plant-months stand by an earlier version of the catalogue and are still to be counted by this one.
    /// </summary>
    public Task<int> CountWaitingAsync(Catalogue catalogue, CancellationToken cancellationToken) =>
        PlantMonths.CountAsync(
            month => month.CatalogueVersion < catalogue.Version && month.Revision > 0,
            cancellationToken
        );

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.AddPlatformConventions();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutbox();
        modelBuilder.AddIdempotency();
        modelBuilder.Entity<PlantMonthRow>(month =>
        {
            month.ToTable("plant_month");
            month.HasKey(x => new { x.Plant, x.Month });
            month
                .HasOne<StoredEvent>()
                .WithMany()
                .HasForeignKey(x => x.ResultEventId)
                .OnDelete(DeleteBehavior.NoAction);
        });
        modelBuilder.Entity<InputRow>(input =>
        {
            input.ToTable("input");
            input.HasKey(x => new
            {
                x.Plant,
                x.Month,
                x.Revision,
            });
        });
        modelBuilder.Entity<RunRow>(run =>
        {
            run.ToTable("run");
            run.HasKey(x => new
            {
                x.Plant,
                x.Month,
                x.Revision,
                x.CatalogueVersion,
                x.MethodsVersion,
            });
            run.HasOne<StoredEvent>().WithMany().HasForeignKey(x => x.ResultEventId).OnDelete(DeleteBehavior.NoAction);
            run.HasOne<InputRow>()
                .WithMany()
                .HasForeignKey(x => new
                {
                    x.Plant,
                    x.Month,
                    x.Revision,
                })
                .OnDelete(DeleteBehavior.NoAction);
        });
        modelBuilder.Entity<FactorProposalRow>(proposal => proposal.ToTable("factor_proposal").HasKey(x => x.Id));
        modelBuilder.Entity<FactorWithdrawalRow>(withdrawal =>
        {
            withdrawal.ToTable("factor_withdrawal");
            withdrawal.HasKey(x => x.ProposalId);
            withdrawal.Property(x => x.ProposalId).ValueGeneratedNever();
            withdrawal
                .HasOne<FactorProposalRow>()
                .WithOne()
                .HasForeignKey<FactorWithdrawalRow>(x => x.ProposalId)
                .OnDelete(DeleteBehavior.NoAction);
        });
        modelBuilder.Entity<CatalogueVersionRow>(version =>
        {
            version.ToTable(
                "catalogue_version",
                table =>
                    table.HasCheckConstraint(
                        "catalogue_version_kind",
                        "(delivered IS NULL) <> (proposal_id IS NULL) AND (delivered IS NULL) = (files_hash IS NULL)"
                    )
            );
            version.HasKey(x => x.Version);
            version.Property(x => x.Version).ValueGeneratedNever();
            version.HasIndex(x => x.ProposalId).IsUnique();
            version
                .HasOne<FactorProposalRow>()
                .WithOne()
                .HasForeignKey<CatalogueVersionRow>(x => x.ProposalId)
                .OnDelete(DeleteBehavior.NoAction);
        });
    }
}
