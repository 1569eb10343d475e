using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Calls about records that cannot be read, or not from this caller.</summary>
[Tier(Tier.Service)]
public sealed class RecordCallTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Theory]
    [InlineData("/sources/BOILER-1", """{ "name": "B", "kind": "boiler", "process": "alumina", "states": [null] }""")]
    [InlineData("/sources/BOILER-1", """{ "name": "B", "kind": "boiler", "process": "alumina", "expects": [null] }""")]
    [InlineData("/sources/BOILER-1/waivers", """{ "waivers": [null] }""")]
    [InlineData("", """{ "name": "P", "from": "2024-01", "memberships": [null] }""")]
    public async Task Null_in_a_list_is_refused_where_it_stands(string path, string body)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PutRecordAsync($"/plants/{plant}{path}", body);

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.BadRequest, "malformed-json"));
        answer.Error.Text("path").ShouldEndWith("[0]");
    }

    [Fact]
    public async Task A_parameter_of_another_name_is_refused_and_lists_no_plants()
    {
        var answer = await Host.As(Roles.Admin).AskAsync("/plants?unit=ALUMINIUM");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("unknown-parameter");
        answer.Body.Text("detail").ShouldBe("\"unit\" is no parameter here. Those there are: orgUnit.");
    }

    [Theory]
    [InlineData("/units/ODD-1", """{ "nameZh": "无名" }""", "malformed-json")]
    [InlineData("/units/ODD-1", """{ "name": "Odd", "colour": "red" }""", "unknown-member")]
    [InlineData("/plants/ODD-1", """{ "name": "Odd", "unit": "ALUMINIUM", "from": "2020-01" }""", "unknown-member")]
    [InlineData(
        "/plants/ODD-1",
        """{ "name": "Odd", "memberships": [ { "unit": "ALUMINIUM", "from": "2020-01" } ], "from": "2020-01" }""",
        "unknown-member"
    )]
    public async Task A_body_of_another_form_is_refused(string path, string body, string code)
    {
        var answer = await Host.As(Roles.Admin).PutRecordAsync(path, body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe(code);
        (await Host.ChangesAsync("ODD-1")).ShouldBe(0);
    }

    [Fact]
    public async Task Sources_and_waivers_need_their_plant_and_source()
    {
        var admin = Host.As(Roles.Admin);
        (
            await admin.PutRecordAsync("/plants/NOBODY-1/sources/S-1", """{ "name": "S", "kind": "boiler" }""")
        ).Status.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PutRecordAsync("/plants/NOBODY-1/sources/S-1/waivers", """{ "waivers": [] }""")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        var plant = await admin.NewSmelterAsync();
        (await admin.PutRecordAsync($"/plants/{plant}/sources/S-1/waivers", """{ "waivers": [] }""")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await admin.AskAsync("/plants/NOBODY-1")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_the_environment_department_and_the_operator_change_records()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        foreach (
            var client in (HttpClient[])[Host.As(Roles.Plant, plant), Host.As(Roles.Auditor), Host.As(Roles.Festival)]
        )
        {
            (await client.PutRecordAsync("/units/ENERGY-2", """{ "name": "E" }""")).Status.ShouldBe(
                HttpStatusCode.Forbidden
            );
            (
                await client.PutRecordAsync($"/plants/{plant}/sources/S-1", """{ "name": "S", "kind": "boiler" }""")
            ).Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await Host.ChangesAsync("ENERGY-2")).ShouldBe(0);
    }

    [Fact]
    public async Task A_plant_sees_itself_and_no_other()
    {
        var admin = Host.As(Roles.Admin);
        var (own, other) = (await admin.NewSmelterAsync(), await admin.NewSmelterAsync());
        var client = Host.As(Roles.Plant, own);

        (await client.AskAsync("/plants")).Body["plants"]!.AsArray().Select(p => p!.Text("plant")).ShouldBe([own]);
        (await client.AskAsync($"/plants/{own}")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.AskAsync($"/plants/{other}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
