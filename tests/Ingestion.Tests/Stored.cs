using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Tests;

/// <summary>What the database holds of a sheet.</summary>
internal static class Stored
{
    /// <summary>The revision in force, from the bytes that travel.</summary>
    public static async Task<ReadingsAcceptedEvent> SheetAsync(IngestionHost host, string plant, string month) =>
        EventJson.ReadingsAccepted(
            (byte[])
                (
                    await host.Database.ExecuteAsync(
                        "SELECT e.body FROM sheet s JOIN event e ON e.id = s.event_id WHERE s.plant = "
                            + $"'{plant}' AND s.month = {Month.Parse(month).Index}"
                    )
                )!
        );

    /// <summary>How many sheets of the plant are waiting to be sent or were sent.</summary>
    public static async Task<long> EventsAsync(IngestionHost host, string plant) =>
        (long)
            (
                await host.Database.ExecuteAsync(
                    "SELECT count(*) FROM event e JOIN outbox o ON o.event_id = e.id WHERE e.type = "
                        + $"'readings-accepted.v1' AND convert_from(body, 'UTF8')::json->>'plant' = '{plant}'"
                )
            )!;
}
