using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Database;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger;

/// <summary>
/// The ledger's tables. The record: <see cref="Entry"/>, <see cref="Posting"/>, <see cref="EntryGap"/>, <see
/// cref="OrganisationEntry"/>, <see cref="LedgerPosition"/>, with the dictionaries <see cref="Line"/> and <see
/// cref="LineProvenance"/> they refer to; nothing in it is ever changed. The state, derived from it and rebuildable:
/// <see cref="PlantMonth"/>, <see cref="RollUp"/>, <see cref="Plant"/>, <see cref="MembershipSpan"/>. The writer uses
/// SQL of its own; this model makes the schema and serves the slower reads.
/// </summary>
internal sealed class LedgerDb(DbContextOptions<LedgerDb> options) : DbContext(options)
{
    public DbSet<LedgerHead> Heads => Set<LedgerHead>();

    public DbSet<LedgerPosition> Positions => Set<LedgerPosition>();

    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<EntryGap> EntryGaps => Set<EntryGap>();

    public DbSet<OrganisationEntry> OrganisationEntries => Set<OrganisationEntry>();

    public DbSet<Line> Lines => Set<Line>();

    public DbSet<LineProvenance> Provenances => Set<LineProvenance>();

    public DbSet<PlantMonth> PlantMonths => Set<PlantMonth>();

