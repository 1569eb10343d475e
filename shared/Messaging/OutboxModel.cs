using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Messaging;

/// <summary>
/// A row of table <c>event</c>: what was published, kept as the record. Business rows refer to it instead of storing
/// the bytes again.
/// </summary>
public sealed class StoredEvent
{
    /// <summary>Identity within this service's database.</summary>
    public long Id { get; private set; }

    /// <summary>Name and version, such as <c>readings-accepted.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The encoded event, as the broker carries it.</summary>
    public required byte[] Body { get; init; }

    /// <summary>W3C trace context of the work that caused the event.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When the service recorded it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A row of table <c>outbox</c>: an event that the broker has not confirmed yet.</summary>
internal sealed class PendingEvent
{
    public required long EventId { get; init; }

    public DateTimeOffset? LeasedUntil { get; init; }

    public required int Attempts { get; init; }

    public string? LastError { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }
}

/// <summary>The outbox tables as part of a service's EF Core model.</summary>
public static class OutboxModel
{
    /// <summary>
    /// Storage settings and the relay's index for the two tables, to be run by the migration that creates them
    /// (<c>migrationBuilder.Sql(OutboxModel.TuningSql)</c>).
    /// Every outbox row lives for milliseconds, so vacuum must come by count of dead rows, not by share; lz4 costs a
    /// fraction of pglz on the event bodies.
    /// </summary>
    public const string TuningSql = """
        ALTER TABLE outbox SET (
            fillfactor = 50,
            autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0,
            autovacuum_vacuum_cost_delay = 0,
            autovacuum_analyze_threshold = 5000, autovacuum_analyze_scale_factor = 0);
        CREATE INDEX outbox_claim ON outbox (attempts, event_id);
        ALTER TABLE event ALTER COLUMN body SET COMPRESSION lz4;
        """;

    /// <summary>
    /// Adds tables <c>event</c> and <c>outbox</c>, whose columns the conventions of the platform name
    /// (<c>AddPlatformConventions</c>). The service's role needs SELECT, INSERT on both, and UPDATE, DELETE on
    /// <c>outbox</c>.
    /// </summary>
    /// <param name="model">The model being built.</param>
    /// <returns>The same builder.</returns>
    public static ModelBuilder AddOutbox(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<StoredEvent>(e =>
        {
            e.ToTable("event");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            // In one word, as W3C writes it.
            e.Property(x => x.TraceParent).HasColumnName("traceparent");
        });
        model.Entity<PendingEvent>(e =>
        {
            e.ToTable("outbox");
            e.HasKey(x => x.EventId);
            e.Property(x => x.EventId).ValueGeneratedNever();
            e.Property(x => x.Attempts).HasDefaultValue(0);
            e.Property(x => x.EnqueuedAt).HasDefaultValueSql("now()");
            // Whoever clears away old events must not take an unsent one with them unnoticed.
            e.HasOne<StoredEvent>()
                .WithOne()
                .HasForeignKey<PendingEvent>(x => x.EventId)
                .OnDelete(DeleteBehavior.Restrict);
        });
        return model;
    }
}
