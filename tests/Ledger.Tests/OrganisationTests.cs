using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>The organisation on the ledger, and the roll-up that follows it.</summary>
[Tier(Tier.Service)]
public sealed class OrganisationTests
{
    private const string RollUp = """
        SELECT month, unit, counterparty_unit, measure, amount, line_count FROM rollup
        WHERE line_count > 0 AND basis IS NULL ORDER BY 1, 2, 3, 4
        """;

    [Fact]
    public async Task A_record_is_an_entry_with_a_sequence_and_a_receipt()
    {
        await using var ledger = await LedgerRoom.StartedAsync();

        await ledger.PostAsync(Organisation.Unit("ALU"));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 3, ("2020-01", "ALU")));

        (await ledger.RowsAsync("SELECT sequence, kind, plant, month, reason FROM entry ORDER BY 1")).ShouldBe([
            "1|organisation|null|null|organisation",
            "2|organisation|null|null|organisation",
        ]);
        (await ledger.RowsAsync("SELECT sequence, kind, code, version FROM organisation_record ORDER BY 1")).ShouldBe([
            "1|unit|ALU|1",
            "2|plant|SX-A1|3",
        ]);
        (await ledger.RowsAsync("SELECT plant, from_month, to_month, unit FROM membership")).ShouldBe([
            "SX-A1|24240|null|ALU",
        ]);
        var receipt = (await ledger.ReceiptsAsync())[1];
        (
            receipt.Kind,
            receipt.RecordKind,
            receipt.RecordCode,
            receipt.RecordVersion,
            receipt.Sequence,
            receipt.Position
        ).ShouldBe(("organisation", "plant", "SX-A1", 3, 2L, 2L));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task A_record_that_is_not_newer_changes_nothing_and_is_told_what_stands(int version)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 3, ("2020-01", "ALU")));

        await ledger.PostAsync(Organisation.Plant("SX-A1", version, ("2020-01", "CU")));

        (await ledger.RowsAsync("SELECT unit FROM membership")).ShouldBe(["ALU"]);
        (await ledger.ScalarAsync<long>("SELECT sequence FROM ledger_head")).ShouldBe(1);
        var receipts = await ledger.ReceiptsAsync();
        receipts[1].ShouldBe(receipts[0]);
    }

    [Fact]
    public async Task Organisation_before_the_sheet_sends_it_to_its_unit()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU"), ("2024-02", "CU")));

        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-02").WithCoal(2));
        await ledger.PostAsync(new Sheet("SX-A1", "2019-12").WithCoal(4));

        (await ledger.RowsAsync(RollUp)).ShouldBe([
            "24239||null|CO2|4|1",
            "24288|ALU|null|CO2|1|1",
            "24289|CU|null|CO2|2|1",
        ]);
    }

    [Fact]
    public async Task Organisation_after_the_sheet_takes_it_home()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        (await ledger.RowsAsync(RollUp)).ShouldBe(["24288||null|CO2|1|1"]);

        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));

        (await ledger.RowsAsync(RollUp)).ShouldBe(["24288|ALU|null|CO2|1|1"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_plant_moved_for_past_months_takes_just_those_months_along()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-02").WithCoal(2));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(3));

        await ledger.PostAsync(
            Organisation.Plant("SX-A1", 2, ("2020-01", "ALU"), ("2024-02", "CU"), ("2024-03", "ALU"))
        );

        (await ledger.RowsAsync(RollUp)).ShouldBe([
            "24288|ALU|null|CO2|1|1",
            "24289|CU|null|CO2|2|1",
            "24290|ALU|null|CO2|3|1",
        ]);
        (await ledger.RowsAsync("SELECT from_month, to_month, unit FROM membership ORDER BY 1")).ShouldBe([
            "24240|24288|ALU",
            "24289|24289|CU",
            "24290|null|ALU",
        ]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Moving_the_supplier_moves_the_counterparty_of_others_lines()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").With(Transfer(10, "SX-P1")));
        (await ledger.RowsAsync(RollUp)).ShouldBe(["24288|ALU||CO2|10|1"]);

        await ledger.PostAsync(Organisation.Plant("SX-P1", 1, ("2020-01", "POWER")));
        (await ledger.RowsAsync(RollUp)).ShouldBe(["24288|ALU|POWER|CO2|10|1"]);

        await ledger.PostAsync(Organisation.Plant("SX-P1", 2, ("2020-01", "ALU")));
        (await ledger.RowsAsync(RollUp)).ShouldBe(["24288|ALU|ALU|CO2|10|1"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Sheets_and_moves_in_one_batch_come_to_the_same_as_one_by_one()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        var first = Organisation.Plant("SX-P1", 1, ("2020-01", "POWER"));
        var second = Organisation.Plant("SX-A1", 1, ("2020-01", "ALU"));
        var third = Organisation.Plant("SX-P1", 2, ("2020-01", "ALU"));

        await ledger.Writer.WriteAsync([
            ledger.WorkOf(new Sheet("SX-A1", "2024-01").With(Transfer(10, "SX-P1"))),
            ledger.WorkOf(first),
            ledger.WorkOf(new Sheet("SX-P1", "2024-01").WithCoal(5)),
            ledger.WorkOf(second),
            ledger.WorkOf(new Sheet("SX-A1", "2024-01", 2).With(Transfer(12, "SX-P1"))),
            ledger.WorkOf(third),
        ]);

        (await ledger.RowsAsync(RollUp)).ShouldBe(["24288|ALU|ALU|CO2|12|1", "24288|ALU|null|CO2|5|1"]);
        (await ledger.ScalarAsync<long>("SELECT sequence FROM ledger_head")).ShouldBe(6);
        await ledger.ShouldBeSoundAsync();
    }

    private static SheetLine Transfer(decimal co2, string supplier) =>
        new("STEAM-1", "heat.purchased", Categories.PurchasedHeat, null, "CO2", co2, supplier);
}
