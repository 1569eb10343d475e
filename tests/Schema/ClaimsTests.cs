using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>
/// What sheets say of claimed power is what the service would keep of them, also of those that were accepted before
/// claims were weighed; these stand as they did until either side of a claim changes.
/// </summary>
[Tier(Tier.Service)]
public sealed class ClaimsTests
{
    [Fact]
    public async Task Sheets_from_before_say_what_they_said_of_claimed_power()
    {
        await using var database = await FilledDatabase.LoadAsync("0.1.0", "ingestion");
        await ServiceDatabase.MigrateAsync("ingestion", database.Migrations);

        var said = new List<SheetClaim>();
        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT s.claims, e.body FROM sheet s JOIN event e ON e.id = s.event_id ORDER BY s.plant, s.month",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var sheet = EventJson.ReadingsAccepted(reader.GetFieldValue<byte[]>(1));
            var kept = reader.IsDBNull(0) ? null : SheetClaim.FromJson(reader.GetString(0));
            kept.ShouldBe(SheetClaim.Of(sheet.Readings), $"{sheet.Plant} {sheet.Month}");
            said.AddRange(kept ?? []);
        }
        said.Select(claim => claim.Role).Distinct(StringComparer.Ordinal).ShouldContain(ClaimRoles.Delivered);
    }
}
