using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What makes a caller ticket believed, and what does not.</summary>
[Tier(Tier.Pure)]
public sealed class TicketTests
{
    private static readonly Issuer s_gateway = new("gateway");
    private static readonly Issuer s_ingestion = new("ingestion");
    private static readonly Issuer s_stranger = new("stranger");
    private static readonly Caller s_plant = new(
        "key-7",
        [Roles.Plant],
        [PlantCode.Parse("SX-A1"), PlantCode.Parse("NX-W1")]
    );

    private readonly FakeClock _time = new(new DateTimeOffset(2025, 1, 20, 8, 0, 0, TimeSpan.Zero));
    private readonly TicketVerifier _ledger;

    public TicketTests() =>
        _ledger = new TicketVerifier(
            "ledger",
            new Dictionary<string, byte[]>
            {
                ["gateway"] = s_gateway.PublicKeyBytes,
                ["ingestion"] = s_ingestion.PublicKeyBytes,
            },
            _time
        );

    private void ShouldRefuse(string ticket, string because)
    {
        _ledger.Verify(ticket, out var refusedBecause).ShouldBeNull();
        refusedBecause.ShouldBe(because);
    }

    [Fact]
    public void A_fresh_ticket_names_its_caller()
    {
        var caller = _ledger.Verify(s_gateway.Signer(_time).Sign(s_plant, "ledger"), out _).ShouldNotBeNull();

        caller.Id.ShouldBe("key-7");
        caller.Roles.ShouldBe([Roles.Plant]);
        caller.Plants.ShouldNotBeNull().Order().Select(plant => plant.Value).ShouldBe(["NX-W1", "SX-A1"]);
        caller.MaySee(PlantCode.Parse("SX-A1")).ShouldBeTrue();
        caller.MaySee(PlantCode.Parse("SX-A2")).ShouldBeFalse();
    }

    [Fact]
    public void What_is_of_no_plant_is_for_callers_who_are_not_confined()
    {
        s_plant.MaySee(null).ShouldBeFalse();
        new Caller("key-1", [Roles.Auditor], null).MaySee(null).ShouldBeTrue();
    }

    [Fact]
    public void A_caller_without_a_list_of_plants_sees_all_of_them()
    {
        var caller = _ledger
            .Verify(s_gateway.Signer(_time).Sign(new Caller("key-1", [Roles.Auditor], null), "ledger"), out _)
            .ShouldNotBeNull();

        caller.Plants.ShouldBeNull();
        caller.MaySee(PlantCode.Parse("SX-A2")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-30, true)]
    [InlineData(-31, false)]
    public void It_lasts_sixty_seconds_and_may_be_issued_thirty_ahead(int secondsLater, bool believed)
    {
        var ticket = s_gateway.Signer(_time).Sign(s_plant, "ledger");
        var then = new FakeClock(_time.GetUtcNow().AddSeconds(secondsLater));
        var verifier = new TicketVerifier(
            "ledger",
            new Dictionary<string, byte[]> { ["gateway"] = s_gateway.PublicKeyBytes },
            then
        );

        var caller = verifier.Verify(ticket, out var refusedBecause);

        (caller is not null).ShouldBe(believed);
        refusedBecause.ShouldBe(
            believed ? ""
            : secondsLater > 0 ? "It has expired."
            : "It is issued in the future."
        );
    }

    [Fact]
    public void It_serves_further_calls_of_the_caller_for_five_seconds()
    {
        var signer = s_gateway.Signer(_time);
        var first = signer.Sign(s_plant, "ledger");

        _time.Advance(TimeSpan.FromSeconds(4.9));
        signer.Sign(s_plant, "ledger").ShouldBe(first);
        signer.Sign(s_plant, "ingestion").ShouldNotBe(first);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        signer.Sign(s_plant, "ledger").ShouldNotBe(first);
    }

