using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>A whole beside its parts, or one thing said twice: accepted, and told to whoever posts it.</summary>
[Tier(Tier.Service)]
public sealed class WholeAndPartsTests(SharedHost shared)
{
    private HttpClient Admin => shared.Host.As(Roles.Admin);

    private static string Reading(
        string activity,
        string quantity,
        string unit = "MWh",
        string more = "",
        string source = "GRID-1"
    ) =>
        $$"""
            { "source": "{{source}}", "activity": "{{activity}}", "quantity": "{{quantity}}", "unit": "{{unit}}",
            "quality": "measured"{{more}} }
            """;

    private static string Meter(string meter) => $", \"meter\": \"{meter}\"";

    private static string Days(string meter, int from, int to) =>
        $$""", "meter": "{{meter}}", "period": { "from": "2024-03-{{from:00}}", "to": "2024-03-{{to:00}}" }""";

    private static JsonArray Findings(Answer answer)
    {
        answer.Status.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
        return answer.Body["findings"]!.AsArray();
    }

    private async Task<Answer> PostAsync(params string[] readings) =>
        await Admin.PostReadingsAsync(await Admin.NewSmelterAsync(), "2024-03", Calls.Sheet(readings));

    [Fact]
    public async Task A_reading_without_meter_beside_the_meters_that_replace_it_is_a_finding()
    {
        var plant = await Admin.NewSmelterAsync();
        Findings(await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading("electricity.grid", "30"))))
            .ShouldBeEmpty();

        var finding = Findings(
                await Admin.PostReadingsAsync(
                    plant,
                    "2024-03",
                    Calls.Sheet(
                        Reading("electricity.grid", "10", more: Meter("M1")),
                        Reading("electricity.grid", "20000", "kWh", Meter("M2"))
                    )
                )
            )
            .ShouldHaveSingleItem()!;

        (finding.Text("code"), finding.Text("path")).ShouldBe(("whole-and-parts", "readings[0]"));
        finding
            .Text("message")
            .ShouldBe(
                "GRID-1 has electricity.grid without meter or lot, and by meter or lot besides (M1, M2), which come to "
                    + "the same: they are added."
            );
        // The sheet says it until the whole is withdrawn.
        Findings(await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Count.ShouldBe(1);
        Findings(
                await Admin.PostReadingsAsync(
                    plant,
                    "2024-03",
                    """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.grid" } ] }"""
                )
            )
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("fuel.bituminous-coal", "t", "BOILER-1", "lot", "L1")]
    [InlineData("water.fresh", "m3", "BOILER-1", "meter", "W1")]
    public async Task A_whole_beside_lots_or_other_meters_is_one_too(
        string activity,
        string unit,
        string source,
        string by,
        string part
    )
    {
        var more = $", \"{by}\": \"{part}\"";
        var finding = Findings(
                await PostAsync(
                    Reading(activity, "30", unit, source: source),
                    Reading(activity, "7", unit, more, source)
                )
            )
            .ShouldHaveSingleItem()!;

        finding.Text("code").ShouldBe("whole-and-parts");
        finding.Text("message").ShouldNotContain("come to the same");
    }

    [Theory]
    [InlineData("electricity.wind")]
    [InlineData("electricity.hydro")]
    [InlineData("electricity.solar")]
    [InlineData("electricity.nuclear")]
    [InlineData("electricity.direct.wind")]
    public async Task A_bill_beside_its_green_part_is_a_finding(string part)
    {
        var finding = Findings(await PostAsync(Reading("electricity.grid", "100"), Reading(part, "10", "万kWh")))
            .ShouldHaveSingleItem()!;

        finding.Text("code").ShouldBe("bill-and-part");
        finding
            .Text("message")
            .ShouldBe($"GRID-1 has the same quantity as electricity.grid and as {part}: both are added.");
    }

    [Fact]
    public async Task Several_green_parts_that_come_to_the_bill_are_one_and_a_part_of_it_is_none()
    {
        Findings(
                await PostAsync(
                    Reading("electricity.grid", "100"),
                    Reading("electricity.wind", "60"),
                    Reading("electricity.hydro", "40")
                )
            )
            .ShouldHaveSingleItem()!
            .Text("message")
            .ShouldContain("electricity.hydro, electricity.wind");
        Findings(await PostAsync(Reading("electricity.grid", "100"), Reading("electricity.wind", "60")))
            .ShouldBeEmpty();
        Findings(await PostAsync(Reading("electricity.grid", "0"), Reading("electricity.wind", "0"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Power_used_in_the_plant_beside_the_same_as_delivered_is_a_finding()
    {
        Findings(
                await PostAsync(
                    Reading("generation.wind", "50", source: "WF-1"),
                    Reading("electricity.self.wind", "50000", "kWh", source: "WF-1")
                )
            )
            .ShouldHaveSingleItem()!
            .Text("message")
            .ShouldBe("WF-1 has the same quantity as generation.wind and as electricity.self.wind: both are added.");

        Findings(
                await PostAsync(
                    Reading("generation.wind", "50", source: "WF-1"),
                    Reading("generation.wind.gross", "60", source: "WF-1"),
                    Reading("electricity.self.wind", "20", source: "GRID-1")
                )
            )
            .ShouldHaveSingleItem()!
            .Text("message")
            .ShouldBe("generation.wind and electricity.self.wind are more together than generation.wind.gross.");

        Findings(
                await PostAsync(
                    Reading("generation.wind", "50", source: "WF-1"),
                    Reading("generation.wind.gross", "60", source: "WF-1"),
                    Reading("electricity.self.wind", "9", source: "WF-1")
                )
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Periods_of_the_old_and_the_new_meter_that_overlap_are_a_finding()
    {
        var finding = Findings(
                await PostAsync(
                    Reading("electricity.grid", "10", more: Days("OLD", 1, 20)),
                    Reading("electricity.grid", "20", more: Days("NEW", 15, 31))
                )
            )
            .ShouldHaveSingleItem()!;

        finding.Text("code").ShouldBe("covered-twice");
        finding.Text("message").ShouldContain("cover 2024-03-15 to 2024-03-20 both");

        // Days that follow each other, and two meters that both ran for the whole of it.
        Findings(
                await PostAsync(
                    Reading("electricity.grid", "10", more: Days("OLD", 1, 14)),
                    Reading("electricity.grid", "20", more: Days("NEW", 15, 31))
                )
            )
            .ShouldBeEmpty();
        Findings(
                await PostAsync(
                    Reading("electricity.grid", "10", more: Meter("A")),
                    Reading("electricity.grid", "20", more: Meter("B"))
                )
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task One_meter_over_overlapping_days_is_a_finding_though_its_lots_differ()
    {
        Findings(
                await PostAsync(
                    Reading("fuel.bituminous-coal", "10", "t", Days("M", 1, 20) + ", \"lot\": \"A\"", "BOILER-1"),
                    Reading("fuel.bituminous-coal", "20", "t", Meter("M") + ", \"lot\": \"B\"", "BOILER-1")
                )
            )
            .ShouldHaveSingleItem()!
            .Text("code")
            .ShouldBe("covered-twice");
    }

    /// <summary>1,000 t at 2,800 kJ/kg are 2,716.26 GJ above feed water of 20 °C, and 2,800 GJ in all.</summary>
    [Theory]
    [InlineData("2800", "GJ", "2800", false)]
    [InlineData("2716.26", "GJ", "2800", false)]
    [InlineData("2856", "GJ", "2800", false)]
    [InlineData("2856.1", "GJ", "2800", true)]
    [InlineData("2662", "GJ", "2800", false)]
    [InlineData("2661.9", "GJ", "2800", true)]
    [InlineData("2800000", "GJ", "2800", true)]
    [InlineData("2800", "GJ", null, false)]
    [InlineData("777777.7", "kWh", "2800", false)]
    public async Task Heat_that_differs_from_its_steam_by_more_than_2_percent_is_a_finding(
        string quantity,
        string unit,
        string? enthalpy,
        bool isFound
    )
    {
        var beside = enthalpy is null ? "" : $", \"enthalpyKjPerKg\": {enthalpy}";
        var findings = Findings(
            await PostAsync(
                Reading("heat.purchased", quantity, unit, $", \"attributes\": {{ \"steamTonnes\": 1000{beside} }}")
            )
        );

        findings.Count.ShouldBe(isFound ? 1 : 0);
        if (!isFound)
            return;
        findings[0]!.Text("code").ShouldBe("heat-differs");
        findings[0]!
            .Text("message")
            .ShouldBe(
                $"GRID-1 has {quantity} GJ as heat.purchased, and its steam by mass and enthalpy holds 2716.26 GJ "
                    + "above feed water of 20 °C, 2800 GJ in all: they differ by more than 2 %. The GJ count."
            );
    }

    [Theory]
    [InlineData("1000", "10", true)]
    [InlineData("105.2", "10", false)]
    [InlineData("94", "10", true)]
    [InlineData("95.1", "10", false)]
    [InlineData("0", "10", true)]
    public async Task A_mass_that_differs_from_concentration_by_flow_by_more_than_5_percent_is_a_finding(
        string massKg,
        string concentration,
        bool isFound
    )
    {
        var findings = Findings(
            await PostAsync(
                Reading("stack.so2.mass", massKg, "kg", source: "STACK-1"),
                Reading("stack.so2.concentration", concentration, "mg/Nm3", source: "STACK-1"),
                Reading("stack.flue-gas", "1000", "万Nm3", source: "STACK-1")
            )
        );

        findings.Count.ShouldBe(isFound ? 1 : 0);
        if (!isFound)
            return;
        findings[0]!.Text("code").ShouldBe("mass-differs");
        findings[0]!
            .Text("message")
            .ShouldBe(
                $"STACK-1 has {massKg} kg as stack.so2.mass, and stack.so2.concentration by stack.flue-gas makes "
                    + $"100 kg: "
                    + "they differ by more than 5 %. The mass counts."
            );
    }

    [Theory]
    [InlineData("m1")]
    [InlineData("Ｍ1")]
    [InlineData("M 1")]
    [InlineData("М1")] // Cyrillic
    public async Task One_meter_under_two_spellings_is_refused(string spelling)
    {
        var answer = await PostAsync(
            Reading("electricity.grid", "10", more: Meter("M1")),
            Reading("electricity.grid", "10", more: Meter(spelling))
        );

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Error.Text("code").ShouldBe("look-alike");
        answer.Error.Text("expected").ShouldStartWith("Did you mean 'M1'?");
    }

    [Theory]
    [InlineData("DB-01", "db 01")]
    [InlineData("DB-01", "DB01")]
    [InlineData("DB-01", "db_1")]
    [InlineData("DB-01", "ＤＢ－０１")]
    [InlineData("DB-01", "DB-1")]
    [InlineData("表01", "表 1")]
    [InlineData("A-1-11", "a1-11")]
    public async Task A_meter_that_is_written_in_two_ways_at_a_plant_is_a_finding(string first, string other)
    {
        var grid = Reading("electricity.grid", "10", more: Meter(first));
        var boiler = Reading("fuel.bituminous-coal", "20", "t", Meter(other), "BOILER-1");

        var finding = Findings(await PostAsync(grid, boiler)).ShouldHaveSingleItem()!;

        (finding.Text("code"), finding.Text("path"), finding.Text("proposal")).ShouldBe(
            ("meter-spelling", "readings[1].meter", first)
        );
        finding
            .Text("message")
            .ShouldBe(
                $"The meter '{other}' of BOILER-1, fuel.bituminous-coal is written '{first}' elsewhere in the sheet."
            );
        // In the month after it is held against how it was written before.
        var plant = await Admin.NewSmelterAsync();
        Findings(await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(grid))).ShouldBeEmpty();
        Findings(await Admin.PostReadingsAsync(plant, "2024-04", Calls.Sheet(boiler)))
            .Single(told => told!.Text("code") == "meter-spelling")!
            .Text("message")
            .ShouldBe($"The meter '{other}' of BOILER-1, fuel.bituminous-coal was written '{first}' in 2024-03.");
    }

    [Theory]
    [InlineData("1-11", "11-1")]
    [InlineData("1-11", "111")]
    [InlineData("DB-10", "DB-1")]
    [InlineData("DB-1", "DC-1")]
    [InlineData("DB-0", "DB-1")]
    [InlineData("01", "1")]
    [InlineData("DB-1", "DB-1")]
    public async Task Meters_that_are_two_or_are_written_alike_are_no_finding(string first, string other) =>
        Findings(
                await PostAsync(
                    Reading("electricity.grid", "10", more: Meter(first)),
                    Reading("fuel.bituminous-coal", "20", "t", Meter(other), "BOILER-1")
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public async Task A_meter_that_was_written_otherwise_in_the_months_before_is_a_finding()
    {
        var plant = await Admin.NewSmelterAsync();
        await Admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Reading("electricity.grid", "10", more: Meter("Meter 1")))
        );
        var next = Calls.Sheet(Reading("electricity.grid", "10", more: Meter("meter1")));

        var finding = Findings(await Admin.PostReadingsAsync(plant, "2024-05", next)).ShouldHaveSingleItem()!;

        (finding.Text("code"), finding.Text("path"), finding.Text("proposal")).ShouldBe(
            ("meter-spelling", "readings[0].meter", "Meter 1")
        );
        finding
            .Text("message")
            .ShouldBe("The meter 'meter1' of GRID-1, electricity.grid was written 'Meter 1' in 2024-03.");
        // The same one, another one, and one of another plant are nothing to speak of.
        var same = Calls.Sheet(
            Reading("electricity.grid", "10", more: Meter("Meter 1")),
            Reading("electricity.grid", "10", more: Meter("Meter 2"))
        );
        Findings(await Admin.PutReadingsAsync(plant, "2024-06", same)).Count.ShouldBe(1);
        Findings(await Admin.PutReadingsAsync(plant, "2024-04", same)).ShouldBeEmpty();
        Findings(await Admin.PostReadingsAsync(await Admin.NewSmelterAsync(), "2024-05", next)).ShouldBeEmpty();
    }
}
