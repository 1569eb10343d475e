using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>What the writer appends for a sheet and a correction, and what it answers.</summary>
[Tier(Tier.Service)]
public sealed class WriterTests
{
    [Fact]
    public async Task A_first_sheet_becomes_one_entry_with_its_lines_and_gaps()
    {
        await using var ledger = await LedgerRoom.StartedAsync();

        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").WithCoal(100).WithCoal(40, "BOILER-2").WithGaps(Sheet.Gap("BOILER-1"))
        );

        (await ledger.PostingsAsync(1)).ShouldBe(["+100 BOILER-1 CO2", "+40 BOILER-2 CO2"]);
        (
            await ledger.RowsAsync(
                "SELECT sequence, kind, plant, month, revision, reason, adjustment, posting_count, open_gaps FROM entry"
            )
        ).ShouldBe(["1|emissions|SX-A1|24290|1|reading|False|2|1"]);
        (await ledger.RowsAsync("SELECT sequence, ordinal, opened, source, kind FROM entry_gap")).ShouldBe([
            "1|0|True|BOILER-1|not-reported",
        ]);
        var receipt = (await ledger.ReceiptsAsync()).ShouldHaveSingleItem();
        receipt.ShouldSatisfyAllConditions(
            () => receipt.Kind.ShouldBe("plant-month"),
            () => receipt.Plant!.Value.ShouldBe("SX-A1"),
            () => receipt.Revision.ShouldBe(1),
            () => receipt.Sequence.ShouldBe(1),
            () => receipt.Position.ShouldBe(1),
            () => receipt.Postings.ShouldBe(2),
            () => receipt.OpenGaps.ShouldBe(1),
            () => receipt.RecordedAt.ShouldBe(ledger.Clock.GetUtcNow()),
            () => receipt.LinesHash!.Length.ShouldBe(64)
        );
    }

    [Fact]
    public async Task A_correction_reverses_exactly_the_posting_it_replaces_and_leaves_the_rest()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithCoal(40, "BOILER-2"));

        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 2) { Reason = Reasons.Correction }
                .WithCoal(90)
                .WithCoal(40, "BOILER-2")
        );
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 3) { Reason = Reasons.Correction }
                .WithCoal(80)
                .WithCoal(40, "BOILER-2")
        );

        (await ledger.PostingsAsync(2)).ShouldBe(["-100 BOILER-1 CO2 of 1.0", "+90 BOILER-1 CO2"]);
        (await ledger.PostingsAsync(3)).ShouldBe(["-90 BOILER-1 CO2 of 2.1", "+80 BOILER-1 CO2"]);
        (
            await ledger.RowsAsync(
                "SELECT revision, sequence, posting_count, amounts[1], amounts[2], sequences[1], "
                    + "sequences[2], ordinals[1] "
                    + "FROM plant_month"
            )
        ).ShouldBe(["3|3|2|80|40|3|1|1"]);
        (await ledger.RowsAsync("SELECT reason FROM entry ORDER BY sequence")).ShouldBe([
            "reading",
            "correction",
            "correction",
        ]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_figure_arrived_at_in_another_way_is_another_line_even_with_the_same_amount()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100, quality: Quality.Estimated));

        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2).WithCoal(100, quality: Quality.Measured));

        (await ledger.PostingsAsync(2)).ShouldBe(["-100 BOILER-1 CO2 of 1.0", "+100 BOILER-1 CO2"]);
        (await ledger.RowsAsync("SELECT amount, measured_amount, verified_amount, line_count FROM rollup")).ShouldBe([
            "100|100|100|1",
        ]);
    }

    [Fact]
    public async Task A_withdrawn_sheet_leaves_no_lines_and_stays_a_plant_month()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithGaps(Sheet.Gap("BOILER-1")));

        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2) { Reason = Reasons.Correction });

        (await ledger.PostingsAsync(2)).ShouldBe(["-100 BOILER-1 CO2 of 1.0"]);
        (await ledger.RowsAsync("SELECT revision, cardinality(line_ids), open_gaps, gaps FROM plant_month")).ShouldBe([
            "2|0|0|[]",
        ]);
        (await ledger.RowsAsync("SELECT amount, line_count FROM rollup")).ShouldBe(["0|0"]);
        (await ledger.ReceiptsAsync())[^1]
            .ShouldSatisfyAllConditions(
                receipt => receipt.Revision.ShouldBe(2),
                receipt => receipt.Postings.ShouldBe(1),
                receipt => receipt.OpenGaps.ShouldBe(0)
            );
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_sheet_without_lines_is_an_entry_too()
    {
        await using var ledger = await LedgerRoom.StartedAsync();

        await ledger.PostAsync(new Sheet("SX-A1", "2024-03"));

        (await ledger.RowsAsync("SELECT sequence, posting_count FROM entry")).ShouldBe(["1|0"]);
        (await ledger.ReceiptsAsync()).ShouldHaveSingleItem().Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Gaps_are_journalled_when_they_open_and_when_they_close()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        var sheet = new Sheet("SX-A1", "2024-03").WithCoal(100);
        await ledger.PostAsync(sheet.WithGaps(Sheet.Gap("BOILER-1"), Sheet.Gap("BOILER-2")));
        await ledger.PostAsync(
            (sheet with { Revision = 2 }).WithGaps(Sheet.Gap("BOILER-2"), Sheet.Gap("BOILER-3", GapKinds.NoFactor))
        );
        await ledger.PostAsync(sheet with { Revision = 3 });

        (
            await ledger.RowsAsync(
                "SELECT sequence, ordinal, opened, source, kind FROM entry_gap ORDER BY sequence, ordinal"
            )
        ).ShouldBe([
            "1|0|True|BOILER-1|not-reported",
            "1|1|True|BOILER-2|not-reported",
            "2|0|False|BOILER-1|not-reported",
            "2|1|True|BOILER-3|no-factor",
            "3|0|False|BOILER-2|not-reported",
            "3|1|False|BOILER-3|no-factor",
        ]);
        (await ledger.ReceiptsAsync())
            .Select(receipt => (receipt.Sequence, receipt.Postings, receipt.OpenGaps))
            .ShouldBe([(1, 1, 2), (2, 0, 2), (3, 0, 0)]);
    }

    [Fact]
    public async Task A_revision_that_changes_nothing_is_settled_without_an_entry()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        var sheet = new Sheet("SX-A1", "2024-03").WithCoal(100).WithGaps(Sheet.Gap("BOILER-1"));
        await ledger.PostAsync(sheet);

        await ledger.PostAsync(sheet with { Revision = 2, Catalogue = 5, Reason = Reasons.Factor });

        (await ledger.ScalarAsync<long>("SELECT count(*) FROM entry")).ShouldBe(1);
        (
            await ledger.RowsAsync("SELECT revision, catalogue_version, sequence, posting_count FROM plant_month")
        ).ShouldBe(["2|5|1|0"]);
        (await ledger.RowsAsync("SELECT sequence FROM position ORDER BY 1")).ShouldBe(["0", "1"]);
        var receipt = (await ledger.ReceiptsAsync())[^1];
        (receipt.Revision, receipt.CatalogueVersion, receipt.Sequence, receipt.Postings).ShouldBe((2, 5, 1L, 0));
    }
}