    [Fact]
    public void A_caller_that_has_changed_gets_a_ticket_of_its_own()
    {
        var signer = s_gateway.Signer(_time);
        signer.Sign(s_plant, "ledger");

        var fewer = _ledger
            .Verify(signer.Sign(new Caller(s_plant.Id, s_plant.Roles, [PlantCode.Parse("SX-A1")]), "ledger"), out _)
            .ShouldNotBeNull();

        fewer.Plants.ShouldNotBeNull().ShouldHaveSingleItem().Value.ShouldBe("SX-A1");
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_keep_a_ticket_of_the_future()
    {
        var signer = s_gateway.Signer(_time);
        signer.Sign(s_plant, "ledger");
        _time.Set(_time.GetUtcNow().AddHours(-1));

        _ledger.Verify(signer.Sign(s_plant, "ledger"), out var refusedBecause).ShouldNotBeNull(refusedBecause);
    }

    [Fact]
    public void One_that_was_believed_expires_all_the_same()
    {
        var ticket = s_gateway.Signer(_time).Sign(s_plant, "ledger");
        _ledger.Verify(ticket, out _).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromSeconds(61));

        ShouldRefuse(ticket, "It has expired.");
    }

    [Fact]
    public void For_another_service_it_is_refused() =>
        ShouldRefuse(s_gateway.Signer(_time).Sign(s_plant, "calculation"), "It is meant for another service.");

    [Fact]
    public void Signed_with_a_key_that_is_not_the_issuers_it_is_refused()
    {
        var forger = new TicketSigner("gateway", Convert.FromBase64String(s_stranger.PrivateKey), _time);
        ShouldRefuse(forger.Sign(s_plant, "ledger"), "Its signature is not that of an issuer known here.");
    }

    [Fact]
    public void From_an_unknown_issuer_it_is_refused() =>
        ShouldRefuse(
            s_stranger.Signer(_time).Sign(s_plant, "ledger"),
            "Its signature is not that of an issuer known here."
        );

    [Fact]
    public void Any_single_character_changed_makes_it_refused()
    {
        var ticket = s_gateway.Signer(_time).Sign(s_plant, "ledger");
        for (var at = 0; at < ticket.Length; at++)
        {
            var altered = ticket.ToCharArray();
            altered[at] = altered[at] == 'A' ? 'B' : 'A';
            _ledger.Verify(new string(altered), out _).ShouldBeNull($"character {at}");
        }
    }

    [Fact]
    public void There_is_one_spelling_of_a_ticket()
    {
        var ticket = s_gateway.Signer(_time).Sign(s_plant, "ledger");
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            (_ledger.Verify(ticket[..^1] + last, out _) is not null).ShouldBe(last == ticket[^1], $"ending in {last}");
        foreach (var addition in new[] { "=", "==", " ", "\n", "." })
            _ledger.Verify(ticket + addition, out _).ShouldBeNull($"with '{addition}' at the end");
        _ledger.Verify(ticket.Replace(".", " .", StringComparison.Ordinal), out _).ShouldBeNull();
    }

