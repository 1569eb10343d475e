using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>
/// Whoever changes a record says which version of it was seen, and clears nothing by not speaking of it.
/// </summary>
[Tier(Tier.Service)]
public sealed class RecordConditionTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

    /// <summary>Each record there is: how it is made, and how it is changed.</summary>
    public static TheoryData<string, string, string> Records =>
        new()
        {
            { "/units/U-{0}", """{ "name": "first" }""", """{ "name": "second" }""" },
            {
                "/plants/P-{0}",
                """{ "name": "first", "orgUnit": "ALUMINIUM", "from": "2023-01", "province": "SX" }""",
                """{ "name": "second", "orgUnit": "ALUMINIUM", "from": "2023-01", "province": "SX" }"""
            },
            {
                "/plants/{0}/sources/NEW-1",
                """{ "name": "first", "kind": "site" }""",
                """{ "name": "second", "kind": "site" }"""
            },
        };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_change_made_from_an_older_version_is_refused(string path, string first, string second)
    {
        var admin = Admin;
        var at = path.Replace("{0}", await admin.NewSmelterAsync(), StringComparison.Ordinal);
        var made = await PutAsync(at, first);
        var seen = (await admin.AskAsync(at)).ETag;
        (made.Status, made.ETag).ShouldBe((HttpStatusCode.Created, seen));

        var changed = await PutAsync(at, second, seen);
        var stale = await PutAsync(at, first, seen);

        changed.Status.ShouldBe(HttpStatusCode.OK, changed.Body.Plain());
        changed.ETag.ShouldBe($"\"{changed.Body["version"]}\"");
        (stale.Status, stale.Code).ShouldBe((HttpStatusCode.PreconditionFailed, "revision-stale"));
        stale.Body.Text("detail").ShouldStartWith($"The record stands at version {changed.Body["version"]}, not at ");
        var stands = await admin.AskAsync(at);
        (stands.Body.Text("name"), stands.ETag).ShouldBe(("second", changed.ETag));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_change_that_names_no_version_is_refused(string path, string first, string second)
    {
        var at = path.Replace("{0}", await Admin.NewSmelterAsync(), StringComparison.Ordinal);
        await PutAsync(at, first);

        var refused = await PutAsync(at, second);
        var whatever = await PutAsync(at, second, "*");

        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.PreconditionRequired, "revision-required"));
        whatever.Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Who did not hear the answer sends the same again.</summary>
    [Theory]
    [MemberData(nameof(Records))]
    public async Task The_same_again_changes_nothing_and_needs_no_version(string path, string first, string second)
    {
        var at = path.Replace("{0}", await Admin.NewSmelterAsync(), StringComparison.Ordinal);
        var made = await PutAsync(at, first);
        second.ShouldNotBe(first);

        var again = await PutAsync(at, first);

        (again.Status, again.ETag).ShouldBe((HttpStatusCode.OK, made.ETag));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public async Task What_is_to_be_made_is_not_made_over_what_is_there(string path, string first, string second)
    {
        var at = path.Replace("{0}", await Admin.NewSmelterAsync(), StringComparison.Ordinal);

        var made = await PutAsync(at, first, ifNoneMatch: "*");
        var again = await PutAsync(at, second, ifNoneMatch: "*");
        var notThere = await PutAsync(at + "0", second, "\"3\"");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Body.Plain());
        (again.Status, again.Code).ShouldBe((HttpStatusCode.PreconditionFailed, "revision-stale"));
        (notThere.Status, notThere.Code).ShouldBe((HttpStatusCode.PreconditionFailed, "revision-stale"));
        (await Admin.AskAsync(at)).Body.Text("name").ShouldBe("first");
    }

    [Theory]
    [InlineData("abc", null)]
    [InlineData("W/\"1\"", null)]
    [InlineData(null, "\"1\"")]
    [InlineData("\"1\"", "*")]
    public async Task A_condition_that_cannot_be_read_is_told(string? ifMatch, string? ifNoneMatch)
    {
        var answer = await PutAsync("/units/COND", """{ "name": "C" }""", ifMatch, ifNoneMatch);

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, "revision-malformed"));
    }

    [Fact]
    public async Task Waivers_and_statements_of_supply_are_held_to_the_version_of_their_plant()
    {
        var admin = Admin;
        var (plant, receiver) = (await admin.NewSmelterAsync(), await admin.NewSmelterAsync());
        const string Waiver =
            """{ "measure": "SO2", "kind": "not-applicable", "from": "2024-01", "reason": "Order 1" }""";
        var waivers = $"/plants/{plant}/sources/BOILER-1/waivers";
        var supply = $"/plants/{plant}/supplies/{receiver}";
        const string Statement =
            """{ "carrier": "heat", "state": "confirmed", "from": "2024-01", "reason": "contract" }""";
        var seen = (await admin.AskAsync($"/plants/{plant}")).ETag;

        var first = await PutAsync(waivers, $$"""{ "waivers": [ {{Waiver}} ] }""");
        var cleared = await PutAsync(waivers, """{ "waivers": [] }""");
        var stale = await PutAsync(supply, Statement, seen);
        var stated = await PutAsync(supply, Statement, first.ETag);
        var more = await PutAsync(supply, Statement.Replace("2024-01", "2024-02", StringComparison.Ordinal));

        first.Status.ShouldBe(HttpStatusCode.OK, "there was nothing to overwrite");
        cleared.Code.ShouldBe("revision-required");
        stale.Code.ShouldBe("revision-stale");
        stated.Status.ShouldBe(HttpStatusCode.OK, stated.Body.Plain());
        more.Status.ShouldBe(HttpStatusCode.OK, "what was stated before stays");
        more.ETag.ShouldBe($"\"{more.Body["version"]}\"");
    }

    [Theory]
    [InlineData("", """{ "name": "S", "orgUnit": "ALUMINIUM", "from": "2020-01" }""", "province,kinds")]
    [InlineData("", """{ "name": "S", "orgUnit": "ALUMINIUM", "from": "2020-01", "kinds": null }""", "province")]
    [InlineData("/sources/BOILER-1", """{ "name": "B", "kind": "boiler" }""", "process,technology,dischargesTo")]
    [InlineData("/sources/WF-1", """{ "name": "W", "kind": "wind-farm", "capacities": null }""", "from,to")]
    public async Task A_member_that_is_left_out_is_not_cleared(string path, string body, string members)
    {
        var plant = await Admin.NewSmelterAsync();
        var before = await Host.RecordAsync(plant);

        var answer = await PutAsync($"/plants/{plant}{path}", body, "*");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.UnprocessableEntity, "member-left-out"));
        string.Join(',', answer.Errors.Select(error => error.Text("path"))).ShouldBe(members);
        answer.Errors.ShouldAllBe(error => error.Text("code") == "member-left-out");
        (await Host.RecordAsync(plant)).Version.ShouldBe(before.Version);
    }

    [Fact]
    public async Task Null_clears_a_member()
    {
        var admin = Admin;
        var plant = await admin.NewSmelterAsync();
        await PutAsync($"/units/{plant}-U", """{ "name": "U", "nameZh": "单元" }""");

        var unit = await PutAsync($"/units/{plant}-U", """{ "name": "U", "nameZh": null }""", "*");
        var left = await PutAsync($"/units/{plant}-U", """{ "name": "V" }""", "*");
        var source = await PutAsync(
            $"/plants/{plant}/sources/WF-1",
            """{ "name": "Wind", "kind": "wind-farm", "capacities": null, "from": null, "to": null }""",
            "*"
        );

        unit.Body["nameZh"].ShouldBeNull();
        left.Status.ShouldBe(HttpStatusCode.OK, "there is nothing to clear any more");
        source.Status.ShouldBe(HttpStatusCode.OK, source.Body.Plain());
        source.Body["capacities"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>A share goes with its unit.</summary>
    [Fact]
    public async Task A_share_that_is_left_out_does_not_become_the_whole()
    {
        var admin = Admin;
        await admin.NewSmelterAsync();
        await PutAsync("/units/COPPER", """{ "name": "Copper" }""");
        var path = $"/plants/{SharedHost.NewPlant()}";
        await PutAsync(
            path,
            """{ "name": "P", "orgUnit": "ALUMINIUM", "ownershipShare": "0.51", "from": "2023-01" }"""
        );

        var left = await PutAsync(path, """{ "name": "Q", "orgUnit": "ALUMINIUM", "from": "2023-01" }""", "*");
        var moved = await PutAsync(
            path,
            """
            { "name": "Q", "from": "2023-01", "memberships": [
              { "orgUnit": "ALUMINIUM", "from": "2023-01", "ownershipShare": 0.51 },
              { "orgUnit": "COPPER", "from": "2024-01" } ] }
            """,
            "*"
        );
        var cleared = await PutAsync(
            path,
            """{ "name": "Q", "orgUnit": "ALUMINIUM", "ownershipShare": null, "from": "2023-01" }""",
            "*"
        );

        left.Error.Text("path").ShouldBe("ownershipShare");
        (moved.Code, moved.Error.Text("path")).ShouldBe(("member-left-out", "memberships[1].ownershipShare"));
        cleared.Body["memberships"]![0]!.Text("ownershipShare").ShouldBe("1");
    }

    private async Task<Answer> PutAsync(string path, string body, string? ifMatch = null, string? ifNoneMatch = null)
    {
        var client = Admin;
        if (ifNoneMatch is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await client.SendAsync(HttpMethod.Put, path, body, ifMatch: ifMatch);
    }
}
