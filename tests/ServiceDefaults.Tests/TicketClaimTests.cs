using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What a ticket that is signed by its issuer may say of its times and of its holder.</summary>
[Tier(Tier.Pure)]
public sealed class TicketClaimTests : TicketsOfIssuers
{
    public static TheoryData<string, long, long> Times()
    {
        var now = new DateTimeOffset(2025, 1, 20, 8, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        return new()
        {
            { "the least", long.MinValue, now + 30 },
            { "nearly the least", long.MinValue + 10, long.MinValue + 40 },
            { "both the least", long.MinValue, long.MinValue },
            { "before 1970", -1, 30 },
            { "the greatest", now, long.MaxValue },
            { "both the greatest", long.MaxValue - 30, long.MaxValue },
            { "beyond the calendar", 253_402_300_799, 253_402_300_800 },
            { "all there is", long.MinValue, long.MaxValue },
        };
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void Times_that_no_clock_shows_are_refused(string which, long issuedAt, long expiresAt)
    {
        var payload = Payload(("iat", issuedAt), ("exp", expiresAt));
        Ledger.Verify(payload + "." + Encode(Gateway.Sign(payload)), out var because).ShouldBeNull(which);
        because.ShouldBe("Its times are none that a clock shows.");
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1e400")]
    [InlineData("1737360000.5")]
    [InlineData("\"1737360000\"")]
    [InlineData("null")]
    [InlineData("[1737360000]")]
    public void What_is_no_number_of_seconds_is_refused(string number)
    {
        foreach (var member in new[] { "iat", "exp" })
        {
            var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Payload()));
            var at = claims.IndexOf($"\"{member}\":", StringComparison.Ordinal) + member.Length + 3;
            var payload = Encode(
                Encoding.UTF8.GetBytes(claims[..at] + number + claims[claims.IndexOfAny([',', '}'], at)..])
            );
            ShouldRefuse(payload + "." + Encode(Gateway.Sign(payload)), "It is not written as a caller ticket.");
        }
    }

    private const string NotItsPlants = "Its plants are not those of its roles.";
    private const string NotATicket = "It is not written as a caller ticket.";
    private const string NotItsRoles = "Its issuer may not give these roles.";
    private const string NoHolder = "It does not name its holder.";

    [Theory]
    [InlineData("""["plant"]""", "null", NotItsPlants)]
    [InlineData("""["plant"]""", "[]", NotItsPlants)]
    [InlineData("""["plant"]""", "[null]", NotATicket)]
    [InlineData("""["plant"]""", """["SX-A1",null]""", NotATicket)]
    [InlineData("""["plant"]""", """[""]""", NotATicket)]
    [InlineData("""["plant"]""", """["sx a1"]""", NotATicket)]
    [InlineData("""["plant"]""", """["*"]""", NotATicket)]
    [InlineData("""["plant"]""", "\"SX-A1\"", NotATicket)]
    [InlineData("""["plant","admin"]""", """["SX-A1"]""", NotItsPlants)]
    [InlineData("""["plant","plant"]""", """["SX-A1"]""", NotItsPlants)]
    [InlineData("""["auditor"]""", """["SX-A1"]""", NotItsPlants)]
    [InlineData("""["admin"]""", "[]", NotItsPlants)]
    [InlineData("[]", "null", NotItsRoles)]
    [InlineData("[null]", "null", NotATicket)]
    [InlineData("""["Plant"]""", "null", NotItsRoles)]
    public void Roles_and_plants_go_together_as_those_of_keys_do(string roles, string plants, string because)
    {
        var payload = Payload(("roles", JsonNode.Parse(roles)!), ("plants", JsonNode.Parse(plants)!));
        ShouldRefuse(payload + "." + Encode(Gateway.Sign(payload)), because);
    }

    [Theory]
    [InlineData("sub", "\"\"", NoHolder)]
    [InlineData("subject", "\"\"", NoHolder)]
    [InlineData("makers", "[\"\"]", NoHolder)]
    [InlineData("makers", "[null]", NotATicket)]
    public void Who_holds_it_and_who_made_it_have_names(string member, string value, string because)
    {
        var payload = Payload((member, JsonNode.Parse(value)!));
        ShouldRefuse(payload + "." + Encode(Gateway.Sign(payload)), because);
    }

    [Fact]
    public void A_member_named_twice_is_refused()
    {
        var payload = Encode(
            Encoding.UTF8.GetBytes(
                """
                {"iss":"gateway","sub":"k","sub":"admin","roles":["admin"],"plants":null,"aud":"ledger",
                "iat":1737360000,"exp":1737360060}
                """.Joined()
            )
        );
        ShouldRefuse(payload + "." + Encode(Gateway.Sign(payload)), "It is not written as a caller ticket.");
    }
}
