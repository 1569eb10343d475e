using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>A code names one thing, and one that names nothing is a mistake.</summary>
[Tier(Tier.Service)]
public sealed class NamesTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Theory]
    [InlineData("GROUP", "code-reserved")]
    [InlineData("Group", "code-character")]
    [InlineData("group", "code-character")]
    [InlineData("unit:WIND", "code-character")]
    [InlineData("plant:WIND", "code-character")]
    public async Task Nothing_has_the_name_of_the_group_or_of_another_name_space(string name, string code)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var unit = await admin.PutRecordAsync($"/units/{name}", """{ "name": "U" }""");
        var asPlant = await admin.PutRecordAsync(
            $"/plants/{name}",
            """{ "name": "P", "orgUnit": "ALUMINIUM", "from": "2024-01" }"""
        );
        var source = await admin.PutRecordAsync(
            $"/plants/{plant}/sources/{name}",
            """{ "name": "S", "kind": "site" }"""
        );

        foreach (var refused in new[] { unit, asPlant, source })
            (refused.Status, refused.Error.Text("code")).ShouldBe((HttpStatusCode.UnprocessableEntity, code));
    }

    [Fact]
    public async Task Plants_of_a_unit_that_does_not_exist_are_not_none_but_a_mistake()
    {
        var admin = Host.As(Roles.Admin);
        await admin.NewSmelterAsync();

        var known = await admin.AskAsync("/plants?orgUnit=ALUMINIUM");
        var unknown = await admin.AskAsync("/plants?orgUnit=ALUMINUM");

        known.Body["plants"]!.AsArray().ShouldNotBeEmpty();
        (unknown.Status, unknown.Body.Text("detail")).ShouldBe(
            (HttpStatusCode.NotFound, "There is no unit 'ALUMINUM'.")
        );
    }

    [Fact]
    public async Task Services_are_told_which_plants_and_sources_there_are_and_nobody_else_is()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        var calculation = new Caller("calculation", [Roles.Service], plants: null);
        using var service = Host.As(calculation, Issuer.Calculation);

        using var told = await service.GetAsync(new Uri("/internal/plants", UriKind.Relative));
        using var admin = await Host.As(Roles.Admin).GetAsync(new Uri("/internal/plants", UriKind.Relative));

        var known = JsonNode.Parse(await told.Content.ReadAsStringAsync())!["plants"]!
            .AsArray()
            .Single(one => one!.Text("plant") == plant)!;
        known["sources"]!
            .AsArray()
            .Select(source => (string)source!)
            .ShouldBe(["BOILER-1", "GRID-1", "POT-1", "STACK-1", "WF-1"]);
        admin.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
