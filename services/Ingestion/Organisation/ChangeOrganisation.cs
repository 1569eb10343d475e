using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>What a request wants the organisation to be: one whole record, or a refusal.</summary>
internal sealed record WantedRecord(UnitRecord? Unit, PlantRecord? Plant, Refusal? Refusal)
{
    public static implicit operator WantedRecord(UnitRecord unit) => new(unit, null, null);

    public static implicit operator WantedRecord(PlantRecord plant) => new(null, plant, null);

    public static implicit operator WantedRecord(Refusal refusal) => new(null, null, refusal);
}

/// <summary>How it went: the refusal, or the record that is in force now and whether it was there before.</summary>
internal sealed record ChangedRecord(OrganisationChangedEvent? InForce, bool Created, Refusal? Refusal);

/// <summary>
/// Changes one record of the organisation: the record, its event, and new revisions of every sheet of the past that would
/// carry something else now, in one transaction. The same record again changes nothing.
/// </summary>
internal sealed class ChangeOrganisation(
    NpgsqlDataSource source,
    OrganisationCache cache,
    RevisePastSheets sheets,
    DeliverySettings delivery,
    TimeProvider time,
    OutboxSignal outbox
)
{
    /// <summary>Lets <paramref name="decide"/> look at the organisation as it is and say what it shall be; nobody else changes it meanwhile.</summary>
    public async Task<ChangedRecord> ExecuteAsync(
        Caller caller,
        Func<OrganisationState, WantedRecord> decide,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (version, before) = await LockAsync(connection, transaction, cancellationToken);

        var wanted = decide(before);
        if (wanted.Refusal is { } refusal)
            return new ChangedRecord(null, Created: false, refusal);

        var now = time.GetStorableNow();
        var known = wanted.Unit is { } unit ? Known(before.Units, unit.Code) : Known(before.Plants, wanted.Plant!.Code);
        var change = new OrganisationChangedEvent
        {
            Kind = wanted.Unit is null ? OrganisationChangedEvent.PlantKind : OrganisationChangedEvent.UnitKind,
            Code = wanted.Unit?.Code ?? wanted.Plant!.Code,
            Version = known?.Version ?? 0,
            ChangedAt = known?.ChangedAt ?? now,
            ChangedBy = known?.ChangedBy ?? caller.Id,
            Unit = wanted.Unit,
            Plant = wanted.Plant,
        };
        if (
            known is not null
            && EventJson
                .Serialize(change)
                .AsSpan()
                .SequenceEqual(EventJson.Serialize(change with { Unit = known.Unit, Plant = known.Plant }))
        )
            return new ChangedRecord(change, Created: false, Refusal: null);

        change = change with
        {
            Version = await NextVersionAsync(connection, transaction, change, cancellationToken),
            ChangedAt = now,
            ChangedBy = caller.Id,
        };
        var after = before.With(change, version + 1);
        await StoreAsync(connection, transaction, change, after.Version, cancellationToken);
        if (change.Plant is { } plant)
        {
            var findings = await sheets.ExecuteAsync(
                connection,
                transaction,
                before: known?.Plant,
                plant,
                after,
                caller.Id,
                cancellationToken
            );
            if (findings.Count > 0)
                return new ChangedRecord(null, Created: false, RecordCheck.Refused(findings));
        }
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return new ChangedRecord(change, Created: known is null, Refusal: null);
    }

    private sealed record KnownRecord(
        UnitRecord? Unit,
        PlantRecord? Plant,
        int Version,
        DateTimeOffset ChangedAt,
        string ChangedBy
    );

    private static KnownRecord? Known<T>(IReadOnlyDictionary<string, Versioned<T>> records, string code) =>
        records.TryGetValue(code, out var known)
            ? new KnownRecord(
                known.Record as UnitRecord,
                known.Record as PlantRecord,
                known.Version,
                known.ChangedAt,
                known.ChangedBy
            )
            : null;

    private async Task<(long Version, OrganisationState State)> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        // Two statements: the second takes its snapshot when the first has the lock.
        await using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({OrganisationCache.LockClass}, 0)"),
                new NpgsqlBatchCommand("SELECT version FROM organisation_head"),
            },
        };
        long version;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            version = reader.GetInt64(0);
        }
        return (version, await cache.AtAsync(version, connection, cancellationToken));
    }

    /// <summary>One more than anybody has seen: this database may have been set back behind what the ledger holds.</summary>
    private static async Task<int> NextVersionAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        OrganisationChangedEvent change,
        CancellationToken cancellationToken
    )
    {
        await using NpgsqlCommand command = new(
            "SELECT greatest(version, applied_version) FROM organisation_record WHERE kind = $1 AND code = $2",
            connection,
            transaction
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = change.Kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = change.Code });
        return (int)(await command.ExecuteScalarAsync(cancellationToken) ?? 0) + 1;
    }

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
        await using NpgsqlBatch batch = new(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("UPDATE organisation_head SET version = $1")
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = version } },
                },
                new NpgsqlBatchCommand(
                    """
                    INSERT INTO organisation_record (kind, code, version, event_id, changed_in, resend_at) VALUES ($1, $2, $3, $4, $5, now() + $6)
                    ON CONFLICT (kind, code) DO UPDATE SET version = $3, event_id = $4, changed_in = $5, resend_at = now() + $6, resends = 0
                    """
                )
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = change.Kind },
                        new NpgsqlParameter<string> { TypedValue = change.Code },
                        new NpgsqlParameter<int> { TypedValue = change.Version },
                        new NpgsqlParameter<long> { TypedValue = eventId },
                        new NpgsqlParameter<long> { TypedValue = version },
                        new NpgsqlParameter<TimeSpan> { TypedValue = delivery.Grace },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
