using CarbonPlatform.Quantities;
using Npgsql;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// What this side holds, to be compared with the ledger: every sheet and record,
/// and how far the ledger has confirmed it.
/// </summary>
internal static class OwnState
{
    public static async Task<List<OwnRecord>> RecordsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "SELECT kind, code, version, applied_version FROM organisation_record",
            connection
        );
        var own = new List<OwnRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            own.Add(new OwnRecord(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3)));
        return own;
    }

    public static async Task<List<OwnSheet>> SheetsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "SELECT plant, month, revision, applied_revision, lines_hash FROM sheet",
            connection
        );
        var own = new List<OwnSheet>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            own.Add(
                new OwnSheet(
                    PlantCode.Trusted(reader.GetString(0)),
                    Month.FromIndex(reader.GetInt32(1)),
                    reader.GetInt32(2),
                    reader.GetInt32(3),
                    await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4)
                )
            );
        return own;
    }
}
