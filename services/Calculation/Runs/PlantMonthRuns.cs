using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using Npgsql;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Makes the runs of a plant-month, one at a time under its row's lock. A run is of (revision, catalogue version, methods
/// version): what is newer is calculated from the highest revision held and published, what is not is answered with the
/// result that stands, sent again. Input, run and outgoing event are one transaction.
/// </summary>
internal sealed class PlantMonthRuns(NpgsqlDataSource database, Catalogue catalogue, TimeProvider time, OutboxSignal signal)
{
    // The row is made by the first who comes and locked by everybody; the no-op update is the lock.
    private const string Lock = """
        INSERT INTO plant_month (plant, month, revision, catalogue_version, methods_version) VALUES ($1, $2, 0, 0, 0)
        ON CONFLICT (plant, month) DO UPDATE SET revision = plant_month.revision
        RETURNING revision, catalogue_version, methods_version, result_event_id
        """;

    private const string AddInput = """
        INSERT INTO input (plant, month, revision, body, received_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """;

    // The event went first in the same batch; its id is this session's newest.
    private const string AddRun = """
        INSERT INTO run (plant, month, revision, catalogue_version, methods_version, result_event_id, lines_hash, calculated_at)
        VALUES ($1, $2, $3, $4, $5, currval('event_id_seq'), $6, $7)
        """;

    private const string Advance = """
        UPDATE plant_month SET revision = $3, catalogue_version = $4, methods_version = $5, result_event_id = currval('event_id_seq')
        WHERE plant = $1 AND month = $2
        """;

    private const string InputOf = "SELECT body FROM input WHERE plant = $1 AND month = $2 AND revision = $3";

    /// <summary>A revision arrived, perhaps not for the first time, perhaps late.</summary>
    /// <exception cref="PoisonMessageException">It can never be calculated.</exception>
    public async Task ApplyAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var accepted = Read(body);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var standing = await LockAsync(connection, transaction, accepted.Plant, accepted.Month, cancellationToken);
        if (accepted.Revision > standing.Revision)
            await WriteAsync(connection, transaction, accepted, body, accepted.Reason, cancellationToken);
        else if (IsOutdated(standing))
            await CalculateAgainAsync(connection, transaction, accepted.Plant, accepted.Month, standing, cancellationToken);
        else
            await Outbox.RequeueAsync(connection, transaction, [standing.ResultEventId!.Value], time.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }

    /// <summary>Calculates a plant-month again if it stands on an older catalogue or older methods; false if it does not.</summary>
    /// <exception cref="PoisonMessageException">Its input cannot be calculated any more.</exception>
    public async Task<bool> CalculateAgainAsync(string plant, Month month, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var standing = await LockAsync(connection, transaction, plant, month, cancellationToken);
        if (standing.Revision == 0 || !IsOutdated(standing)) return false;
        await CalculateAgainAsync(connection, transaction, plant, month, standing, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return true;
    }

    private async Task CalculateAgainAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string plant, Month month, StandingRun standing, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(InputOf, connection, transaction)
        {
            Parameters = { new() { Value = plant }, new() { Value = month.Index }, new() { Value = standing.Revision } },
        };
        var body = (byte[])(await command.ExecuteScalarAsync(cancellationToken))!;
        var reason = standing.CatalogueVersion < catalogue.Version ? Reasons.Factor : Reasons.Method;
        await WriteAsync(connection, transaction, Read(body), body, reason, cancellationToken);
    }

    private async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, ReadingsAcceptedEvent accepted, ReadOnlyMemory<byte> body, string reason, CancellationToken cancellationToken)
    {
        var month = Calculate(accepted);
        var now = Microseconds(time.GetUtcNow());
        var result = EventJson.Serialize(month.ToEvent(catalogue, reason, now));

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Outbox.AddCommand(new OutgoingEvent(EventTypes.EmissionsCalculated, result), now));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AddInput)
        {
            Parameters =
            {
                new() { Value = accepted.Plant }, new() { Value = accepted.Month.Index }, new() { Value = accepted.Revision },
                new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = body }, new() { Value = now },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AddRun)
        {
            Parameters =
            {
                new() { Value = accepted.Plant }, new() { Value = accepted.Month.Index }, new() { Value = accepted.Revision }, new() { Value = catalogue.Version },
                new() { Value = EmissionLines.MethodsVersion }, new() { Value = month.Hash() }, new() { Value = now },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Advance)
        {
            Parameters =
            {
                new() { Value = accepted.Plant }, new() { Value = accepted.Month.Index }, new() { Value = accepted.Revision }, new() { Value = catalogue.Version },
                new() { Value = EmissionLines.MethodsVersion },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        CalculationTelemetry.Sheets.Add(1);
        CalculationTelemetry.Lines.Add(month.Lines.All.Length);
        CalculationTelemetry.Gaps.Add(month.Lines.Gaps.Count);
    }

    private CalculatedMonth Calculate(ReadingsAcceptedEvent accepted)
    {
        try
        {
            return CalculatedMonth.Of(accepted, catalogue);
        }
        catch (UnreadableSheetException unreadable)
        {
            throw new PoisonMessageException($"{accepted.Plant} {accepted.Month} revision {accepted.Revision}: {unreadable.Message}", unreadable);
        }
        catch (OverflowException tooLarge)
        {
            throw new PoisonMessageException($"{accepted.Plant} {accepted.Month} revision {accepted.Revision}: an amount is too large. {tooLarge.Message}", tooLarge);
        }
    }

    private static ReadingsAcceptedEvent Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var accepted = EventJson.ReadingsAccepted(body.Span);
            return accepted.Revision >= 1 ? accepted : throw new PoisonMessageException($"{accepted.Plant} {accepted.Month}: revisions count from 1, not {accepted.Revision}.");
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException($"The event is no {EventTypes.ReadingsAccepted}: {unreadable.Message}", unreadable);
        }
    }

    private static async Task<StandingRun> LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string plant, Month month, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Lock, connection, transaction) { Parameters = { new() { Value = plant }, new() { Value = month.Index } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new StandingRun(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetInt64(3));
    }

    private bool IsOutdated(StandingRun standing) =>
        (standing.CatalogueVersion, standing.MethodsVersion).CompareTo((catalogue.Version, EmissionLines.MethodsVersion)) < 0;

    /// <summary>As PostgreSQL keeps it, so that the event and the run say the same instant.</summary>
    private static DateTimeOffset Microseconds(DateTimeOffset instant) => new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>The run that stands; revision 0 when there is none yet.</summary>
    private sealed record StandingRun(int Revision, int CatalogueVersion, int MethodsVersion, long? ResultEventId);
}