    [Fact]
    public void Payload_of_one_with_the_signature_of_another_is_refused()
    {
        var mine = s_gateway.Signer(_time).Sign(s_plant, "ledger").Split('.');
        var admin = s_gateway.Signer(_time).Sign(new Caller("key-1", [Roles.Admin], null), "ledger").Split('.');
        ShouldRefuse(admin[0] + "." + mine[1], "Its signature is not that of an issuer known here.");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("e30")]
    [InlineData("e30.")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJrZXktMSJ9.")]
    [InlineData("{\"iss\":\"gateway\"}.AAAA")]
    public void What_is_not_a_ticket_is_refused(string text) =>
        ShouldRefuse(text, "It is not written as a caller ticket.");

    [Fact]
    public void There_is_no_algorithm_to_choose()
    {
        // A payload that brings an algorithm of its own, unsigned ("none"), signed with the public key as an HMAC
        // secret
        // (the classic confusion), or even truly signed, is not a ticket: it has a member that tickets do not have.
        var payload = Payload(("alg", "none"));
        ShouldRefuse(payload + ".", "It is not written as a caller ticket.");
        ShouldRefuse(payload + "." + Encode(new byte[64]), "It is not written as a caller ticket.");
        ShouldRefuse(payload + "." + Encode(s_gateway.Sign(payload)), "It is not written as a caller ticket.");

        var plain = Payload();
        var mac = HMACSHA512.HashData(s_gateway.PublicKeyBytes, Encoding.ASCII.GetBytes(plain));
        ShouldRefuse(plain + "." + Encode(mac), "Its signature is not that of an issuer known here.");
        ShouldRefuse(plain + "." + Encode(new byte[64]), "Its signature is not that of an issuer known here.");
        _ledger.Verify(plain + "." + Encode(s_gateway.Sign(plain)), out _).ShouldNotBeNull();
    }

    [Fact]
    public void A_signature_in_another_encoding_is_refused() =>
        ShouldRefuse(Payload() + "." + Encode(s_gateway.SignDer(Payload())), "It is not written as a caller ticket.");

    [Fact]
    public void Made_out_for_longer_than_a_ticket_lasts_it_is_refused()
    {
        var payload = Payload(("exp", _time.GetUtcNow().ToUnixTimeSeconds() + 61));
        ShouldRefuse(payload + "." + Encode(s_gateway.Sign(payload)), "It is made out for longer than a ticket lasts.");
    }

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
        _ledger.Verify(payload + "." + Encode(s_gateway.Sign(payload)), out var because).ShouldBeNull(which);
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
            ShouldRefuse(payload + "." + Encode(s_gateway.Sign(payload)), "It is not written as a caller ticket.");
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
        ShouldRefuse(payload + "." + Encode(s_gateway.Sign(payload)), because);
    }

    [Theory]
    [InlineData("sub", "\"\"", NoHolder)]
    [InlineData("subject", "\"\"", NoHolder)]
    [InlineData("makers", "[\"\"]", NoHolder)]
    [InlineData("makers", "[null]", NotATicket)]
    public void Who_holds_it_and_who_made_it_have_names(string member, string value, string because)
    {
        var payload = Payload((member, JsonNode.Parse(value)!));
        ShouldRefuse(payload + "." + Encode(s_gateway.Sign(payload)), because);
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
        ShouldRefuse(payload + "." + Encode(s_gateway.Sign(payload)), "It is not written as a caller ticket.");
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Plant)]
    public void A_service_speaks_as_a_service_only(string role) =>
        ShouldRefuse(
            s_ingestion.Signer(_time).Sign(new Caller("ingestion", [role], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_service_may_not_add_a_role_to_its_own() =>
        ShouldRefuse(
            s_ingestion.Signer(_time).Sign(new Caller("ingestion", [Roles.Service, Roles.Admin], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_service_speaks_for_itself_only() =>
        ShouldRefuse(
            s_ingestion.Signer(_time).Sign(new Caller("calculation", [Roles.Service], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_service_as_itself_is_believed() =>
        _ledger
            .Verify(s_ingestion.Signer(_time).Sign(new Caller("ingestion", [Roles.Service], null), "ledger"), out _)
            .ShouldNotBeNull()
            .Is(Roles.Service)
            .ShouldBeTrue();

    [Theory]
    [InlineData(Roles.Service)]
    [InlineData("root")]
    public void The_gateway_gives_no_other_roles_than_those_of_keys(string role) =>
        ShouldRefuse(
            s_gateway.Signer(_time).Sign(new Caller("key-7", [role], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_key_of_another_curve_is_refused_at_the_start()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Should.Throw<InvalidOperationException>(() => new TicketSigner("gateway", p384.ExportPkcs8PrivateKey(), _time));
        Should.Throw<InvalidOperationException>(() =>
            new TicketVerifier(
                "ledger",
                new Dictionary<string, byte[]> { ["gateway"] = p384.ExportSubjectPublicKeyInfo() },
                _time
            )
        );
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private string Payload(params (string Member, JsonNode Value)[] changes)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
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
