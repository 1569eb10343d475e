using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Records of the organisation as they are kept and told to others.</summary>
internal static class Records
{
    public static async Task<OrganisationChangedEvent> RecordAsync(this IngestionHost host, string code) =>
        EventJson.OrganisationChanged(
            (byte[])
                (
                    await host.Database.ExecuteAsync(
                        "SELECT e.body FROM organisation_record o JOIN event e ON e.id = o.event_id WHERE "
                            + $"o.code = '{code}'"
                    )
                )!
        );

    public static async Task<long> ChangesAsync(this IngestionHost host, string code) =>
        (long)
            (
                await host.Database.ExecuteAsync(
                    "SELECT count(*) FROM event WHERE type = 'organisation-changed.v1' AND "
                        + $"convert_from(body, 'UTF8')::json->>'code' = '{code}'"
                )
            )!;
}
