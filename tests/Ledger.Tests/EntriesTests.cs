using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>The record and the state, read over HTTP.</summary>
[Tier(Tier.Service)]
public sealed class EntriesTests
{
    [Fact]
    public async Task An_entry_is_told_in_readable_codes_with_what_it_reverses()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        var second = new Sheet("SX-A1", "2024-03", 2) { Reason = Reasons.Factor, Catalogue = 4 }
            .With(
                new SheetLine(
                    "BOILER-1",
                    "fuel.bituminous-coal",
                    Categories.Combustion,
                    null,
                    "CO2",
                    90.5m,
                    Quantity: 45.25m,
                    Statuses: LineStatuses.ProvisionalFactor | LineStatuses.CarriedForward
                )
            )
            .WithGaps(Sheet.Gap("BOILER-2"));
        await ledger.PostAsync(second);

        var entry = await api.GetAsync("/api/v1/ledger/entries/2");

        entry["leaf"]!
            .ToString()
            .ShouldBe(await ledger.ScalarAsync<string>("SELECT encode(leaf, 'hex') FROM entry WHERE sequence = 2"));
        entry.AsObject().Remove("leaf");
        entry.ShouldBeJson(
            """
            {
                "sequence": 2, "kind": "emissions", "plant": "SX-A1", "month": "2024-03", "revision": 2,
                "catalogueVersion": 4, "methodsVersion": 1,
                "submissionId": "00000002-0007-0007-0102-030405060708", "reason": "factor", "adjustment": false,
                "recordedAt": "2025-01-15T12:00:00+00:00",
                "postings": [
                    {
                        "ordinal": 0, "source": "BOILER-1", "process": "other",
                        "activity": "fuel.bituminous-coal", "category": "scope1.combustion", "basis": null,
                        "measure": "CO2", "counterparty": null, "amount": "-100", "unit": "kg",
                        "activityQuantity": "-50", "quality": "measured", "method": "fuel-combustion/1",
                        "factorSet": "ndrc-2013/1", "statuses": [], "activityUncertaintyPercent": "2",
                        "factorUncertaintyPercent": "5", "reverses": { "sequence": 1, "ordinal": 0 }
                    },
                    {
                        "ordinal": 1, "source": "BOILER-1", "process": "other",
                        "activity": "fuel.bituminous-coal", "category": "scope1.combustion", "basis": null,
                        "measure": "CO2", "counterparty": null, "amount": "90.5", "unit": "kg",
                        "activityQuantity": "45.25", "quality": "measured", "method": "fuel-combustion/1",
                        "factorSet": "ndrc-2013/1", "statuses": ["provisional-factor", "carried-forward"],
                        "activityUncertaintyPercent": "2", "factorUncertaintyPercent": "5", "reverses": null
                    }
                ],
                "gaps": [
                    {
                        "change": "opened", "source": "BOILER-2", "activity": "fuel.bituminous-coal",
                        "category": "air.combustion", "basis": null, "measure": "SO2", "kind": "not-reported",
                        "detail": "Give sulphurPercent."
                    }
                ],
                "record": null
            }
            """
        );
    }

    [Fact]
    public async Task A_record_of_the_organisation_is_told_as_it_came()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Unit("ALU"));

        var record = (await api.GetAsync("/api/v1/ledger/entries/1"))["record"]!;

        record["kind"]!.ToString().ShouldBe("unit");
        record["version"]!.GetValue<int>().ShouldBe(1);
        record["record"]!["unit"]!["nameZh"]!.ToString().ShouldBe("单位");
    }

    [Fact]
    public async Task Entries_come_page_by_page_and_by_plant_and_month()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        for (var i = 1; i <= 5; i++)
            await ledger.PostAsync(new Sheet(i % 2 == 0 ? "SX-A2" : "SX-A1", $"2024-0{i}").WithCoal(i));

        (await PagesAsync(api, "limit=2")).ShouldBe(["1 2", "3 4", "5"]);
        (await PagesAsync(api, "plant=SX-A1")).ShouldBe(["1 3 5"]);
        (await PagesAsync(api, "plant=SX-A1&limit=1")).ShouldBe(["1", "3", "5"]);
        (await PagesAsync(api, "month=2024-04")).ShouldBe(["4"]);
        (await PagesAsync(api, "plant=SX-A2&month=2024-01")).ShouldBe([""]);
        (await PagesAsync(api, "after=5")).ShouldBe([""]);
    }

    [Fact]
    public async Task A_page_ends_before_the_entry_with_which_it_would_have_too_many_postings()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Wide("2024-01", EntriesQuestion.MostPostings + 1));
        await ledger.PostAsync(Wide("2024-02", EntriesQuestion.MostPostings - 1));
        await ledger.PostAsync(Wide("2024-03", 1));
        await ledger.PostAsync(Wide("2024-04", 1));

        (await PagesAsync(api, "limit=200")).ShouldBe(["1", "2 3", "4"]);

        static Sheet Wide(string month, int lines) =>
            new Sheet("SX-A1", month).With([
                .. Enumerable
                    .Range(1, lines)
                    .Select(i => new SheetLine($"B-{i:D5}", "fuel.coal", Categories.Combustion, null, "CO2", i)),
            ]);
    }

    [Theory]
    [InlineData("entries?month=March", "400 month-invalid")]
    [InlineData("entries?after=x", "400 after-invalid")]
    [InlineData("entries?limit=0", "400 limit-invalid")]
    [InlineData("entries?limit=201", "400 limit-invalid")]
    [InlineData("entries?plant=SX-A9", "404 unknown-plant")]
    [InlineData("entries?unit=ALU", "400 unknown-parameter")]
    [InlineData("entries/9", "404 unknown-entry")]
    [InlineData("entries/first", "404 unknown-entry")]
    public async Task A_wrong_question_is_refused(string path, string code)
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostDirectlyAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));

        (await api.RefusedAsync("/api/v1/ledger/" + path)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_plant_sees_its_own_entries_and_the_rest_is_as_if_it_were_not_there()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Unit("ALU"));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(1));
        var caller = LedgerApi.PlantOf("SX-A1");

        (await api.GetAsync("/api/v1/ledger/entries", caller))["entries"]!
            .AsArray()
            .Select(entry => entry!["sequence"]!.GetValue<long>())
            .ShouldBe([2]);
        (await api.GetAsync("/api/v1/ledger/entries/2", caller))["plant"]!.ToString().ShouldBe("SX-A1");
        var missing = await api.RefusedAsync("/api/v1/ledger/entries/99", caller);
        (await api.RefusedAsync("/api/v1/ledger/entries/3", caller)).ShouldBe(
            (missing.Code, missing.Detail.Replace("99", "3", StringComparison.Ordinal))
        );
        (await api.RefusedAsync("/api/v1/ledger/entries/1", caller)).Code.ShouldBe("404 unknown-entry");
        var unknown = await api.RefusedAsync("/api/v1/ledger/entries?plant=SX-A9", caller);
        (await api.RefusedAsync("/api/v1/ledger/entries?plant=SX-A2", caller)).ShouldBe(
            (unknown.Code, unknown.Detail.Replace("SX-A9", "SX-A2", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task State_is_told_page_by_page_to_services_only()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A2", "2024-01", 3) { Catalogue = 2 }.WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-02").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 2, ("2020-01", "ALU")));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 5, ("2020-01", "ALU")));

        var state = await api.GetAsync("/internal/state", LedgerApi.Reconciler);
        state["next"].ShouldBeNull();
        state["items"]!
            .AsArray()
            .Select(item =>
                $"{item!["plant"]} {item["month"]} {item["revision"]} {item["catalogueVersion"]} "
                + $"{item["methodsVersion"]}"
            )
            .ShouldBe(["SX-A1 2024-01 1 1 1", "SX-A1 2024-02 1 1 1", "SX-A2 2024-01 3 2 1"]);
        state["items"]![2]!["linesHash"]!.ToString().ShouldBe((await ledger.ReceiptsAsync())[0].LinesHash);
        var page = await api.GetAsync("/internal/state?limit=2", LedgerApi.Reconciler);
        page["next"]!.ToString().ShouldBe("SX-A1/2024-02");
        (await api.GetAsync("/internal/state?limit=2&after=SX-A1/2024-02", LedgerApi.Reconciler))["items"]!
            .AsArray()
            .Count.ShouldBe(1);
        (await api.RefusedAsync("/internal/state?after=SX-A1", LedgerApi.Reconciler)).Code.ShouldBe(
            "400 after-invalid"
        );
        (await api.RefusedAsync("/internal/state?after=sx-a1/2024-02", LedgerApi.Reconciler)).Code.ShouldBe(
            "400 after-invalid"
        );
        (await api.RefusedAsync("/internal/state?limit=5001", LedgerApi.Reconciler)).Code.ShouldBe("400 limit-invalid");
        (await api.GetAsync("/internal/organisation", LedgerApi.Reconciler)).ShouldBeJson(
            """
            { "items": [{ "kind": "plant", "code": "SX-A1", "version": 5 }] }
            """
        );

        foreach (var path in new[] { "/internal/state", "/internal/organisation", "/internal/invariants" })
            (await api.RefusedAsync(path)).Code.ShouldBe("403 forbidden");
    }

    [Fact]
    public async Task Invariants_find_a_sum_that_is_off_and_a_sum_in_the_wrong_unit()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        var sound = await api.GetAsync("/internal/invariants", LedgerApi.Reconciler);
        sound["holds"]!.GetValue<bool>().ShouldBeTrue();
        sound["measures"]!.ShouldBeJson(
            """
            [
                {
                    "measure": "CO2", "postings": "100", "plantMonths": "100", "rollUp": "100", "postedLines": 1,
                    "standingLines": 1, "rolledUpLines": 1, "areEqual": true
                }
            ]
            """
        );

        foreach (
            var (damage, repair, fault) in new[]
            {
                (
                    "UPDATE rollup SET amount = 101",
                    "UPDATE rollup SET amount = 100",
                    "CO2: the sums of postings, plant-months and roll-up differ"
                ),
                (
                    "UPDATE rollup SET unit = 'ALU'",
                    "UPDATE rollup SET unit = ''",
                    "2 sums of the roll-up are not what plant-months and memberships make"
                ),
                (
                    "UPDATE plant_month SET amounts[1] = 99",
                    "UPDATE plant_month SET amounts[1] = 100",
                    "CO2: the sums of postings, plant-months and roll-up differ"
                ),
                (
                    "ALTER TABLE ledger_head DISABLE TRIGGER USER; UPDATE ledger_head SET sequence = 2",
                    "UPDATE ledger_head SET sequence = 1",
                    "the head is at 2, the newest of 1 entries is 1, the newest position 1"
                ),
            }
        )
        {
            await ledger.Database.ExecuteAsync(damage);
            var found = await api.GetAsync("/internal/invariants", LedgerApi.Reconciler);
            found["holds"]!.GetValue<bool>().ShouldBeFalse(damage);
            found["faults"]!.AsArray().Select(text => text!.ToString()).ShouldContain(fault);
            await ledger.Database.ExecuteAsync(repair);
        }
        await ledger.ShouldBeSoundAsync();
    }

    private static async Task<IReadOnlyList<string>> PagesAsync(LedgerApi api, string query)
    {
        var pages = new List<string>();
        for (var after = ""; ; )
        {
            var page = await api.GetAsync($"/api/v1/ledger/entries?{query}{after}");
            pages.Add(string.Join(' ', page["entries"]!.AsArray().Select(entry => entry!["sequence"])));
            if (page["next"] is not { } next)
                return pages;
            after = $"&after={next}";
        }
    }
}
