using CarbonPlatform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger;

/// <summary>
/// The ledger's tables. The record: <see cref="Entry"/>, <see cref="Posting"/>, <see cref="EntryGap"/>,
/// <see cref="OrganisationEntry"/>, <see cref="Position"/>, with the dictionaries <see cref="Line"/> and
/// <see cref="LineProvenance"/> they refer to; nothing in it is ever changed. The state, derived from it and rebuildable:
/// <see cref="PlantMonth"/>, <see cref="RollUp"/>, <see cref="Plant"/>, <see cref="Membership"/>. The writer uses SQL of its
/// own; this model makes the schema and serves the slower reads.
/// </summary>
internal sealed class LedgerDb(DbContextOptions<LedgerDb> options) : DbContext(options)
{
    public DbSet<LedgerHead> Heads => Set<LedgerHead>();

    public DbSet<Position> Positions => Set<Position>();

    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<EntryGap> EntryGaps => Set<EntryGap>();

    public DbSet<OrganisationEntry> OrganisationEntries => Set<OrganisationEntry>();

    public DbSet<Line> Lines => Set<Line>();

    public DbSet<LineProvenance> Provenances => Set<LineProvenance>();

    public DbSet<PlantMonth> PlantMonths => Set<PlantMonth>();

    public DbSet<Plant> Plants => Set<Plant>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddOutbox();
        Record(modelBuilder);
        Dictionaries(modelBuilder);
        State(modelBuilder);
        Name(modelBuilder);
    }

    /// <summary>Names that nobody has to quote, as PostgreSQL itself would give them.</summary>
    private static void Name(ModelBuilder model)
    {
        foreach (var table in model.Model.GetEntityTypes())
        {
            table.FindPrimaryKey()?.SetName($"{table.GetTableName()}_pkey");
            foreach (var index in table.GetIndexes())
                index.SetDatabaseName(index.GetDatabaseName()!.ToLowerInvariant());
        }
    }

    private static void Record(ModelBuilder model)
    {
        model.Entity<LedgerHead>(head =>
        {
            head.ToTable("ledger_head", table => table.HasCheckConstraint("one_head", "id = 1"));
            head.HasKey(x => x.Id);
            head.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            head.Property(x => x.Sequence).HasColumnName("sequence");
            head.Property(x => x.Root).HasColumnName("root");
            head.Property(x => x.Peaks).HasColumnName("peaks");
            head.Property(x => x.RecordedAt).HasColumnName("recorded_at");
        });
        model.Entity<Position>(position =>
        {
            position.ToTable("position");
            position.HasKey(x => x.Sequence);
            position.Property(x => x.Sequence).HasColumnName("sequence").ValueGeneratedNever();
            position.Property(x => x.Root).HasColumnName("root");
            position.Property(x => x.RecordedAt).HasColumnName("recorded_at");
            position.HasIndex(x => x.RecordedAt);
        });
        model.Entity<Entry>(entry =>
        {
            entry.ToTable("entry");
            entry.HasKey(x => x.Sequence);
            entry.Property(x => x.Sequence).HasColumnName("sequence").ValueGeneratedNever();
            entry.Property(x => x.Kind).HasColumnName("kind");
            entry.Property(x => x.Plant).HasColumnName("plant");
            entry.Property(x => x.Month).HasColumnName("month");
            entry.Property(x => x.Revision).HasColumnName("revision");
            entry.Property(x => x.CatalogueVersion).HasColumnName("catalogue_version");
            entry.Property(x => x.MethodsVersion).HasColumnName("methods_version");
            entry.Property(x => x.SubmissionId).HasColumnName("submission_id");
            entry.Property(x => x.Reason).HasColumnName("reason");
            entry.Property(x => x.IsAdjustment).HasColumnName("adjustment");
            entry.Property(x => x.RecordedAt).HasColumnName("recorded_at");
            entry.Property(x => x.Leaf).HasColumnName("leaf");
            entry.Property(x => x.PostingCount).HasColumnName("posting_count");
            entry.Property(x => x.OpenGaps).HasColumnName("open_gaps");
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
            // No unique key: the writer holds the lock on the head and numbers the postings of an entry itself, and an index on the
            // sequence alone packs its two hundred equal keys into a quarter of the room.
            posting.HasNoKey();
            posting.HasIndex(x => x.Sequence);
            // In this order the fixed columns leave no padding, and absent reversals take no room.
            posting.Property(x => x.Sequence).HasColumnName("sequence").HasColumnOrder(0);
            posting.Property(x => x.Ordinal).HasColumnName("ordinal").HasColumnOrder(1);
            posting.Property(x => x.LineId).HasColumnName("line_id").HasColumnOrder(2);
            posting.Property(x => x.ReversesSequence).HasColumnName("reverses_sequence").HasColumnOrder(3);
            posting.Property(x => x.ReversesOrdinal).HasColumnName("reverses_ordinal").HasColumnOrder(4);
            posting.Property(x => x.ProvenanceId).HasColumnName("provenance_id").HasColumnOrder(5);
            posting.Property(x => x.Amount).HasColumnName("amount").HasColumnType("numeric").HasColumnOrder(6);
            posting.Property(x => x.Quantity).HasColumnName("quantity").HasColumnType("numeric").HasColumnOrder(7);
        });
        model.Entity<EntryGap>(gap =>
        {
            gap.ToTable("entry_gap");
            gap.HasKey(x => new { x.Sequence, x.Ordinal });
            gap.Property(x => x.Sequence).HasColumnName("sequence");
            gap.Property(x => x.Ordinal).HasColumnName("ordinal");
            gap.Property(x => x.Opened).HasColumnName("opened");
            gap.Property(x => x.Source).HasColumnName("source");
            gap.Property(x => x.Activity).HasColumnName("activity");
            gap.Property(x => x.Category).HasColumnName("category");
            gap.Property(x => x.Basis).HasColumnName("basis");
            gap.Property(x => x.Measure).HasColumnName("measure");
            gap.Property(x => x.Kind).HasColumnName("kind");
            gap.Property(x => x.Detail).HasColumnName("detail");
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
            record.Property(x => x.Kind).HasColumnName("kind");
            record.Property(x => x.Code).HasColumnName("code");
            record.Property(x => x.Version).HasColumnName("version");
            record.Property(x => x.Sequence).HasColumnName("sequence");
            // json keeps the text as it came, and the leaf is over that text.
            record.Property(x => x.Record).HasColumnName("record").HasColumnType("json");
            record.HasIndex(x => x.Sequence).IsUnique();
        });
    }

    private static void Dictionaries(ModelBuilder model)
    {
        model.Entity<Line>(line =>
        {
            line.ToTable("line");
            line.HasKey(x => x.Id);
            line.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            line.Property(x => x.FirstSequence).HasColumnName("first_sequence");
            line.Property(x => x.Plant).HasColumnName("plant");
            line.Property(x => x.Source).HasColumnName("source");
            line.Property(x => x.Process).HasColumnName("process");
            line.Property(x => x.Activity).HasColumnName("activity");
            line.Property(x => x.Category).HasColumnName("category");
            line.Property(x => x.Basis).HasColumnName("basis");
            line.Property(x => x.Measure).HasColumnName("measure");
            line.Property(x => x.Counterparty).HasColumnName("counterparty");
            line.HasIndex(x => x.Plant);
            line.HasIndex(x => x.Counterparty).HasFilter("counterparty IS NOT NULL");
            line.HasIndex(x => x.FirstSequence);
        });
        model.Entity<LineProvenance>(provenance =>
        {
            provenance.ToTable("provenance");
            provenance.HasKey(x => x.Id);
            provenance.Property(x => x.Id).HasColumnName("id").ValueGeneratedNever();
            provenance.Property(x => x.FirstSequence).HasColumnName("first_sequence");
            provenance.Property(x => x.Quality).HasColumnName("quality");
            provenance.Property(x => x.Method).HasColumnName("method");
            provenance.Property(x => x.FactorSet).HasColumnName("factor_set");
            provenance.Property(x => x.Statuses).HasColumnName("statuses").HasConversion<int>();
            provenance
                .Property(x => x.ActivityUncertaintyPercent)
                .HasColumnName("activity_uncertainty_percent")
                .HasColumnType("numeric");
            provenance
                .Property(x => x.FactorUncertaintyPercent)
                .HasColumnName("factor_uncertainty_percent")
                .HasColumnType("numeric");
            provenance.Property(x => x.IsMeasured).HasColumnName("measured");
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
                .HasDatabaseName("ix_provenance_key");
        });
    }

    private static void State(ModelBuilder model)
    {
        model.Entity<PlantMonth>(month =>
        {
            month.ToTable("plant_month");
            month.HasKey(x => new { x.Plant, x.Month });
            month.Property(x => x.Plant).HasColumnName("plant");
            month.Property(x => x.Month).HasColumnName("month");
            month.Property(x => x.Revision).HasColumnName("revision");
            month.Property(x => x.CatalogueVersion).HasColumnName("catalogue_version");
            month.Property(x => x.MethodsVersion).HasColumnName("methods_version");
            month.Property(x => x.Sequence).HasColumnName("sequence");
            month.Property(x => x.RecordedAt).HasColumnName("recorded_at");
            month.Property(x => x.PostingCount).HasColumnName("posting_count");
            month.Property(x => x.OpenGaps).HasColumnName("open_gaps");
            month.Property(x => x.LinesHash).HasColumnName("lines_hash");
            month.Property(x => x.LineIds).HasColumnName("line_ids").HasColumnType("integer[]");
            month.Property(x => x.Amounts).HasColumnName("amounts").HasColumnType("numeric[]");
            month.Property(x => x.Quantities).HasColumnName("quantities").HasColumnType("numeric[]");
            month.Property(x => x.ProvenanceIds).HasColumnName("provenance_ids").HasColumnType("integer[]");
            month.Property(x => x.Sequences).HasColumnName("sequences").HasColumnType("bigint[]");
            month.Property(x => x.Ordinals).HasColumnName("ordinals").HasColumnType("integer[]");
            month.Property(x => x.Gaps).HasColumnName("gaps").HasColumnType("jsonb");
            // Coverage, and whether lines read before still stand, come from this index alone.
            month.HasIndex(x => new { x.Month, x.Plant }).IncludeProperties(x => new { x.OpenGaps, x.Sequence });
        });
        model.Entity<RollUp>(rollUp =>
        {
            rollUp.ToTable("rollup");
            // Its key has columns that may be null; the index below stands in for it.
            rollUp.HasNoKey();
            rollUp.Property(x => x.Month).HasColumnName("month");
            rollUp.Property(x => x.Unit).HasColumnName("unit");
            rollUp.Property(x => x.Category).HasColumnName("category");
            rollUp.Property(x => x.Basis).HasColumnName("basis");
            rollUp.Property(x => x.Measure).HasColumnName("measure");
            rollUp.Property(x => x.CounterpartyUnit).HasColumnName("counterparty_unit");
            rollUp.Property(x => x.Amount).HasColumnName("amount").HasColumnType("numeric");
            rollUp.Property(x => x.MeasuredAmount).HasColumnName("measured_amount").HasColumnType("numeric");
            rollUp.Property(x => x.VerifiedAmount).HasColumnName("verified_amount").HasColumnType("numeric");
            rollUp.Property(x => x.LineCount).HasColumnName("line_count");
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
                .AreNullsDistinct(false)
                .HasDatabaseName("ix_rollup_key");
        });
        model.Entity<Plant>(plant =>
        {
            plant.ToTable("plant");
            plant.HasKey(x => x.Code);
            plant.Property(x => x.Code).HasColumnName("code");
            plant.Property(x => x.Version).HasColumnName("version");
            plant.Property(x => x.FromMonth).HasColumnName("from_month");
            plant.Property(x => x.ToMonth).HasColumnName("to_month");
        });
        model.Entity<Membership>(membership =>
        {
            membership.ToTable("membership");
            membership.HasKey(x => new { x.Plant, x.FromMonth });
            membership.Property(x => x.Plant).HasColumnName("plant");
            membership.Property(x => x.FromMonth).HasColumnName("from_month");
            membership.Property(x => x.ToMonth).HasColumnName("to_month");
            membership.Property(x => x.Unit).HasColumnName("unit");
        });
    }
}
