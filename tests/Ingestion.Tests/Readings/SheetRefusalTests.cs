using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What a sheet is refused for as a whole, and readings beside each other.</summary>
[Tier(Tier.Service)]
public sealed class SheetRefusalTests(SharedHost shared) : RefusalTests(shared)
{
    // ---- Source, activity, key ----

    [Fact]
    public Task Unknown_source() =>
        RefusedAsync(
            $"{Calls.Grid}, {Coal("source", "\"BOILER1\"")}",
            "unknown-source",
            1,
            "readings[1].source",
            "no source 'BOILER1'",
            "Did you mean 'BOILER-1'?"
        );

    [Fact]
    public Task Source_of_another_time() =>
        RefusedAsync(
            """
            { "source": "WF-1", "activity": "generation.wind", "quantity": 1, "unit": "MWh", "quality": "measured" }
            """,
            "source-not-active",
            0,
            "readings[0].source",
            "does not exist in 2022-05: it runs from 2022-06 to 2024-12",
            "A source of that month",
            month: "2022-05"
        );

    [Fact]
    public Task Unknown_activity() =>
        RefusedAsync(
            Grid("activity", "\"electricty.grid\""),
            "unknown-activity",
            0,
            "readings[0].activity",
            "'electricty.grid'",
            "Did you mean 'electricity.grid'?"
        );

    [Fact]
    public Task Activity_far_from_any() =>
        RefusedAsync(
            Grid("activity", "\"coffee\""),
            "unknown-activity",
            0,
            "readings[0].activity",
            "'coffee'",
            "An activity of the vocabulary"
        );

    [Theory]
    [InlineData("meter", "\uff2d1", "M1")]
    [InlineData("meter", "\u041c1", "M1")]
    [InlineData("lot", "M 1", "M1")]
    public async Task Meter_or_lot_that_looks_like_another(string member, string other, string first)
    {
        string Of(string text) =>
            Calls.Grid.Replace("\"unit\"", $"\"{member}\": \"{text}\", \"unit\"", StringComparison.Ordinal);
        await RefusedAsync(
            $"{Of(other)}, {Of(first)}",
            "look-alike",
            0,
            $"readings[0].{member}",
            $"The {member} '{other}' looks like '{first}'",
            $"Did you mean '{first}'?"
        );

        // What stands in the sheet is what is meant.
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Of(first)))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
        var again = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Of(other)));
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Error.Text("code").ShouldBe("look-alike");
    }

    [Fact]
    public Task Duplicate_reading() =>
        RefusedAsync(
            $"{Calls.Coal}, {Calls.Grid}, {Coal("quantity", "5")}",
            "duplicate-reading",
            2,
            "readings[2]",
            "BOILER-1 fuel.bituminous-coal stands in the sheet already, at position 0",
            "'meter' or 'lot'"
        );

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" M1\"")]
    public Task Meter_that_cannot_be_a_key(string meter) =>
        RefusedAsync(
            Calls.Grid.Replace("\"unit\"", $"\"meter\": {meter}, \"unit\"", StringComparison.Ordinal),
            "key-text",
            0,
            "readings[0].meter",
            "as meter",
            "1 to 64 visible characters"
        );

    [Fact]
    public async Task Withdrawal_of_what_is_not_there()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        var rows = await Host.RowsOfAsync(plant);

        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.gird" } ] }"""
        );

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Error.Text("code").ShouldBe("unknown-withdrawal");
        answer.Error.Text("path").ShouldBe("withdrawals[0]");
        answer.Error.Text("expected").ShouldContain("Did you mean 'GRID-1 electricity.grid'?");
        (await Host.RowsOfAsync(plant)).ShouldBe(rows);
    }

    [Fact]
    public async Task Withdrawn_twice_or_given_too()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid, Calls.Coal));

        const string Key = """{ "source": "GRID-1", "activity": "electricity.grid" }""";
        (await admin.PostReadingsAsync(plant, "2024-03", $$"""{ "withdrawals": [ {{Key}}, {{Key}} ] }"""))
            .Error.Text("code")
            .ShouldBe("duplicate-withdrawal");
        var both = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            $$"""{ "readings": [ {{Calls.Grid}} ], "withdrawals": [ {{Key}} ] }"""
        );
        both.Error.Text("code").ShouldBe("withdrawn-and-given");
        both.Error.Text("message").ShouldContain("position 0");
        (await Stored.SheetAsync(Host, plant, "2024-03")).Revision.ShouldBe(1);
    }

    [Fact]
    public Task Empty_sheet() =>
        RefusedAsync("", "empty-sheet", null, "readings", "no reading", "At least one reading");

    [Fact]
    public async Task Sheet_of_too_many_readings()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var many = Enumerable
            .Range(0, 5001)
            .Select(i =>
                $$"""{"source":"GRID-1","activity":"electricity.grid","meter":"M{{i}}","quantity":"""
                + $$"""1,"unit":"kWh","quality":"measured"}"""
            );

        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet([.. many]));

        answer.Error.Text("code").ShouldBe("sheet-too-long");
        answer.Error.Text("message").ShouldContain("5001");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public Task Export_of_a_generating_station() =>
        RefusedAsync(
            """
            { "source": "WF-1", "activity": "electricity.exported", "quantity": 1, "unit": "MWh",
                "quality": "measured" },
            { "source": "WF-1", "activity": "generation.wind", "quantity": 1, "unit": "MWh", "quality": "measured" }
            """,
            "export-on-generating-source",
            0,
            "readings[0].activity",
            "the same kWh would count twice",
            "generation.*"
        );

    [Fact]
    public async Task Generation_beside_an_export_that_stands()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                """
                { "source": "WF-1", "activity": "electricity.exported", "quantity": 1, "unit": "MWh",
                "quality": "measured" }
                """
            )
        );

        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Calls.Coal,
                """
                { "source": "WF-1", "activity": "generation.wind.gross", "quantity": 1, "unit": "MWh",
                "quality": "measured" }
                """
            )
        );

        answer.Error.Text("code").ShouldBe("export-on-generating-source");
        ((int?)answer.Error["position"]).ShouldBe(1, "the reading that the request brought");
    }

    // ---- All at once ----

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_in_the_order_of_the_sheet()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PostReadingsAsync(
            plant,
            "2025-02",
            Calls.Sheet(
                Coal("unit", "\"kWh\""),
                Calls.Grid,
                Grid("quantity", "-3").Replace("GRID-1", "GRID-2", StringComparison.Ordinal),
                Calls.Grid
            )
        );

        answer
            .Errors.Select(e => ((int?)e["position"], e.Text("code")))
            .ShouldBe([
                (null, "month-in-future"),
                (0, "unit-of-another-dimension"),
                (2, "unknown-source"),
                (2, "quantity-negative"),
                (3, "duplicate-reading"),
            ]);
        answer.Body.Text("detail").ShouldContain("5 things are wrong");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_read_and_what_cannot_be_taken_come_together()
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PostReadingsAsync(
            await admin.NewSmelterAsync(),
            "2024-03",
            Calls.Sheet(
                Grid("activity", "\"nothing\""),
                Calls.Coal.Replace("\"unit\"", "\"units\": 1, \"unit\"", StringComparison.Ordinal)
            )
        );
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Errors.Select(e => e.Text("code")).ShouldBe(["unknown-activity", "unknown-member"]);
    }
}
