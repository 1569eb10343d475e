using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What a plant gets when its sheet is taken, and what goes on its way.</summary>
[Tier(Tier.Service)]
public sealed class PostReadingsTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Fact]
    public async Task A_sheet_is_accepted_as_its_first_revision()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await Host.As(Roles.Plant, plant)
            .PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal, Calls.Grid));

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        answer.ETag.ShouldBe("\"1\"");
        answer.Body.Text("plant").ShouldBe(plant);
        answer.Body.Text("month").ShouldBe("2024-03");
        ((int)answer.Body["revision"]!).ShouldBe(1);
        answer.Body.Text("state").ShouldBe("received");
        answer.Body["findings"]!.AsArray().ShouldBeEmpty();

        var submission = await admin.AskAsync($"/submissions/{answer.Body.Text("submissionId")}");
        submission.Status.ShouldBe(HttpStatusCode.OK);
        submission.Body.Text("state").ShouldBe("received");
        ((int)submission.Body["readings"]!).ShouldBe(2);
        submission.Body.Text("receivedFrom").ShouldBe("plant-key");
    }

    [Fact]
    public async Task The_event_holds_the_whole_sheet_and_the_plant_as_it_was()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid, Calls.Coal));

        var sent = await Stored.SheetAsync(Host, plant, "2024-03");

        sent.Revision.ShouldBe(1);
        sent.Reason.ShouldBe(Reasons.Reading);
        sent.Country.ShouldBe("CN");
        sent.Province.ShouldBe("SX");
        sent.Sources.Select(s => s.Code).ShouldBe(["BOILER-1", "GRID-1", "POT-1", "STACK-1", "WF-1"]);
        var boiler = sent.Sources[0];
        (boiler.Kind, boiler.Process, boiler.Technology).ShouldBe(("boiler", "alumina", "grate"));
        boiler.DischargesTo.ShouldBe(["STACK-1"]);
        sent.Sources[2].Process.ShouldBe("electrolysis", "the process of its kind");
        sent.Sources[4].CapacityMegawatts.ShouldBe(50m);
        sent.Readings.Select(r => r.Activity)
            .ShouldBe(["fuel.bituminous-coal", "electricity.grid"], "in order of source");
        sent.Readings[0].Quantity.ShouldBe(41250.37m);
        sent.Readings[0].Attributes!["ncv"].ShouldBe("20.91");
        sent.Readings[1].Unit.ShouldBe("万kWh");
        sent.Readings[1].Quality.ShouldBe(Quality.Measured);
    }

    [Fact]
    public async Task Digits_are_kept_as_they_were_written()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        // 12 digits before and 9 after the point: no binary floating point number holds them.
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                """
                { "source": "GRID-1", "activity": "electricity.grid", "quantity": 123456789012.123456789,
                "unit": "kWh", "quality": "settled" }
                """
            )
        );

        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings[0].Quantity.ShouldBe(123456789012.123456789m);
        (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["readings"]![0]!
            .Text("quantity")
            .ShouldBe("123456789012.123456789");
    }

    [Fact]
    public async Task A_second_post_is_merged_by_reading_key()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));

        var more = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        var sheet = await Stored.SheetAsync(Host, plant, "2024-03");
        ((int)more.Body["revision"]!).ShouldBe(2);
        sheet.Readings.Count.ShouldBe(2);
        sheet.Reason.ShouldBe(Reasons.Reading, "readings came to it, none was changed");

        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Coal.Replace("41250.37", "41000", StringComparison.Ordinal))
        );
        sheet = await Stored.SheetAsync(Host, plant, "2024-03");
        sheet.Revision.ShouldBe(3);
        sheet.Reason.ShouldBe(Reasons.Correction);
        sheet.Readings.Select(r => r.Quantity).ShouldBe([41000m, 8123.4m]);
    }

    [Fact]
    public async Task Meters_and_lots_are_part_of_the_key()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Calls.Coal.Replace("\"quantity\"", "\"lot\": \"A\", \"quantity\"", StringComparison.Ordinal),
                Calls.Coal.Replace("\"quantity\"", "\"lot\": \"B\", \"quantity\"", StringComparison.Ordinal),
                Calls.Coal,
                Calls.Grid.Replace("\"quantity\"", "\"meter\": \"M-2\", \"quantity\"", StringComparison.Ordinal)
            )
        );

        (await Stored.SheetAsync(Host, plant, "2024-03"))
            .Readings.Select(r => (r.Activity, r.Meter, r.Lot))
            .ShouldBe([
                ("fuel.bituminous-coal", null, null),
                ("fuel.bituminous-coal", null, "A"),
                ("fuel.bituminous-coal", null, "B"),
                ("electricity.grid", "M-2", null),
            ]);
    }

    [Fact]
    public async Task A_withdrawal_takes_a_reading_out()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal, Calls.Grid));

        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.grid" } ] }"""
        );

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        var sheet = await Stored.SheetAsync(Host, plant, "2024-03");
        sheet.Readings.ShouldHaveSingleItem().Source.ShouldBe("BOILER-1");
        sheet.Reason.ShouldBe(Reasons.Correction);
    }

    [Fact]
    public async Task A_put_replaces_the_sheet()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        (await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal))).Status.ShouldBe(
            HttpStatusCode.Accepted,
            "a first sheet needs no If-Match"
        );

        var answer = await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), ifMatch: "\"1\"");

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings.ShouldHaveSingleItem().Source.ShouldBe("GRID-1");
    }

    [Fact]
    public async Task A_put_can_leave_the_sheet_empty()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));

        (await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(), ifMatch: "*")).Status.ShouldBe(
            HttpStatusCode.Accepted
        );

        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_changes_nothing_makes_no_revision_and_no_event()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var first = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal, Calls.Grid));

        // The same value with other digits is the same value.
        var again = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Calls.Grid.Replace("8123.4", "8123.40", StringComparison.Ordinal),
                Calls.Coal.Replace("20.91", "\"20.910\"", StringComparison.Ordinal)
            )
        );

        again.Status.ShouldBe(HttpStatusCode.Accepted);
        again.Body.Text("submissionId").ShouldBe(first.Body.Text("submissionId"));
        ((int)again.Body["revision"]!).ShouldBe(1);
        (await Stored.EventsAsync(Host, plant)).ShouldBe(1);
    }

    [Fact]
    public async Task The_current_month_of_the_group_is_no_future()
    {
        await using var host = await IngestionHost.StartAsync();
        var admin = host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        // Half past four in London on the last of January: in Shanghai February has begun.
        host.Clock.Set(new DateTimeOffset(2025, 1, 31, 16, 30, 0, TimeSpan.Zero));
        (await admin.PostReadingsAsync(plant, "2025-02", Calls.Sheet(Calls.Coal))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
        (await admin.PostReadingsAsync(plant, "2025-03", Calls.Sheet(Calls.Coal)))
            .Error.Text("code")
            .ShouldBe("month-in-future");
    }

    [Fact]
    public async Task A_period_of_the_whole_month_is_the_whole_month()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(
            plant,
            "2024-02",
            Calls.Sheet(
                Calls.Coal.Replace(
                    "\"quality\"",
                    "\"period\": { \"from\": \"2024-02-10\", \"to\": \"2024-02-29\" }, \"quality\"",
                    StringComparison.Ordinal
                ),
                Calls.Grid.Replace(
                    "\"quality\"",
                    "\"period\": { \"from\": \"2024-02-01\", \"to\": \"2024-02-29\" }, \"quality\"",
                    StringComparison.Ordinal
                )
            )
        );

        var sheet = await Stored.SheetAsync(Host, plant, "2024-02");
        sheet.Readings[0].From.ShouldBe(new DateOnly(2024, 2, 10));
        sheet.Readings[0].To.ShouldBe(new DateOnly(2024, 2, 29));
        sheet.Readings[1].From.ShouldBeNull();
    }

    [Fact]
    public async Task Every_activity_of_the_vocabulary_can_be_posted()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var vocabulary = ActivityVocabulary.Read();
        foreach (var kind in vocabulary.Activities.Values.Select(KindFor).Distinct())
        {
            var record = $$"""{ "name": "{{kind}}", "kind": "{{kind}}" }""";
            (await admin.PutRecordAsync($"/plants/{plant}/sources/{kind.ToUpperInvariant()}", record)).Status.ShouldBe(
                HttpStatusCode.Created,
                kind
            );
        }
        var readings = vocabulary.Activities.Values.Select(a =>
            $$"""
                {
                  "source": "{{KindFor(a).ToUpperInvariant()}}", "activity": "{{a.Code}}",
                  "quantity": "1.5", "unit": "{{a.CanonicalUnit}}", "quality": "estimated",
                  "attributes": { {{string.Join(", ", a.Required.Select(Given))}} }
                }
                """
        );

        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet([.. readings]));

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings.Count.ShouldBe(143);

        string KindFor(ActivityDefinition activity) => vocabulary.Places.KindsOf(activity.Code)?[0] ?? "site";

        static string Given(AttributeDefinition attribute)
        {
            var isText = attribute.Type is AttributeType.Text or AttributeType.Choice;
            return $"\"{attribute.Name}\": {(isText ? "\"R-134a\"" : "12.5")}";
        }
    }
}
