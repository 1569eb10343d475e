using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Vocabulary;

/// <summary>What readings and records may say can be asked for.</summary>
[Tier(Tier.Service)]
public sealed class GetVocabularyTests(SharedHost shared)
{
    private static JsonNode One(JsonNode body, string part, string member, string code) =>
        body[part]!.AsArray().Single(row => row!.Text(member) == code)!;

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Environment)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.Festival)]
    [InlineData(Roles.Plant)]
    public async Task Every_role_gets_all_of_it_with_names_in_both_languages(string role)
    {
        var client = role == Roles.Plant ? shared.Host.As(role, "NX-W1") : shared.Host.As(role);

        var answer = await client.AskAsync("/vocabulary");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var body = answer.Body;
        body["activities"]!.AsArray().Count.ShouldBe(ActivityVocabulary.Read().All.Count);
        var gas = One(body, "activities", "code", "fuel.natural-gas");
        (gas.Text("zh"), gas.Text("en"), gas.Text("unit"), gas.Text("dimension")).ShouldBe(
            ("天然气", "natural gas", "Nm3", "gas volume")
        );
        gas["units"]!.AsArray().Select(unit => (string)unit!).ShouldContain("万Nm3");
        gas["attributes"]!.AsArray().Select(name => (string)name!).ShouldContain("ncv");
        gas["kinds"]!.AsArray().Select(kind => (string)kind!).ShouldContain("boiler");
        One(body, "activities", "code", "water.fresh")["kinds"].ShouldBeNull();
        var diesel = One(body, "activities", "code", "fuel.diesel");
        diesel["units"]!
            .AsArray()
            .Select(unit => (string)unit!)
            .ShouldBe(Dimension.Mass.Units.Concat(Dimension.LiquidVolume.Units).Select(unit => unit.Symbol));
        diesel["ranges"]!.Plain().ShouldBe("""[{"attribute":"densityKgPerL","low":"0.78","high":"0.9"}]""");
        gas["units"]!.AsArray().Select(unit => (string)unit!).ShouldContain("GJ");
        gas["ranges"]!.AsArray().ShouldBeEmpty();
        One(body, "attributes", "name", "densityKgPerL").Text("beside").ShouldBe("liquid volume");
        One(body, "attributes", "name", "densityKgPerL")["requiredBeside"]!.GetValue<bool>().ShouldBeFalse();
        One(body, "attributes", "name", "heatBasis").Text("beside").ShouldBe("energy");
        One(body, "attributes", "name", "heatBasis")["requiredBeside"]!.GetValue<bool>().ShouldBeTrue();
        One(body, "attributes", "name", "ncv")["beside"].ShouldBeNull();
        One(body, "attributes", "name", "proof")["choices"]!.AsArray().Count.ShouldBe(5);
        One(body, "units", "symbol", "kWh")["spellings"]!.AsArray().Select(s => (string)s!).ShouldContain("度");
        One(body, "kinds", "code", "potline").Text("zh").ShouldBe("电解系列");
        One(body, "provinces", "code", "NM")["subRegions"]!.AsArray().Count.ShouldBe(2);
        One(body, "profiles", "code", "ets-2024").Text("zh").ShouldBe("全国碳市场2024年指南");
        One(body, "attributes", "name", "basis")["choiceNames"]!
            .Plain()
            .ShouldBe(
                """
                [{"code":"ar","zh":"收到基","en":"as received"},{"code":"ad","zh":"空气干燥基","en":"air-dried"}]
                """.Joined()
            );
        foreach (var attribute in body["attributes"]!.AsArray())
            attribute!["choiceNames"]!
                .AsArray()
                .Select(choice => choice!.Text("code"))
                .ShouldBe(attribute["choices"]!.AsArray().Select(choice => (string)choice!));
        var sulphurHexafluoride = One(body, "gases", "code", "SF6");
        (sulphurHexafluoride.Text("zh"), sulphurHexafluoride.Text("en")).ShouldBe(("六氟化硫", "sulphur hexafluoride"));
        body["gases"]!.AsArray().ShouldAllBe(one => one!.Text("zh").Length > 0 && one!.Text("en").Length > 0);
        One(body, "gases", "code", "SF6")["isGreenhouseGas"]!.GetValue<bool>().ShouldBeTrue();
        One(body, "qualities", "code", "own-meter").Text("zh").ShouldBe("企业自有仪表");
        body["units"]!.AsArray().Count.ShouldBe(Unit.All.Count);
    }

    [Fact]
    public async Task A_part_is_asked_for_by_its_name()
    {
        var client = shared.Host.As(Roles.Auditor);

        var kinds = await client.AskAsync("/vocabulary/kinds");
        kinds.Body.AsObject().Select(member => member.Key).ShouldBe(["kinds"]);
        kinds.Body["kinds"]!.AsArray().Count.ShouldBe(13);

        var none = await client.AskAsync("/vocabulary/colours");
        (none.Status, none.Code).ShouldBe((HttpStatusCode.NotFound, "not-found"));
        none.Body.Text("detail").ShouldContain("activities, attributes, gases");
        (await client.AskAsync("/vocabulary?part=kinds")).Code.ShouldBe("unknown-parameter");
    }

    [Fact]
    public async Task Whoever_has_it_is_told_that_it_still_holds()
    {
        var client = shared.Host.As(Roles.Auditor);
        var tag = (await client.AskAsync("/vocabulary")).ETag.ShouldNotBeNull();
        (await client.AskAsync("/vocabulary")).ETag.ShouldBe(tag);
        (await client.AskAsync("/vocabulary/units")).ETag.ShouldNotBe(tag);
        client.DefaultRequestHeaders.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));

        (await client.AskAsync("/vocabulary")).Status.ShouldBe(HttpStatusCode.NotModified);
        (await client.AskAsync("/vocabulary/units")).Status.ShouldBe(HttpStatusCode.OK);
    }
}