    public DbSet<Plant> Plants => Set<Plant>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.AddPlatformConventions();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutbox();
        Record(modelBuilder);
        Dictionaries(modelBuilder);
        State(modelBuilder);
    }

    private static void Record(ModelBuilder model)
    {
        model.Entity<LedgerHead>(head =>
        {
            head.ToTable("ledger_head", table => table.HasCheckConstraint("one_head", "id = 1"));
            head.HasKey(x => x.Id);
            head.Property(x => x.Id).ValueGeneratedNever();
        });
        model.Entity<LedgerPosition>(position =>
        {
            position.ToTable("position");
            position.HasKey(x => x.Sequence);
            position.Property(x => x.Sequence).ValueGeneratedNever();
            position.HasIndex(x => x.RecordedAt);
        });
        model.Entity<Entry>(entry =>
        {
            entry.ToTable("entry");
            entry.HasKey(x => x.Sequence);
            entry.Property(x => x.Sequence).ValueGeneratedNever();
            entry.HasIndex(x => new
            {
                x.Plant,
                x.Month,
                x.Sequence,
            });
            // As of an earlier position: what came to the months since.
            entry.HasIndex(x => new { x.Month, x.Sequence });
        });
        model.Entity<Posting>(posting =>
        {
            posting.ToTable("posting");
            // No unique key: the writer holds the lock on the head and numbers the postings of an entry itself, and
            // an index on the sequence alone packs its two hundred equal keys into a quarter of the room.
            posting.HasNoKey();
            posting.HasIndex(x => x.Sequence);
            // In this order the fixed columns leave no padding, and absent reversals take no room.
            posting.Property(x => x.Sequence).HasColumnOrder(0);
            posting.Property(x => x.Ordinal).HasColumnOrder(1);
            posting.Property(x => x.LineId).HasColumnOrder(2);
            posting.Property(x => x.ReversesSequence).HasColumnOrder(3);
            posting.Property(x => x.ReversesOrdinal).HasColumnOrder(4);
            posting.Property(x => x.ProvenanceId).HasColumnOrder(5);
            posting.Property(x => x.Amount).HasColumnType("numeric").HasColumnOrder(6);
            posting.Property(x => x.Quantity).HasColumnType("numeric").HasColumnOrder(7);
        });
        model.Entity<EntryGap>(gap =>
        {
            gap.ToTable("entry_gap");
            gap.HasKey(x => new { x.Sequence, x.Ordinal });
        });
        model.Entity<OrganisationEntry>(record =>
        {
            record.ToTable("organisation_record");
            record.HasKey(x => new
            {
                x.Kind,
                x.Code,
                x.Version,
            });
            // json keeps the text as it came, and the leaf is over that text.
            record.Property(x => x.Record).HasColumnType("json");
            record.HasIndex(x => x.Sequence).IsUnique();
        });
    }

    private static void Dictionaries(ModelBuilder model)
    {
        model.Entity<Line>(line =>
        {
            line.ToTable("line");
            line.HasKey(x => x.Id);
            line.Property(x => x.Id).ValueGeneratedNever();
            line.HasIndex(x => x.Plant);
            line.HasIndex(x => x.Counterparty).HasFilter("counterparty IS NOT NULL");
            line.HasIndex(x => x.FirstSequence);
        });
        model.Entity<LineProvenance>(provenance =>
        {
            provenance.ToTable("provenance");
            provenance.HasKey(x => x.Id);
            provenance.Property(x => x.Id).ValueGeneratedNever();
            provenance.Property(x => x.Statuses).HasConversion<int>();
            provenance.Property(x => x.ActivityUncertaintyPercent).HasColumnType("numeric");
            provenance.Property(x => x.FactorUncertaintyPercent).HasColumnType("numeric");
            provenance
                .HasIndex(x => new
                {
                    x.Quality,
                    x.Method,
                    x.FactorSet,
                    x.Statuses,
                    x.ActivityUncertaintyPercent,
                    x.FactorUncertaintyPercent,
                })
                .IsUnique()
                .AreNullsDistinct(false)
                // The names of all its columns are longer than a name may be.
                .HasDatabaseName("provenance_key");
        });
    }

    private static void State(ModelBuilder model)
    {
        model.Entity<PlantMonth>(month =>
        {
            month.ToTable("plant_month");
            month.HasKey(x => new { x.Plant, x.Month });
            month.Property(x => x.LineIds).HasColumnType("integer[]");
            month.Property(x => x.Amounts).HasColumnType("numeric[]");
            month.Property(x => x.Quantities).HasColumnType("numeric[]");
            month.Property(x => x.ProvenanceIds).HasColumnType("integer[]");
            month.Property(x => x.Sequences).HasColumnType("bigint[]");
            month.Property(x => x.Ordinals).HasColumnType("integer[]");
            month.Property(x => x.Gaps).HasColumnType("jsonb");
            // Coverage, and whether lines read before still stand, come from this index alone.
            month
                .HasIndex(x => new { x.Month, x.Plant })
                .IncludeProperties(x => new
                {
                    x.OpenGaps,
                    x.GapsNotBlocking,
                    x.ReadingCount,
                    x.Sequence,
                });
        });
        model.Entity<RollUp>(rollUp =>
        {
            rollUp.ToTable("rollup");
            // Its key has columns that may be null; the index below stands in for it.
            rollUp.HasNoKey();
            rollUp.Property(x => x.Amount).HasColumnType("numeric");
            rollUp.Property(x => x.MeasuredAmount).HasColumnType("numeric");
            rollUp.Property(x => x.VerifiedAmount).HasColumnType("numeric");
            rollUp.Property(x => x.DisputedAmount).HasColumnType("numeric");
            rollUp.Property(x => x.ProvisionalAmount).HasColumnType("numeric");
            rollUp.Property(x => x.CarriedAmount).HasColumnType("numeric");
            rollUp
                .HasIndex(x => new
                {
                    x.Month,
                    x.Unit,
                    x.Category,
                    x.Basis,
                    x.Measure,
                    x.CounterpartyUnit,
                })
                .IsUnique()
                .AreNullsDistinct(false);
        });
        model.Entity<Plant>(plant =>
        {
            plant.ToTable("plant");
            plant.HasKey(x => x.Code);
        });
        model.Entity<MembershipSpan>(membership =>
        {
            membership.ToTable("membership");
            membership.HasKey(x => new { x.Plant, x.FromMonth });
        });
    }
}
