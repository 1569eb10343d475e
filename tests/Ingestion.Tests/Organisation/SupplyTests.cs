using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Ingestion.Tests.Organisation.Supplies;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>Who supplies whom is stated by the supplier or the department, and seen by who is an end of it.</summary>
[Tier(Tier.Service)]
public sealed class SupplyTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

    [Fact]
    public async Task The_supplier_sees_who_names_it_and_its_own_key_confirms()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        await Admin.PostReadingsAsync(supplier, "2024-04", Calls.Sheet(Generated("1000")));
        await Admin.PostReadingsAsync(receiver, "2024-04", Calls.Sheet(From(supplier, "1000")));
        var own = Host.As(Roles.Plant, supplier);

        var finding = (await own.AskAsync($"/plants/{supplier}/months/2024-04")).Body["findings"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        finding.Text("code").ShouldBe("supply-unconfirmed");
        finding.Text("message").ShouldContain($"{receiver} reports 1000 kWh of electricity");

        var stated = await StateAsync(own, supplier, receiver, Statement(from: "2024-01"));

        stated.Status.ShouldBe(HttpStatusCode.OK, stated.Body.Plain());
        var statement = stated.Body["statements"]!.AsArray().ShouldHaveSingleItem()!;
        (statement.Text("statedBy"), statement.Text("statedAs"), statement.Text("reason")).ShouldBe(
            ("plant-key", "plant", "contract 7")
        );
        statement.Text("statedBySubject").ShouldBe("plant-key", "a key without a subject is its own");
        var sheet = await Stored.SheetAsync(Host, receiver, "2024-04");
        (sheet.Revision, sheet.Reason).ShouldBe((2, Reasons.MasterData));
        sheet.UnconfirmedSuppliers.ShouldBeNull();
        (await Stored.SheetAsync(Host, supplier, "2024-04")).Revision.ShouldBe(1, "nothing of its own sheet changed");
        Codes((await own.AskAsync($"/plants/{supplier}/months/2024-04")).Body).ShouldBeEmpty();
        var record = await Host.RecordAsync(supplier);
        record.Plant!.Supplies.ShouldHaveSingleItem().Receiver.ShouldBe(receiver);
        record.ChangedBy.ShouldBe("plant-key");
    }

    [Fact]
    public async Task The_receiver_alone_cannot_confirm()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        await Admin.PostReadingsAsync(receiver, "2024-04", Calls.Sheet(From(supplier)));

        var answer = await StateAsync(Host.As(Roles.Plant, receiver), supplier, receiver, Statement());

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.NotFound, "not-found"));
        (await StateAsync(Host.As(Roles.Auditor), supplier, receiver, Statement())).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await Host.RecordAsync(supplier)).Plant!.Supplies.ShouldBeNull();
        (await Stored.SheetAsync(Host, receiver, "2024-04")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Whose_plant_it_is_not_is_told_so_before_the_body_is_read()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        var other = Host.As(Roles.Plant, receiver);
        foreach (var body in new[] { "", "{", "[]", """{"carrier":"steam"}""" })
        {
            var theirs = await other.PutRecordAsync($"/plants/{supplier}/supplies/{receiver}", body);
            (theirs.Status, theirs.Code).ShouldBe((HttpStatusCode.NotFound, "not-found"), body);
            theirs.Body.Text("detail").ShouldBe($"There is no plant '{supplier}'.");
            var missing = await other.PutRecordAsync($"/plants/MISSING-1/supplies/{receiver}", body);
            missing.Body.Text("detail").ShouldBe("There is no plant 'MISSING-1'.");
            var own = await Host.As(Roles.Plant, supplier)
                .PutRecordAsync($"/plants/{supplier}/supplies/{receiver}", body);
            own.Status.ShouldBe(HttpStatusCode.BadRequest, body);
        }
        (await Host.RecordAsync(supplier)).Plant!.Supplies.ShouldBeNull();
    }

    [Fact]
    public async Task A_plant_cannot_find_out_by_it_which_plants_there_are()
    {
        var (supplier, other) = await PairAsync(Admin);
        var own = Host.As(Roles.Plant, supplier);

        foreach (var receiver in (string[])[other, "NO-SUCH-PLANT"])
        {
            var answer = await StateAsync(own, supplier, receiver, Statement());
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            answer.Error.Text("code").ShouldBe("unknown-plant");
        }
    }

    [Theory]
    [InlineData("unknown-carrier", "gas", "confirmed", "2024-01", null, "contract")]
    [InlineData("unknown-supply-state", "heat", "open", "2024-01", null, "contract")]
    [InlineData("from-after-to", "heat", "confirmed", "2024-02", "2024-01", "contract")]
    [InlineData("not-a-month", "heat", "confirmed", "2024-13", null, "contract")]
    [InlineData("text", "heat", "confirmed", "2024-01", null, " ")]
    public async Task A_statement_is_refused_that_says_nothing(
        string code,
        string carrier,
        string state,
        string from,
        string? to,
        string reason
    )
    {
        var (supplier, receiver) = await PairAsync(Admin);
        var answer = await StateAsync(Admin, supplier, receiver, Statement(state, carrier, from, to, reason));
        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Body.Plain());
        answer.Error.Text("code").ShouldBe(code);
        (await Host.ChangesAsync(supplier)).ShouldBe(6, "the plant and its five sources");
    }

    [Fact]
    public async Task A_plant_does_not_supply_itself_nor_one_that_there_is_not()
    {
        var (supplier, _) = await PairAsync(Admin);
        (await StateAsync(Admin, supplier, supplier, Statement())).Error.Text("code").ShouldBe("supply-to-itself");
        (await StateAsync(Admin, supplier, "NO-SUCH-PLANT", Statement())).Error.Text("code").ShouldBe("unknown-plant");
        (await StateAsync(Admin, "NO-SUCH-PLANT", supplier, Statement())).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_several_statements_the_last_one_counts_and_none_is_lost()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        foreach (var month in (string[])["2024-03", "2024-06", "2024-09"])
            await Admin.PostReadingsAsync(receiver, month, Calls.Sheet(From(supplier)));
        var department = Host.As(Roles.Environment);

        await StateAsync(department, supplier, receiver, Statement(from: "2024-01"));
        await StateAsync(department, supplier, receiver, Statement("refused", from: "2024-06", reason: "it ended"));
        await StateAsync(department, supplier, receiver, Statement("refused", from: "2024-06", reason: "it ended"));
        await StateAsync(department, supplier, receiver, Statement("refused", "heat", "2024-01"));

        async Task<(int, int?)> OfAsync(string month)
        {
            var sheet = await Stored.SheetAsync(Host, receiver, month);
            return (sheet.Revision, sheet.UnconfirmedSuppliers?.Count);
        }

        (await OfAsync("2024-03")).ShouldBe((2, null));
        (await OfAsync("2024-06")).ShouldBe((3, 1));
        (await OfAsync("2024-09")).ShouldBe((3, 1));
        var plant = (await Admin.AskAsync($"/plants/{supplier}")).Body;
        plant["supplies"]!
            .AsArray()
            .Select(s => $"{s!.Text("carrier")} {s!.Text("state")} {s!.Text("from")} {s!.Text("statedAs")}")
            .ShouldBe([
                "electricity confirmed 2024-01 environment",
                "electricity refused 2024-06 environment",
                "heat refused 2024-01 environment",
            ]);
        (await Host.ChangesAsync(supplier)).ShouldBe(9, "the same statement again is none");
        (await LinksAsync(Host.As(Roles.Plant, receiver)))
            .Select(Shown)
            .ShouldBe([
                $"{supplier} {receiver} electricity confirmed true 2024-03 2024-03 1000 kWh",
                $"{supplier} {receiver} electricity refused false 2024-06 2024-09 2000 kWh",
            ]);

        // The plant's own record and its sources change without them.
        await Admin.PutRecordAsync(
            $"/plants/{supplier}",
            """
            { "name": "Renamed", "orgUnit": "ALUMINIUM", "province": "SX", "kinds": ["smelter"], "from": "2020-01" }
            """
        );
        (await Host.RecordAsync(supplier)).Plant!.Supplies!.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Links_are_seen_by_who_is_an_end_of_them()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        var stranger = await Admin.NewSmelterAsync();
        await Admin.PostReadingsAsync(
            receiver,
            "2024-03",
            Calls.Sheet(
                From(supplier, "1.5", unit: "MWh"),
                From(supplier, "40", "heat.purchased", "GJ"),
                From("OUTSIDE-1", "7", "electricity.wind")
            )
        );
        await Admin.PostReadingsAsync(receiver, "2024-05", Calls.Sheet(From(supplier, "250")));
        await StateAsync(Admin, supplier, receiver, Statement(carrier: "heat"));
        string[] expected =
        [
            $"{supplier} {receiver} electricity open false 2024-03 2024-05 1750 kWh",
            $"{supplier} {receiver} heat confirmed true 2024-03 2024-03 40 GJ",
        ];

        (await LinksAsync(Host.As(Roles.Plant, supplier))).Select(Shown).ShouldBe(expected);
        (await LinksAsync(Host.As(Roles.Plant, receiver))).Select(Shown).ShouldBe(expected);
        (await LinksAsync(Host.As(Roles.Plant, stranger))).ShouldBeEmpty();
        (await LinksAsync(Host.As(Roles.Plant, receiver), "?state=open")).Select(Shown).ShouldBe([expected[0]]);
        (await LinksAsync(Host.As(Roles.Auditor), "?state=confirmed")).Select(Shown).ShouldContain(expected[1]);
        (await Admin.AskAsync("/supply-links?state=maybe")).Code.ShouldBe("invalid-parameter");
        (await Admin.AskAsync("/supply-links?plant=X-1")).Code.ShouldBe("unknown-parameter");
    }
}
