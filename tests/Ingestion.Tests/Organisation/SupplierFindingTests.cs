using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Ingestion.Tests.Organisation.Supplies;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>What a sheet that names a supplier is told, and what its event carries.</summary>
[Tier(Tier.Service)]
public sealed class SupplierFindingTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

    [Fact]
    public async Task A_supplier_that_nobody_confirmed_is_accepted_with_a_finding_and_the_event_says_so()
    {
        var (supplier, receiver) = await PairAsync(Admin);

        var answer = await Host.As(Roles.Plant, receiver)
            .PostReadingsAsync(receiver, "2024-04", Calls.Sheet(Calls.Grid, From(supplier, "900000000")));

        answer.Status.ShouldBe(HttpStatusCode.Accepted);
        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("path"), (int)finding["position"]!).ShouldBe(
            ("supplier-unconfirmed", "readings[1].attributes.supplierPlant", 1)
        );
        finding.Text("expected").ShouldContain($"PUT /plants/{supplier}/supplies/{receiver}");
        var sheet = await Stored.SheetAsync(Host, receiver, "2024-04");
        sheet.GroupPlants.ShouldBe([supplier]);
        sheet.UnconfirmedSuppliers.ShouldBe([new UnconfirmedSupplier(supplier, Carriers.Electricity)]);
        Codes((await Admin.AskAsync($"/plants/{receiver}/months/2024-04")).Body).ShouldBe(["supplier-unconfirmed"]);
    }

    [Fact]
    public async Task Both_ends_hear_when_more_is_received_than_the_supplier_has()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        var second = await Admin.NewSmelterAsync();
        await StateAsync(Admin, supplier, receiver, Statement());
        await StateAsync(Admin, supplier, second, Statement());

        Codes((await Admin.PostReadingsAsync(receiver, "2024-04", Calls.Sheet(From(supplier, "700")))).Body)
            .ShouldBeEmpty("the supplier has not reported yet");
        Codes((await Admin.PostReadingsAsync(supplier, "2024-04", Calls.Sheet(Generated("1000")))).Body)
            .ShouldBeEmpty();
        var answer = await Admin.PostReadingsAsync(second, "2024-04", Calls.Sheet(From(supplier, "351")));

        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("path")).ShouldBe(
            ("more-received-than-supplied", "readings[0].attributes.supplierPlant")
        );
        finding.Text("message").ShouldNotContain("1000", Case.Sensitive, "what others have is none of its business");
        foreach (var plant in (string[])[supplier, receiver, second])
            Codes((await Admin.AskAsync($"/plants/{plant}/months/2024-04")).Body)
                .ShouldBe(["more-received-than-supplied"]);
        (await Admin.AskAsync($"/plants/{supplier}/months/2024-04")).Body["findings"]![0]!
            .Text("message")
            .ShouldContain($"report 1051 kWh of electricity from {supplier}, which reports 1000");

        // Within what two meters differ by, nothing is said; nor by what was refused.
        await Admin.PostReadingsAsync(second, "2024-04", Calls.Sheet(From(supplier, "350")));
        Codes((await Admin.AskAsync($"/plants/{supplier}/months/2024-04")).Body).ShouldBeEmpty();
        await Admin.PostReadingsAsync(second, "2024-04", Calls.Sheet(From(supplier, "9000")));
        await StateAsync(Admin, supplier, second, Statement("refused"));
        Codes((await Admin.AskAsync($"/plants/{supplier}/months/2024-04")).Body).ShouldBeEmpty();
        Codes((await Admin.AskAsync($"/plants/{receiver}/months/2024-04")).Body).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_receiver_hears_that_it_is_too_much_with_an_accepted_sheet_and_never_how_much()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        await StateAsync(Admin, supplier, receiver, Statement());
        await Admin.PostReadingsAsync(supplier, "2024-04", Calls.Sheet(Generated("123456")));
        var own = Host.As(Roles.Plant, receiver);

        var refused = await own.PostReadingsAsync(
            receiver,
            "2024-04",
            Calls.Sheet(From(supplier, "987654"), From(supplier, "1", unit: "parsec"))
        );
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Body.Plain().ShouldNotContain("more-received-than-supplied", Case.Sensitive, "a try leaves a trace");
        var taken = await own.PostReadingsAsync(receiver, "2024-04", Calls.Sheet(From(supplier, "987654")));

        Codes(taken.Body).ShouldBe(["more-received-than-supplied"]);
        foreach (var told in new[] { taken, await own.AskAsync($"/plants/{receiver}/months/2024-04") })
            told.Body["findings"]!.Plain().ShouldNotContain("123456");
        (await Stored.SheetAsync(Host, receiver, "2024-04")).Revision.ShouldBe(1);
        (await Host.As(Roles.Environment).AskAsync($"/plants/{supplier}/months/2024-04")).Body["findings"]!
            .Plain()
            .ShouldContain("report 987654 kWh of electricity from");
    }

    [Fact]
    public async Task A_code_that_is_no_plant_counts_as_outside_and_whoever_may_know_is_told_which_one_was_meant()
    {
        var supplier = await Admin.NewSmelterAsync("MEANT-STATION");
        var receiver = await Admin.NewSmelterAsync();
        const string mistyped = "MEANT-STATIONN";

        var answer = await Admin.PostReadingsAsync(receiver, "2024-04", Calls.Sheet(From(mistyped)));

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("path"), finding.Text("proposal")).ShouldBe(
            ("supplier-unknown", "readings[0].attributes.supplierPlant", supplier)
        );
        finding
            .Text("message")
            .ShouldContain($"{mistyped} is named as supplier and is no plant of the group in 2024-04");
        finding.Text("expected").ShouldStartWith($"Did you mean '{supplier}'?");
        (await Stored.SheetAsync(Host, receiver, "2024-04")).GroupPlants.ShouldBeEmpty();
        var seen = await Host.As(Roles.Plant, receiver).AskAsync($"/plants/{receiver}/months/2024-04");
        seen.Body["findings"]![0]!.Text("code").ShouldBe("supplier-unknown");
        seen.Body["findings"]![0]!["proposal"].ShouldBeNull("which plants there are is not told to every plant");
    }

    [Fact]
    public async Task A_customer_that_is_no_plant_is_told_too_and_so_is_one_that_is_not_of_the_group_in_that_month()
    {
        var (_, receiver) = await PairAsync(Admin);
        var (closed, _) = await PairAsync(Admin);
        await Admin.PutRecordAsync(
            $"/plants/{closed}",
            """
            { "name": "Closed", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"], "from": "2020-01",
            "to": "2023-12" }
            """
        );

        var answer = await Admin.PostReadingsAsync(
            receiver,
            "2024-04",
            Calls.Sheet(
                From(closed),
                """
                { "source": "WF-1", "activity": "generation.wind", "quantity": "5", "unit": "kWh",
                "quality": "measured", "attributes": { "customerPlant": "NOBODY-77" } }
                """
            )
        );

        answer.Body["findings"]!
            .AsArray()
            .Select(finding => $"{finding!.Text("code")} {finding!.Text("path")} {finding!["proposal"]}")
            .ShouldBe([
                "supplier-unknown readings[0].attributes.supplierPlant ",
                "customer-unknown readings[1].attributes.customerPlant ",
            ]);
    }

    [Fact]
    public async Task By_whose_factor_something_is_taken_off_both_ends_hear_once_it_is()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        await Admin.PostReadingsAsync(supplier, "2024-04", Calls.Sheet(Generated("1000")));
        var sheet = Calls.Sheet(From(supplier, "700", factor: "4.99"));
        Codes((await Admin.PostReadingsAsync(receiver, "2024-04", sheet)).Body).ShouldBe(["supplier-unconfirmed"]);

        await StateAsync(Admin, supplier, receiver, Statement());

        async Task<System.Text.Json.Nodes.JsonNode> FindingAsync(string plant) =>
            (await Admin.AskAsync($"/plants/{plant}/months/2024-04")).Body["findings"]!
                .AsArray()
                .ShouldHaveSingleItem()!;
        var (atSupplier, atReceiver) = (await FindingAsync(supplier), await FindingAsync(receiver));
        (atSupplier.Text("code"), atReceiver.Text("code")).ShouldBe(
            ("supplier-factor-by-receiver", "supplier-factor-by-receiver")
        );
        atSupplier
            .Text("message")
            .ShouldStartWith(
                $"{receiver} states the factor 4.99 kgCO2/kWh for electricity from {supplier} in 2024-04."
            );
        atReceiver.Text("message").ShouldContain($"taken off at {supplier}");
        await Admin.PostReadingsAsync(receiver, "2024-04", Calls.Sheet(From(supplier, "700")));
        Codes((await Admin.AskAsync($"/plants/{supplier}/months/2024-04")).Body).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_stood_before_counts_as_named_until_something_is_stated_or_it_is_handed_in_anew()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        foreach (var month in (string[])["2024-03", "2024-04", "2024-05"])
        {
            await Admin.PostReadingsAsync(receiver, month, Calls.Sheet(From(supplier)));
            await AsBeforeAsync(receiver, month);
        }
        Task<ReadingsAcceptedEvent> SheetAsync(string month) => Stored.SheetAsync(Host, receiver, month);

        // Another change of master data leaves its suppliers as they were.
        await Admin.PutRecordAsync(
            $"/plants/{receiver}/sources/BOILER-1/waivers",
            """
            { "waivers": [ { "measure": "NOx", "kind": "not-applicable", "from": "2024-03", "reason": "signed" } ] }
            """
        );
        var march = await SheetAsync("2024-03");
        (march.Revision, march.UnconfirmedSuppliers).ShouldBe((2, null));
        (await LinksAsync(Host.As(Roles.Plant, supplier), "?state=open"))
            .Select(Shown)
            .ShouldBe([$"{supplier} {receiver} electricity open true 2024-03 2024-05 3000 kWh"]);

        // Confirming what counts already makes no revision; refusing it does.
        await StateAsync(Admin, supplier, receiver, Statement(to: "2024-03"));
        (await SheetAsync("2024-03")).Revision.ShouldBe(2);
        await StateAsync(Admin, supplier, receiver, Statement("refused", from: "2024-04", to: "2024-04"));
        var april = await SheetAsync("2024-04");
        (april.Revision, april.Reason, april.UnconfirmedSuppliers!.Count).ShouldBe((3, Reasons.MasterData, 1));
        (await SheetAsync("2024-05")).UnconfirmedSuppliers.ShouldBeNull();

        // Handed in anew it is asked for like any other.
        var answer = await Admin.PostReadingsAsync(receiver, "2024-05", Calls.Sheet(Calls.Coal));
        Codes(answer.Body).ShouldBe(["supplier-unconfirmed"]);
        (await SheetAsync("2024-05")).UnconfirmedSuppliers!.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_sheet_with_two_carriers_of_one_supplier_names_what_is_unconfirmed()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        await StateAsync(Admin, supplier, receiver, Statement());

        await Admin.PostReadingsAsync(
            receiver,
            "2024-04",
            Calls.Sheet(From(supplier), From(supplier, "5", "heat.purchased", "GJ"))
        );

        (await Stored.SheetAsync(Host, receiver, "2024-04")).UnconfirmedSuppliers.ShouldBe([
            new UnconfirmedSupplier(supplier, Carriers.Heat),
        ]);
    }

    /// <summary>As the migration leaves what was accepted before suppliers were asked.</summary>
    private async Task AsBeforeAsync(string plant, string month)
    {
        var sheet = await Stored.SheetAsync(Host, plant, month);
        var bytes = Convert.ToHexString(EventJson.Serialize(sheet with { UnconfirmedSuppliers = null }));
        await Host.Database.ExecuteAsync(
            $"""
            WITH kept AS (
                INSERT INTO event (type, body, created_at)
                VALUES ('readings-accepted.v1', decode('{bytes}', 'hex'), now()) RETURNING id
            )
            UPDATE sheet SET event_id = kept.id, suppliers_as_named = true
            FROM kept WHERE plant = '{plant}' AND month = {sheet.Month.Index}
            """
        );
    }
}
