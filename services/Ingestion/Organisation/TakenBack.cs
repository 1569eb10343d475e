using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// What was made by mistake: a plant, or a source of one, that no sheet has ever spoken of. A unit has no sheets.
/// </summary>
/// <param name="Plant">The plant, or that of the source; null for a unit.</param>
/// <param name="Source">The source; null for the plant itself.</param>
internal sealed record TakenBack(PlantCode? Plant = null, string? Source = null)
{
    /// <summary>Nothing of the record stays.</summary>
    public bool IsWhole => Source is null;

    /// <summary>The sheets, in whatever revision, that keep it from being taken back.</summary>
    public async Task<Refusal?> WhyNotAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        if (Plant is null)
            return null;
        var sheets = Source is null
            ? await SheetsAsync(connection, transaction, cancellationToken)
            : await SheetsOfSourceAsync(connection, transaction, Source, cancellationToken);
        return sheets.Count == 0
            ? null
            : RecordRefusals.InUse(
                Source is null ? "plant" : "source",
                Source ?? Plant.Value,
                [new RecordUse($"Sheets speak of it: {RecordUse.Of(sheets)}.", RecordUse.Ends)]
            );
    }

    private async Task<List<string>> SheetsAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT plant, month FROM sheet WHERE plant = $1 OR (mentions IS NOT NULL AND mentions @> ARRAY[$1])
            ORDER BY plant, month
            """,
            connection,
            transaction
        )
        {
            Parameters = { Value(Plant!) },
        };
        var sheets = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            sheets.Add($"{reader.GetString(0)} {Month.FromIndex(reader.GetInt32(1))}");
        return sheets;
    }

    private async Task<List<string>> SheetsOfSourceAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        string source,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT e.body FROM revision r JOIN event e ON e.id = r.event_id
            WHERE r.plant = $1 ORDER BY r.month, r.revision
            """,
            connection,
            transaction
        )
        {
            Parameters = { Value(Plant!) },
        };
        var sheets = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var sheet = EventJson.ReadingsAccepted(reader.GetFieldValue<byte[]>(0));
            if (sheet.Readings.Any(reading => reading.Source == source))
                sheets.Add($"{sheet.Plant} {sheet.Month}");
        }
        return [.. sheets.Distinct(StringComparer.Ordinal)];
    }
}
