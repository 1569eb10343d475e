using System.Data;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>A sheet that gets a revision because another one changed what it holds.</summary>
internal sealed record RevisedSheet(ReadingsAcceptedEvent Sheet, bool AsNamed)
{
    /// <summary>The revisions of sheets that hold something else now. One question for any number of them.</summary>
    /// <param name="connection">In the transaction of whatever changes it.</param>
    /// <param name="changed">The plant-months with what they hold now.</param>
    /// <param name="now">When the revisions are made.</param>
    public static async Task<List<RevisedSheet>> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyDictionary<(PlantCode Plant, Month Month), IReadOnlyList<ClaimShare>?> changed,
        DateTimeOffset now
    )
    {
        var revised = new List<RevisedSheet>();
        if (changed.Count == 0)
            return revised;
        await new Questions()
            .Ask(
                new NpgsqlBatchCommand(
                    """
                    SELECT greatest(s.revision, s.applied_revision) AS revision, s.suppliers_as_named, e.body
                    FROM unnest($1, $2) AS given (plant, month)
                    JOIN sheet s USING (plant, month)
                    JOIN event e ON e.id = s.event_id
                    """
                )
                {
                    Parameters =
                    {
                        Column(changed.Keys.ToList(), sheet => sheet.Plant),
                        Column(changed.Keys.ToList(), sheet => sheet.Month),
                    },
                },
                row =>
                {
                    // Where no number is left the sheet stays: /health/ready tells of what the ledger holds beyond.
                    if (Counting.Next(row.GetInt32("revision")) is not { } revision)
                        return;
                    var sheet = EventJson.ReadingsAccepted(row.GetFieldValue<byte[]>("body"));
                    var renewed = sheet with { Claims = changed[(sheet.Plant, sheet.Month)] };
                    revised.Add(
                        new RevisedSheet(
                            renewed.AsRevision(revision, Reasons.Claim, now),
                            row.GetBoolean("suppliers_as_named")
                        )
                    );
                }
            )
            .AnswerAsync(connection, CancellationToken.None);
        return revised;
    }
}
