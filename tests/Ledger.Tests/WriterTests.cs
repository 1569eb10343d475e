using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// What the writer appends for a sheet, a correction and a message that comes again, and what it answers.
/// </summary>
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

    [Fact]
    public async Task The_same_message_three_times_changes_nothing_and_is_answered_three_times()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        var sheet = new Sheet("SX-A1", "2024-03").WithCoal(100);

        await ledger.PostAsync(sheet);
        await Task.WhenAll(ledger.PostAsync(sheet), ledger.PostAsync(sheet), ledger.PostAsync(sheet));
        ledger.Clock.Advance(TimeSpan.FromDays(365));
        await ledger.PostAsync(sheet);

        (await ledger.ScalarAsync<long>("SELECT count(*) FROM posting")).ShouldBe(1);
        var receipts = await ledger.ReceiptsAsync();
        receipts.Count.ShouldBe(5);
        receipts.Distinct().ShouldHaveSingleItem("the same receipt each time, with the time of the entry");
    }

    [Theory]
    [InlineData(1, 9, 9)] // an older revision, however new its factors
    [InlineData(2, 2, 9)] // an older catalogue
    [InlineData(2, 3, 3)] // older methods
    [InlineData(2, 3, 4)] // the same once more
    public async Task What_is_not_newer_changes_nothing_and_is_told_what_stands(
        int revision,
        int catalogue,
        int methods
    )
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2) { Catalogue = 3, Methods = 4 }.WithCoal(100));

        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", revision) { Catalogue = catalogue, Methods = methods }.WithCoal(
                (revision, catalogue, methods) == (2, 3, 4) ? 100 : 7
            )
        );

        (
            await ledger.RowsAsync("SELECT revision, catalogue_version, methods_version, amounts[1] FROM plant_month")
        ).ShouldBe(["2|3|4|100"]);
        (await ledger.ScalarAsync<long>("SELECT sequence FROM ledger_head")).ShouldBe(1);
        (await ledger.ReceiptsAsync())[1]
            .ShouldSatisfyAllConditions(
                receipt => receipt.Revision.ShouldBe(2),
                receipt => receipt.CatalogueVersion.ShouldBe(3),
                receipt => receipt.MethodsVersion.ShouldBe(4)
            );
    }

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(2, 4, 1)]
    [InlineData(2, 3, 5)]
    public async Task What_is_newer_by_revision_then_catalogue_then_methods_stands(
        int revision,
        int catalogue,
        int methods
    )
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2) { Catalogue = 3, Methods = 4 }.WithCoal(100));

        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", revision) { Catalogue = catalogue, Methods = methods }.WithCoal(7)
        );

        (
            await ledger.RowsAsync("SELECT revision, catalogue_version, methods_version, amounts[1] FROM plant_month")
        ).ShouldBe([$"{revision}|{catalogue}|{methods}|7"]);
    }

    [Fact]
    public async Task One_version_with_two_results_is_refused_and_the_next_version_settles_it()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03") { Catalogue = 4 }.WithCoal(100));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03") { Catalogue = 4 }.WithCoal(7));

        var refused = await Should.ThrowAsync<PoisonMessageException>(() =>
            ledger.PostAsync(new Sheet("SX-A1", "2024-03") { Catalogue = 4 }.WithCoal(90))
        );

        refused.Message.ShouldBe(
            "SX-A1 2024-03: revision 1 by catalogue 4 and methods 1 stands with other lines. "
                + "A version that came to two results was counted twice, as after a database was set back; "
                + "the next version of the catalogue settles it."
        );
        (await ledger.RowsAsync("SELECT plant, amounts[1] FROM plant_month ORDER BY plant")).ShouldBe([
            "SX-A1|100",
            "SX-A2|7",
        ]);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03") { Catalogue = 5 }.WithCoal(90));
        (await ledger.RowsAsync("SELECT plant, amounts[1] FROM plant_month ORDER BY plant")).ShouldBe([
            "SX-A1|90",
            "SX-A2|7",
        ]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_revision_or_version_far_above_what_is_held_is_refused_and_the_next_one_taken()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 3).WithCoal(100));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));

        foreach (var revision in (int[])[Counting.LargestStep + 4, Counting.Highest])
            (
                await Should.ThrowAsync<PoisonMessageException>(() =>
                    ledger.PostAsync(new Sheet("SX-A1", "2024-03", revision).WithCoal(7))
                )
            ).Message.ShouldBe($"SX-A1 2024-03: revision {revision} would follow on 3; nobody has accepted so many.");
        (
            await Should.ThrowAsync<PoisonMessageException>(() =>
                ledger.PostAsync(Organisation.Plant("SX-A1", Counting.LargestStep + 2, ("2020-01", "CU")))
            )
        ).Message.ShouldBe("plant SX-A1: version 1000002 would follow on 1; nobody has made so many changes.");
        (
            await Should.ThrowAsync<PoisonMessageException>(() =>
                ledger.PostAsync(new Sheet("SX-A2", "2024-03", Counting.LargestStep + 1).WithCoal(7))
            )
        ).Message.ShouldContain("would follow on 0");

        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 4).WithCoal(8));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 2, ("2020-01", "CU")));
        (await ledger.RowsAsync("SELECT plant, revision, amounts[1] FROM plant_month")).ShouldBe(["SX-A1|4|8"]);
        (await ledger.RowsAsync("SELECT unit FROM membership")).ShouldBe(["CU"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Four_revisions_in_any_of_their_24_orders_end_in_the_same_state()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        Sheet[] revisions =
        [
            new Sheet("SX-A1", "2024-03", 1).WithCoal(100).WithGaps(Sheet.Gap("BOILER-1")),
            new Sheet("SX-A1", "2024-03", 2).WithCoal(90).WithCoal(5, "BOILER-2"),
            new Sheet("SX-A1", "2024-03", 3).WithCoal(5, "BOILER-2"),
            new Sheet("SX-A1", "2024-03", 4).WithCoal(100).WithCoal(6, "BOILER-2").WithGaps(Sheet.Gap("BOILER-3")),
        ];
        var orders = Permutations([0, 1, 2, 3]).ToList();
        orders.Count.ShouldBe(24);

        for (var i = 0; i < orders.Count; i++)
        {
            foreach (var revision in orders[i])
                await ledger.PostAsync(revisions[revision] with { Plant = $"SX-A{i + 10}" });
        }

        var states = await ledger.RowsAsync(
            """
            SELECT revision, encode(lines_hash, 'hex'), open_gaps, array_to_string(amounts, ' '), gaps
            FROM plant_month ORDER BY plant
            """
        );
        states.Count.ShouldBe(24);
        // Line ids follow the order of arrival, so amounts are compared by their sum and the lines by their hash.
        states
            .Select(state => string.Join('|', state.Split('|').Where((_, column) => column != 3)))
            .Distinct()
            .ShouldHaveSingleItem()
            .ShouldStartWith("4|");
        (
            await ledger.RowsAsync(
                "SELECT DISTINCT sum(p.amount) FROM posting p JOIN line l ON l.id = p.line_id GROUP BY l.plant"
            )
        ).ShouldBe(["106"]);
        await ledger.ShouldBeSoundAsync();
    }

    private static IEnumerable<int[]> Permutations(int[] items) =>
        items.Length == 1
            ? [items]
            : items.SelectMany(first =>
                Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest])
            );
}
