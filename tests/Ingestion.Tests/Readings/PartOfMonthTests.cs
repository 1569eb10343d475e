using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>A part of a month does not stand for the whole: readings that cover too few days of it are told.</summary>
[Tier(Tier.Service)]
public sealed class PartOfMonthTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private static string Coal(string? meter, string? from, string? to, string more = "") =>
        $$"""
            { "source": "BOILER-1", "activity": "fuel.lignite", "quantity": 10, "unit": "t", "quality": "measured"
            {{(meter is null ? "" : $", \"meter\": \"{meter}\"")}}
            {{(
                from is null ? "" : $", \"period\": {{ \"from\": \"2024-03-{from}\", \"to\": \"2024-03-{to}\" }}"
            )}}{{more}} }
            """;

    private async Task<(Answer Answer, string Partly)> PostAsync(params string[] readings)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(readings));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        var sheet = await Stored.SheetAsync(Host, plant, "2024-03");
        return (
            answer,
            string.Join(
                ", ",
                sheet.Sources.SelectMany(source =>
                    (source.PartlyReported ?? []).Select(partly => $"{source.Code} {partly.Activity} {partly.Days}")
                )
            )
        );
    }

    [Fact]
    public async Task Readings_that_cover_a_part_of_the_month_are_a_finding_and_sent_on()
    {
        var (answer, partly) = await PostAsync(Coal(null, "01", "15"));

        partly.ShouldBe("BOILER-1 fuel.lignite 15");
        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("path")).ShouldBe(("part-of-month", "readings[0]"));
        finding
            .Text("message")
            .ShouldBe("The readings of fuel.lignite at BOILER-1 cover 15 of the 31 days of 2024-03.");
    }

    /// <summary>95 of a hundred: 30 of the 31 days of March, 29 are too few.</summary>
    [Theory]
    [InlineData("01", "29", false)]
    [InlineData("01", "30", true)]
    [InlineData("02", "31", true)]
    [InlineData("03", "31", false)]
    public async Task A_day_that_is_missing_is_not_a_part(string from, string to, bool isWhole)
    {
        var (answer, partly) = await PostAsync(Coal(null, from, to));
        partly.ShouldBe(isWhole ? "" : "BOILER-1 fuel.lignite 29");
        answer.Body["findings"]!.AsArray().Count.ShouldBe(isWhole ? 0 : 1);
    }

    [Fact]
    public async Task The_old_meter_and_the_new_one_cover_the_month_together() =>
        (await PostAsync(Coal("M1", "01", "12"), Coal("M2", "13", "31"))).Partly.ShouldBe("");

    [Fact]
    public async Task Days_that_two_meters_cover_both_count_once() =>
        (await PostAsync(Coal("M1", "01", "12"), Coal("M2", "08", "20"))).Partly.ShouldBe("BOILER-1 fuel.lignite 20");

    [Fact]
    public async Task A_meter_of_the_whole_month_beside_one_of_a_part_covers_it() =>
        (await PostAsync(Coal("M1", null, null), Coal("M2", "08", "20"))).Partly.ShouldBe("");

    [Fact]
    public async Task With_an_explanation_it_stays_a_finding_and_is_no_gap()
    {
        var (answer, partly) = await PostAsync(
            Coal(null, "01", "15", """, "explanation": "Taken out of service on the 16th" """)
        );
        partly.ShouldBe("");
        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        finding.Text("code").ShouldBe("part-of-month");
        finding.Text("explanation").ShouldBe("Taken out of service on the 16th");
    }

    [Fact]
    public async Task On_days_on_which_the_source_stood_still_there_is_nothing_to_read()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PutRecordAsync(
            $"/plants/{plant}/sources/BOILER-1",
            """
            { "name": "Boiler", "kind": "boiler", "process": "alumina", "technology": "grate",
            "dischargesTo": ["STACK-1"], "states": [ { "from": "2024-03-16", "state": "stopped" } ] }
            """
        );
        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Coal(null, "01", "15")));
        answer.Body["findings"]!.AsArray().ShouldBeEmpty();
    }
}
