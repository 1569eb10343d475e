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

/// <summary>What counts where a supplier and the department say different things.</summary>
[Tier(Tier.Service)]
public sealed class DisputedSupplyTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

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
