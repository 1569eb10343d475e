using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Tickets of two issuers and of a stranger, shown to the Ledger.</summary>
public abstract class TicketsOfIssuers
{
    private protected static Issuer Gateway { get; } = new("gateway");

    private protected static Issuer Ingestion { get; } = new("ingestion");

    private protected static Issuer Stranger { get; } = new("stranger");

    private protected static Caller Plant { get; } =
        new("key-7", [Roles.Plant], [PlantCode.Parse("SX-A1"), PlantCode.Parse("NX-W1")]);

    private protected FakeClock Clock { get; } = new(new DateTimeOffset(2025, 1, 20, 8, 0, 0, TimeSpan.Zero));

    private protected TicketVerifier Ledger { get; }

    protected TicketsOfIssuers() =>
        Ledger = new TicketVerifier(
            "ledger",
            new Dictionary<string, byte[]>
            {
                ["gateway"] = Gateway.PublicKeyBytes,
                ["ingestion"] = Ingestion.PublicKeyBytes,
            },
            Clock
        );

    protected void ShouldRefuse(string ticket, string because)
    {
        Ledger.Verify(ticket, out var refusedBecause).ShouldBeNull();
        refusedBecause.ShouldBe(because);
    }

    protected static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    protected string Payload(params (string Member, JsonNode Value)[] changes)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = "gateway",
            ["sub"] = "key-1",
            ["roles"] = new JsonArray("admin"),
            ["plants"] = null,
            ["aud"] = "ledger",
            ["iat"] = now,
            ["exp"] = now + 60,
        };
        foreach (var (member, value) in changes)
            claims[member] = value;
        return Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()));
    }
}
