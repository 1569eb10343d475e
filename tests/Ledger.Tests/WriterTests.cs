using CarbonPlatform.Contracts;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

public sealed class WriterTests
{
    [Fact]
    public async Task A_first_sheet_becomes_one_entry_with_its_lines_and_gaps()
    {
        await using var ledger = await LedgerRoom.StartedAsync();

        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithCoal(40, "BOILER-2").WithGaps(Sheet.Gap("BOILER-1")));

        (await ledger.PostingsAsync(1)).ShouldBe(["+100 BOILER-1 CO2", "+40 BOILER-2 CO2"]);
        (await ledger.RowsAsync("SELECT sequence, kind, plant, month, revision, reason, adjustment, posting_count, open_gaps FROM entry"))
            .ShouldBe(["1|emissions|SX-A1|24290|1|reading|False|2|1"]);
        (await ledger.RowsAsync("SELECT sequence, ordinal, opened, source, kind FROM entry_gap")).ShouldBe(["1|0|True|BOILER-1|not-reported"]);
        var receipt = (await ledger.ReceiptsAsync()).ShouldHaveSingleItem();
        receipt.ShouldSatisfyAllConditions(
            () => receipt.Plant.ShouldBe("SX-A1"),
            () => receipt.Revision.ShouldBe(1),
            () => receipt.Sequence.ShouldBe(1),
            () => receipt.Position.ShouldBe(1),
            () => receipt.Postings.ShouldBe(2),
            () => receipt.OpenGaps.ShouldBe(1));
    }

    [Fact]
    public async Task A_correction_reverses_exactly_the_posting_it_replaces_and_leaves_the_rest()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithCoal(40, "BOILER-2"));

        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2) { Reason = Reasons.Correction }.WithCoal(90).WithCoal(40, "BOILER-2"));

        (await ledger.PostingsAsync(2)).ShouldBe(["-100 BOILER-1 CO2 of 1.0", "+90 BOILER-1 CO2"]);
        (await ledger.RowsAsync("SELECT revision, sequence, posting_count, amounts[1], amounts[2], sequences[1], sequences[2], ordinals[1] FROM plant_month"))
            .ShouldBe(["2|2|2|90|40|2|1|1"]);
    }
}
