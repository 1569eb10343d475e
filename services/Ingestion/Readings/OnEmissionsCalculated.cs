using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Notes what a revision came to. A result of an older catalogue or older methods, or the same once more, changes nothing;
/// nor does one of a revision that this database does not know.
/// </summary>
internal sealed class OnEmissionsCalculated(NpgsqlDataSource source) : IEventConsumer
{
    public async ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
    {
        var result = Read(message);
        await using var command = source.CreateCommand("""
            UPDATE revision SET calculated_at = $4, catalogue_version = $5, methods_version = $6, line_count = $7, gap_count = $8, calculation = $9
            WHERE plant = $1 AND month = $2 AND revision = $3
              AND (catalogue_version IS NULL OR (catalogue_version, methods_version) < ($5, $6))
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = result.Plant });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = result.Month.Index });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = result.Revision });
        command.Parameters.Add(new NpgsqlParameter { Value = result.CalculatedAt.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = result.CatalogueVersion });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = result.MethodsVersion });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = result.Lines.Amount.Count });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = result.Gaps.Count });
        command.Parameters.Add(new NpgsqlParameter { Value = CalculationSummary.Of(result).ToJson(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static EmissionsCalculatedEvent Read(IncomingEvent message)
    {
        try
        {
            return EventJson.EmissionsCalculated(message.Body.Span);
        }
        catch (JsonException unreadable)
        {
            throw new PoisonMessageException("The event is not of the shape of emissions-calculated.v1.", unreadable);
        }
    }
}
