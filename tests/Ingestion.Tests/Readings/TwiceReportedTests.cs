using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>The same material as fuel and as reductant: accepted, and said to whoever posts it.</summary>
[Tier(Tier.Service)]
public sealed class TwiceReportedTests(SharedHost shared)
{
    private HttpClient Admin => shared.Host.As(Roles.Admin);

    private static string Reading(
        string activity,
        string quantity,
        string unit,
        string more = "",
        string source = "BOILER-1"
    ) =>
        $$"""
            { "source": "{{source}}", "activity": "{{activity}}", "quantity": "{{quantity}}", "unit": "{{unit}}",
            "quality": "measured"{{more}} }
            """;

    private static JsonArray Findings(Answer answer)
    {
        answer.Status.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
        return answer.Body["findings"]!.AsArray();
    }

    [Theory]
    [InlineData("coke", "12.5", "t", "12500", "kg")]
    [InlineData("anthracite", "0.3", "万t", "3000", "t")]
    [InlineData("natural-gas", "150", "万Nm3", "1500000", "Nm3")]
    public async Task The_same_quantity_as_fuel_and_as_reductant_is_a_finding(
        string material,
        string burnt,
        string unit,
        string reduced,
        string otherUnit
    )
    {
        var plant = await Admin.NewSmelterAsync();

        var answer = await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Calls.Grid,
                Reading($"reductant.{material}", reduced, otherUnit),
                Reading($"fuel.{material}", burnt, unit)
            )
        );

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        var finding = Findings(answer).ShouldHaveSingleItem()!;
        ((int)finding["position"]!, finding.Text("path"), finding.Text("code")).ShouldBe(
            (2, "readings[2]", "fuel-and-reductant")
        );
        finding
            .Text("message")
            .ShouldBe(
                $"BOILER-1 reports fuel.{material} and reductant.{material} in the same quantity: the same "
                    + "material counts once, as reductant, and the fuel gets no figure."
            );
        finding
            .Text("expected")
            .ShouldBe("One of the two, the other withdrawn; or of each what was burnt and what served as reductant.");
        // The sheet says it as long as it stands so.
        var standing = Findings(await Admin.AskAsync($"/plants/{plant}/months/2024-03")).ShouldHaveSingleItem()!;
        (standing["position"], standing.Text("path"), standing.Text("message")).ShouldBe(
            (null, "readings", finding.Text("message"))
        );
    }

    [Fact]
    public async Task It_is_said_of_the_sheet_not_of_the_request_and_ends_when_one_of_the_two_is_withdrawn()
    {
        var plant = await Admin.NewSmelterAsync();
        Findings(await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading("fuel.coke", "12.5", "t"))))
            .ShouldBeEmpty();

        // The reductant comes beside the fuel that stands; then something else comes, and it stands so still.
        (
            (int)
                Findings(
                        await Admin.PostReadingsAsync(
                            plant,
                            "2024-03",
                            Calls.Sheet(Calls.Grid, Reading("reductant.coke", "12.5", "t"))
                        )
                    )
                    .ShouldHaveSingleItem()!["position"]!
        ).ShouldBe(1);
        Findings(await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal)))
            .ShouldHaveSingleItem()!["position"]
            .ShouldBeNull();
        // What changes nothing is told the same.
        Findings(await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal))).Count.ShouldBe(1);

        Findings(
                await Admin.PostReadingsAsync(
                    plant,
                    "2024-03",
                    """{ "withdrawals": [ { "source": "BOILER-1", "activity": "fuel.coke" } ] }"""
                )
            )
            .ShouldBeEmpty();
        Findings(await Admin.AskAsync($"/plants/{plant}/months/2024-03")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lot_that_stands_on_both_sides_is_a_finding_though_the_sums_differ()
    {
        var plant = await Admin.NewSmelterAsync();

        var answer = await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Reading("fuel.coke", "10", "t", ", \"lot\": \"A\""),
                Reading("fuel.coke", "7", "t", ", \"lot\": \"B\""),
                Reading("reductant.coke", "7000", "kg", ", \"lot\": \"B\"")
            )
        );

        ((int)Findings(answer).ShouldHaveSingleItem()!["position"]!).ShouldBe(1);
    }

    [Fact]
    public async Task The_sum_of_lots_counts_as_a_whole()
    {
        var plant = await Admin.NewSmelterAsync();

        var answer = await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Reading("fuel.coke", "10", "t", ", \"lot\": \"A\""),
                Reading("fuel.coke", "7", "t", ", \"lot\": \"B\""),
                Reading("reductant.coke", "17", "t")
            )
        );

        Findings(answer).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("fuel.coke", "12", "reductant.coke", "13", "BOILER-1")] // a part burnt, a part reduced
    [InlineData("fuel.coke", "0", "reductant.coke", "0", "BOILER-1")] // nothing is nothing
    [InlineData("fuel.coke", "12", "reductant.coke", "12", "POT-1")] // two sources
    [InlineData("fuel.coke", "12", "reductant.semi-coke", "12", "BOILER-1")] // two materials
    [InlineData("fuel.coke", "12", "reductant.anthracite", "12", "BOILER-1")]
    public async Task Other_quantities_sources_and_materials_stand(
        string fuel,
        string burnt,
        string reductant,
        string reduced,
        string source
    )
    {
        var plant = await Admin.NewSmelterAsync();

        Findings(
                await Admin.PostReadingsAsync(
                    plant,
                    "2024-03",
                    Calls.Sheet(Reading(fuel, burnt, "t"), Reading(reductant, reduced, "t", source: source))
                )
            )
            .ShouldBeEmpty();
    }
}
