using System.Globalization;
using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
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
            """{ "name": "Renamed", "orgUnit": "ALUMINIUM", "province": "SX", "from": "2020-01" }"""
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

    [Fact]
    public async Task What_a_plant_has_stated_keeps_nobody_else_from_stating()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        var statement = Stated(receiver, SupplyStates.Confirmed, from: "2020-01");
        var record = (await Host.RecordAsync(supplier)).Plant!;
        var full = record with { Supplies = [.. Enumerable.Repeat(statement, 500)] };
        var own = new Caller("plant-key", [Roles.Plant], [PlantCode.Parse(supplier)]);

        Decide(full, receiver, SupplyStates.Refused, own)
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("too-many-statements");
        foreach (var role in (string[])[Roles.Environment, Roles.Admin])
            Supplies(Decided(full, receiver, SupplyStates.Refused, new Caller("key", [role], null))).ShouldBe(501);
        var byDepartment = record with
        {
            Supplies = [.. Enumerable.Repeat(statement with { StatedAs = "environment" }, 700)],
        };
        Supplies(Decided(byDepartment, receiver, SupplyStates.Confirmed, own)).ShouldBe(701);

        static int Supplies(PlantRecord plant) => plant.Supplies!.Count;
    }

    [Theory]
    [InlineData("2023-12", "2024-05", true)]
    [InlineData("2024-06", null, true)]
    [InlineData("2020-01", null, true)]
    [InlineData("2024-04", "2024-04", true)]
    [InlineData("2020-01", "2024-03", false)]
    [InlineData("2024-07", null, false)]
    [InlineData("2024-07", "2100-12", false)]
    public void What_the_department_has_refused_the_supplier_cannot_confirm(string from, string? to, bool isRefused)
    {
        var own = new Caller("plant-key", [Roles.Plant], [PlantCode.Parse("SX-T1")]);
        // Refused from April on; then confirmed from July on, heat and others apart.
        var supplier = Supplier(
            Stated("SX-A1", SupplyStates.Refused, "2024-04", by: "environment"),
            Stated("SX-A1", SupplyStates.Confirmed, "2024-07", by: "admin"),
            Stated("SX-A1", SupplyStates.Refused, "2020-01", by: "environment") with
            {
                Carrier = Carriers.Electricity,
            },
            Stated("SX-A2", SupplyStates.Refused, "2020-01", "2100-12", by: "environment")
        );

        if (isRefused)
        {
            var refusal = Decide(supplier, "SX-A1", SupplyStates.Confirmed, own, from, to);
            (refusal.Code, refusal.Status).ShouldBe(("refused-by-department", 409));
            refusal.Detail.ShouldContain(
                "from 2024-04 on, with the reason \"contract\". Ask the environment department"
            );
        }
        else
        {
            Decided(supplier, "SX-A1", SupplyStates.Confirmed, own, from, to).Supplies!.Count.ShouldBe(5);
        }
        // Neither is the department bound by it, nor a supplier that refuses.
        Decided(supplier, "SX-A1", SupplyStates.Refused, own, from, to).Supplies!.Count.ShouldBe(5);
        var department = new Caller("department", [Roles.Environment], null);
        Decided(supplier, "SX-A1", SupplyStates.Confirmed, department, from, to).Supplies!.Count.ShouldBe(5);
    }

    [Fact]
    public void The_word_of_the_department_is_another_than_the_same_word_of_the_supplier()
    {
        var own = new Caller("plant-key", [Roles.Plant], [PlantCode.Parse("SX-T1")]);
        var department = new Caller("department", [Roles.Environment], null);
        var supplier = Supplier(Stated("SX-A1", SupplyStates.Refused, "2024-01"));

        supplier = Decided(supplier, "SX-A1", SupplyStates.Refused, department, "2024-01");

        supplier.Supplies!.Select(s => s.StatedAs).ShouldBe(["plant", "environment"]);
        Decided(supplier, "SX-A1", SupplyStates.Refused, department, "2024-01").Supplies!.Count.ShouldBe(2);
        Decide(supplier, "SX-A1", SupplyStates.Confirmed, own, "2024-01").Code.ShouldBe("refused-by-department");
    }

    [Fact]
    public async Task Where_supplier_and_department_differ_the_link_is_among_the_open_ones_with_who_said_what()
    {
        var (supplier, receiver) = await PairAsync(Admin);
        var own = Host.As(Person("plant-key", "scada-t1", Roles.Plant, supplier));
        var department = Host.As(Person("department-key", "li", Roles.Environment));
        foreach (var month in (string[])["2024-03", "2024-06"])
            await Admin.PostReadingsAsync(receiver, month, Calls.Sheet(From(supplier)));

        await StateAsync(own, supplier, receiver, Statement());
        (await LinksAsync(Admin, "?state=open")).Where(link => link!.Text("supplier") == supplier).ShouldBeEmpty();
        await StateAsync(department, supplier, receiver, Statement("refused", from: "2024-06", reason: "no line"));
        var refused = await StateAsync(own, supplier, receiver, Statement(from: "2024-06", reason: "there is one"));

        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Conflict, "refused-by-department"));
        (await LinksAsync(own))
            .Select(Disputed)
            .ShouldBe([
                "confirmed 2024-03 2024-03: plant scada-t1 confirmed against nobody",
                "refused 2024-06 2024-06: environment li refused against plant scada-t1 confirmed",
            ]);
        (await LinksAsync(own, "?state=open"))
            .Select(Disputed)
            .ShouldBe(["refused 2024-06 2024-06: environment li refused against plant scada-t1 confirmed"]);
        (await LinksAsync(own, "?state=confirmed")).Count.ShouldBe(1);

        await StateAsync(own, supplier, receiver, Statement("refused", from: "2024-06", reason: "agreed"));
        (await LinksAsync(own, "?state=open")).ShouldBeEmpty();
    }

    private static PlantRecord Supplier(params SupplyRecord[] supplies) =>
        new()
        {
            Code = "SX-T1",
            Name = "Station",
            Country = "CN",
            From = Month.Parse("2020-01"),
            Memberships = [],
            Supplies = supplies,
        };

    private static SupplyRecord Stated(
        string receiver,
        string state,
        string from,
        string? to = null,
        string by = SupplyRecord.AsSupplier
    ) =>
        new()
        {
            Receiver = receiver,
            Carrier = Carriers.Heat,
            State = state,
            From = Month.Parse(from),
            To = to is null ? null : Month.Parse(to),
            Reason = "contract",
            StatedBy = "key",
            StatedAs = by,
            StatedAt = DateTimeOffset.Parse("2024-01-01T00:00:00Z", CultureInfo.InvariantCulture),
        };

    private static Caller Person(string id, string subject, string role, params string[] plants) =>
        new(id, [role], plants.Length == 0 ? null : plants.Select(PlantCode.Parse)) { Subject = subject };

    private static Refusal Decide(
        PlantRecord supplier,
        string receiver,
        string state,
        Caller caller,
        string from = "2024-01",
        string? to = null
    )
    {
        AnswerTo(supplier, receiver, state, caller, from, to).IsRefused(out var refusal, out _).ShouldBeTrue();
        return refusal!;
    }

    private static PlantRecord Decided(
        PlantRecord supplier,
        string receiver,
        string state,
        Caller caller,
        string from = "2024-01",
        string? to = null
    )
    {
        AnswerTo(supplier, receiver, state, caller, from, to)
            .IsRefused(out var refusal, out var wanted)
            .ShouldBeFalse(refusal?.Detail);
        return wanted!.Plant!;
    }

    private static Answer<Ingestion.Organisation.WantedRecord> AnswerTo(
        PlantRecord supplier,
        string receiver,
        string state,
        Caller caller,
        string from,
        string? to
    ) =>
        Ingestion.Organisation.PutSupply.Decide(
            supplier,
            receiver,
            receiverIsKnown: true,
            new()
            {
                Carrier = Carriers.Heat,
                State = state,
                From = from,
                To = to,
                Reason = state == SupplyStates.Refused ? "contract" : "a new one",
            },
            caller,
            TimeProvider.System.GetUtcNow()
        );
}
