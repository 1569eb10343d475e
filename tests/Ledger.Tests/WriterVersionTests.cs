using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>What comes again, late or in another order: the highest version stands, and each is answered.</summary>
[Tier(Tier.Service)]
public sealed class WriterVersionTests
{
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
