using System.Data;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Database;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// Changes one record of the organisation: the record, its event, and new revisions of every sheet of the past that
/// would carry something else now, in one transaction. The same record again changes nothing.
/// </summary>
internal sealed class ChangeOrganisation(
    NpgsqlDataSource database,
    OrganisationCache cache,
    RevisePastSheets sheets,
    DeliverySettings delivery,
    TimeProvider time,
    OutboxSignal outbox
)
{
    private static readonly Columns<Stored> s_record = new("organisation_record")
    {
        { "kind", stored => stored.Change.Kind },
        { "code", stored => stored.Change.Code },
        { "version", stored => stored.Change.Version },
        { "event_id", stored => stored.EventId },
        { "changed_in", stored => stored.ChangedIn },
    };

    private static readonly string s_store = $"""
        INSERT INTO organisation_record ({s_record.Names}, resend_at)
        SELECT {s_record.Names}, now() + ${s_record.Count() + 1} FROM {s_record.Given}
        ON CONFLICT (kind, code) DO UPDATE
            SET {s_record.Overwrite("kind", "code")}, resend_at = excluded.resend_at, resends = 0
        """;

    private sealed record Stored(OrganisationChangedEvent Change, long EventId, long ChangedIn);

    /// <summary>
    /// Lets <paramref name="decide"/> look at the organisation as it is and say what it shall be; nobody else changes
    /// it meanwhile. A preview goes the whole way but for the commit.
    /// </summary>
    public async Task<Answer<ChangedRecord>> ExecuteAsync(
        Caller caller,
        WriteTerms terms,
        Func<OrganisationState, Standing> standing,
        Func<OrganisationState, Answer<WantedRecord>> decide,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var before = await LockAsync(connection, cancellationToken);
        _ = decide(before).IsRefused(out var refusal, out var wanted);
        var now = time.GetStorableNow();
        var known = wanted is null ? null : Known(before, wanted);
        var change = wanted is null ? null : Change(wanted, known, caller, now);
        // Whoever did not hear the answer sends the same again: that overwrites nothing.
        if (change is not null && terms.Seen != RevisionTag.None && IsAsItStands(change, known))
            return new ChangedRecord(change, Created: false);
        var stands = standing(before);
        if (
            terms.Seen.Against(stands.Version, required: stands.IsReplaced && !terms.IsPreview, Tagged.Record) is
            { } condition
        )
            return condition;
        if (wanted is null || change is null)
            return refusal!;
        if (OrganisationSize.Check(before, wanted) is { } tooMany)
            return RecordCheck.Refused([tooMany]);
        if (
            wanted.TakenBack is { } takenBack
            && await takenBack.WhyNotAsync(connection, transaction, cancellationToken) is { } used
        )
            return used;

        if (await NextVersionAsync(connection, transaction, change, cancellationToken) is not { } version)
            return RecordCheck.Refused([NoVersionLeft(change)]);
        change = change with
        {
            Version = version,
            ChangedAt = now,
            ChangedBy = caller.Id,
            ChangedBySubject = caller.Subject,
        };
        var after = before.With(change, before.Version + 1);
        await StoreAsync(connection, transaction, change, after.Version, cancellationToken);
        var past = PastChange.None;
        if (change is { Plant: { } plant, TakenBack: null })
        {
            var question = new PastQuestion(known?.Plant, plant, before, after, wanted.Undated, terms);
            past = await sheets.ExecuteAsync(connection, transaction, question, caller, cancellationToken);
            if (past.Findings.Count > 0)
                return RecordCheck.Refused(past.Findings);
        }
        if (!terms.IsPreview)
        {
            await transaction.CommitAsync(cancellationToken);
            outbox.Wake();
        }
        return new ChangedRecord(change, Created: known is null) { Past = past };
    }

    private static OrganisationChangedEvent Change(
        WantedRecord wanted,
        KnownRecord? known,
        Caller caller,
        DateTimeOffset now
    ) =>
        new()
        {
            Kind = wanted.Unit is null ? OrganisationChangedEvent.PlantKind : OrganisationChangedEvent.UnitKind,
            Code = wanted.Code,
            Version = known?.Version ?? 0,
            ChangedAt = known?.ChangedAt ?? now,
            ChangedBy = known?.ChangedBy ?? caller.Id,
            ChangedBySubject = known is null ? caller.Subject : known.ChangedBySubject,
            Unit = wanted.Unit,
            Plant = wanted.Plant,
            TakenBack = wanted.TakenBack is { IsWhole: true } ? true : null,
        };

    private static bool IsAsItStands(OrganisationChangedEvent change, KnownRecord? known) =>
        known is not null
        && EventJson
            .Serialize(change)
            .AsSpan()
            .SequenceEqual(
                EventJson.Serialize(change with { Unit = known.Unit, Plant = known.Plant, TakenBack = null })
            );

    private sealed record KnownRecord(
        UnitRecord? Unit,
        PlantRecord? Plant,
        int Version,
        DateTimeOffset ChangedAt,
        string ChangedBy,
        string? ChangedBySubject
    );

    private static KnownRecord? Known(OrganisationState state, WantedRecord wanted) =>
        wanted.Unit is { } unit ? Known(state.Units, unit.Code) : Known(state.Plants, PlantCode.Trusted(wanted.Code));

    private static KnownRecord? Known<TCode, T>(IReadOnlyDictionary<TCode, Versioned<T>> records, TCode code) =>
        records.TryGetValue(code, out var known)
            ? new KnownRecord(
                known.Record as UnitRecord,
                known.Record as PlantRecord,
                known.Version,
                known.ChangedAt,
                known.ChangedBy,
                known.ChangedBySubject
            )
            : null;

    private async Task<OrganisationState> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Two statements: the second takes its snapshot when the first has the lock.
        var version = 0L;
        await new Questions()
            .First($"SELECT pg_advisory_xact_lock({OrganisationCache.LockClass}, 0)")
            .Ask(
                new NpgsqlBatchCommand("SELECT version FROM organisation_head"),
                row => version = row.GetInt64("version")
            )
            .AnswerAsync(connection, cancellationToken);
        return await cache.AtAsync(version, connection, cancellationToken);
    }

    /// <summary>
    /// One more than anybody has seen: this database may have been set back behind what the ledger holds. Null when
    /// there is no number left.
    /// </summary>
    private static async Task<int?> NextVersionAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        OrganisationChangedEvent change,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "SELECT greatest(version, applied_version) FROM organisation_record WHERE kind = $1 AND code = $2",
            connection,
            transaction
        )
        {
            Parameters = { Value(change.Kind), Value(change.Code) },
        };
        return Counting.Next((int)(await command.ExecuteScalarAsync(cancellationToken) ?? 0));
    }

    private static RefusalItem NoVersionLeft(OrganisationChangedEvent change) =>
        new(
            null,
            change.Kind,
            RecordCodes.NoVersionLeft,
            $"The ledger holds a version of {change.Kind} {change.Code} that nobody has made, and no number is left "
                + "above it.",
            "Whoever runs the platform looks at the log of Ingestion and at ledger-beyond in /health/ready."
        );

    private async Task StoreAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        OrganisationChangedEvent change,
        long version,
        CancellationToken cancellationToken
    )
    {
        var eventId = await Outbox.AddAsync(
            connection,
            transaction,
            new OutgoingEvent(EventTypes.OrganisationChanged, EventJson.Serialize(change)),
            change.ChangedAt,
            cancellationToken
        );
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("UPDATE organisation_head SET version = $1") { Parameters = { Value(version) } },
                Statement.With(s_store, s_record.Of([new Stored(change, eventId, version)]), Value(delivery.Grace)),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
