using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What makes a caller ticket believed, and what does not.</summary>
[Tier(Tier.Pure)]
public sealed class TicketTests : TicketsOfIssuers
{
    [Fact]
    public void A_fresh_ticket_names_its_caller()
    {
        var caller = Ledger.Verify(Gateway.Signer(Clock).Sign(Plant, "ledger"), out _).ShouldNotBeNull();

        caller.Id.ShouldBe("key-7");
        caller.Roles.ShouldBe([Roles.Plant]);
        caller.Plants.ShouldNotBeNull().Order().Select(plant => plant.Value).ShouldBe(["NX-W1", "SX-A1"]);
        caller.MaySee(PlantCode.Parse("SX-A1")).ShouldBeTrue();
        caller.MaySee(PlantCode.Parse("SX-A2")).ShouldBeFalse();
    }

    [Fact]
    public void What_is_of_no_plant_is_for_callers_who_are_not_confined()
    {
        Plant.MaySee(null).ShouldBeFalse();
        new Caller("key-1", [Roles.Auditor], null).MaySee(null).ShouldBeTrue();
    }

    [Fact]
    public void A_caller_without_a_list_of_plants_sees_all_of_them()
    {
        var caller = Ledger
            .Verify(Gateway.Signer(Clock).Sign(new Caller("key-1", [Roles.Auditor], null), "ledger"), out _)
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
        var ticket = Gateway.Signer(Clock).Sign(Plant, "ledger");
        var then = new FakeClock(Clock.GetUtcNow().AddSeconds(secondsLater));
        var verifier = new TicketVerifier(
            "ledger",
            new Dictionary<string, byte[]> { ["gateway"] = Gateway.PublicKeyBytes },
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
        var signer = Gateway.Signer(Clock);
        var first = signer.Sign(Plant, "ledger");

        Clock.Advance(TimeSpan.FromSeconds(4.9));
        signer.Sign(Plant, "ledger").ShouldBe(first);
        signer.Sign(Plant, "ingestion").ShouldNotBe(first);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        signer.Sign(Plant, "ledger").ShouldNotBe(first);
    }

    [Fact]
    public void A_caller_that_has_changed_gets_a_ticket_of_its_own()
    {
        var signer = Gateway.Signer(Clock);
        signer.Sign(Plant, "ledger");

        var fewer = Ledger
            .Verify(signer.Sign(new Caller(Plant.Id, Plant.Roles, [PlantCode.Parse("SX-A1")]), "ledger"), out _)
            .ShouldNotBeNull();

        fewer.Plants.ShouldNotBeNull().ShouldHaveSingleItem().Value.ShouldBe("SX-A1");
    }

    [Fact]
    public void A_clock_that_was_set_back_does_not_keep_a_ticket_of_the_future()
    {
        var signer = Gateway.Signer(Clock);
        signer.Sign(Plant, "ledger");
        Clock.Set(Clock.GetUtcNow().AddHours(-1));

        Ledger.Verify(signer.Sign(Plant, "ledger"), out var refusedBecause).ShouldNotBeNull(refusedBecause);
    }

    [Fact]
    public void One_that_was_believed_expires_all_the_same()
    {
        var ticket = Gateway.Signer(Clock).Sign(Plant, "ledger");
        Ledger.Verify(ticket, out _).ShouldNotBeNull();

        Clock.Advance(TimeSpan.FromSeconds(61));

        ShouldRefuse(ticket, "It has expired.");
    }

    [Fact]
    public void For_another_service_it_is_refused() =>
        ShouldRefuse(Gateway.Signer(Clock).Sign(Plant, "calculation"), "It is meant for another service.");

    [Fact]
    public void Signed_with_a_key_that_is_not_the_issuers_it_is_refused()
    {
        var forger = new TicketSigner("gateway", Convert.FromBase64String(Stranger.PrivateKey), Clock);
        ShouldRefuse(forger.Sign(Plant, "ledger"), "Its signature is not that of an issuer known here.");
    }

    [Fact]
    public void From_an_unknown_issuer_it_is_refused() =>
        ShouldRefuse(
            Stranger.Signer(Clock).Sign(Plant, "ledger"),
            "Its signature is not that of an issuer known here."
        );

    [Fact]
    public void Any_single_character_changed_makes_it_refused()
    {
        var ticket = Gateway.Signer(Clock).Sign(Plant, "ledger");
        for (var at = 0; at < ticket.Length; at++)
        {
            var altered = ticket.ToCharArray();
            altered[at] = altered[at] == 'A' ? 'B' : 'A';
            Ledger.Verify(new string(altered), out _).ShouldBeNull($"character {at}");
        }
    }

    [Fact]
    public void There_is_one_spelling_of_a_ticket()
    {
        var ticket = Gateway.Signer(Clock).Sign(Plant, "ledger");
        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            (Ledger.Verify(ticket[..^1] + last, out _) is not null).ShouldBe(last == ticket[^1], $"ending in {last}");
        foreach (var addition in new[] { "=", "==", " ", "\n", "." })
            Ledger.Verify(ticket + addition, out _).ShouldBeNull($"with '{addition}' at the end");
        Ledger.Verify(ticket.Replace(".", " .", StringComparison.Ordinal), out _).ShouldBeNull();
    }

    [Fact]
    public void Payload_of_one_with_the_signature_of_another_is_refused()
    {
        var mine = Gateway.Signer(Clock).Sign(Plant, "ledger").Split('.');
        var admin = Gateway.Signer(Clock).Sign(new Caller("key-1", [Roles.Admin], null), "ledger").Split('.');
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
        ShouldRefuse(payload + "." + Encode(Gateway.Sign(payload)), "It is not written as a caller ticket.");

        var plain = Payload();
        var mac = HMACSHA512.HashData(Gateway.PublicKeyBytes, Encoding.ASCII.GetBytes(plain));
        ShouldRefuse(plain + "." + Encode(mac), "Its signature is not that of an issuer known here.");
        ShouldRefuse(plain + "." + Encode(new byte[64]), "Its signature is not that of an issuer known here.");
        Ledger.Verify(plain + "." + Encode(Gateway.Sign(plain)), out _).ShouldNotBeNull();
    }

    [Fact]
    public void A_signature_in_another_encoding_is_refused() =>
        ShouldRefuse(Payload() + "." + Encode(Gateway.SignDer(Payload())), "It is not written as a caller ticket.");

    [Fact]
    public void Made_out_for_longer_than_a_ticket_lasts_it_is_refused()
    {
        var payload = Payload(("exp", Clock.GetUtcNow().ToUnixTimeSeconds() + 61));
        ShouldRefuse(payload + "." + Encode(Gateway.Sign(payload)), "It is made out for longer than a ticket lasts.");
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Plant)]
    public void A_service_speaks_as_a_service_only(string role) =>
        ShouldRefuse(
            Ingestion.Signer(Clock).Sign(new Caller("ingestion", [role], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_service_may_not_add_a_role_to_its_own() =>
        ShouldRefuse(
            Ingestion.Signer(Clock).Sign(new Caller("ingestion", [Roles.Service, Roles.Admin], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_service_speaks_for_itself_only() =>
        ShouldRefuse(
            Ingestion.Signer(Clock).Sign(new Caller("calculation", [Roles.Service], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_service_as_itself_is_believed() =>
        Ledger
            .Verify(Ingestion.Signer(Clock).Sign(new Caller("ingestion", [Roles.Service], null), "ledger"), out _)
            .ShouldNotBeNull()
            .Is(Roles.Service)
            .ShouldBeTrue();

    [Theory]
    [InlineData(Roles.Service)]
    [InlineData("root")]
    public void The_gateway_gives_no_other_roles_than_those_of_keys(string role) =>
        ShouldRefuse(
            Gateway.Signer(Clock).Sign(new Caller("key-7", [role], null), "ledger"),
            "Its issuer may not give these roles."
        );

    [Fact]
    public void A_key_of_another_curve_is_refused_at_the_start()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Should.Throw<InvalidOperationException>(() => new TicketSigner("gateway", p384.ExportPkcs8PrivateKey(), Clock));
        Should.Throw<InvalidOperationException>(() =>
            new TicketVerifier(
                "ledger",
                new Dictionary<string, byte[]> { ["gateway"] = p384.ExportSubjectPublicKeyInfo() },
                Clock
            )
        );
    }
}
