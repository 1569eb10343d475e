using System.Data.Common;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Journal.Kinds;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// Batches of the writer, when something in them, the database, the clock or a second writer is in the way.
/// </summary>
[Tier(Tier.Service)]
public sealed class WriterBatchTests
{
    [Fact]
    public async Task Two_revisions_in_one_batch_are_two_entries_and_both_are_told_the_higher()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        var works = new[]
        {
            ledger.WorkOf(new Sheet("SX-A1", "2024-03", 1).WithCoal(100)),
            ledger.WorkOf(new Sheet("SX-A1", "2024-03", 2).WithCoal(90)),
        };

        await ledger.Writer.WriteAsync(works);

        (await ledger.PostingsAsync(2)).ShouldBe(["-100 BOILER-1 CO2 of 1.0", "+90 BOILER-1 CO2"]);
        (await ledger.RowsAsync("SELECT sequence FROM position ORDER BY 1")).ShouldBe(
            ["0", "2"],
            "one position a batch"
        );
        (await ledger.ReceiptsAsync())
            .Select(receipt => (receipt.Revision, receipt.Position))
            .ShouldBe([(2, 2), (2, 2)]);
    }

    [Fact]
    public async Task Poison_in_a_batch_fails_alone()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await ledger.Writer.WriteAsync([ledger.WorkOf(new Sheet("SX-A0", "2024-03").WithCoal(1))]);
        var works = Enumerable
            .Range(1, 5)
            .Select(i => ledger.WorkOf(new Sheet($"SX-A{i}", "2024-03").WithCoal(i)))
            .ToArray();
        works[2] = PoisonOf(works[2], ledger.Codes);

        await ledger.Writer.WriteAsync(works);

        foreach (var work in works.Where((_, i) => i != 2))
            (await work.Done.Task).IsNew.ShouldBeTrue();
        (await Should.ThrowAsync<PoisonMessageException>(works[2].Done.Task)).Message.ShouldStartWith(
            "The ledger cannot hold it"
        );
        (await ledger.RowsAsync("SELECT sequence, plant FROM entry ORDER BY 1")).ShouldBe([
            "1|SX-A0",
            "2|SX-A1",
            "3|SX-A2",
            "4|SX-A4",
            "5|SX-A5",
        ]);
        (await ledger.ReceiptsAsync()).Count.ShouldBe(5);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_rollback_drops_what_the_writer_remembered()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await ledger.Writer.WriteAsync([ledger.WorkOf(new Sheet("SX-A1", "2024-03").WithCoal(1))]);

        // The batch meets new lines, gives them ids, and is rolled back; the ids must not be believed in afterwards.
        var failing = ledger.WorkOf(new Sheet("SX-A1", "2024-04").WithCoal(2).WithCoal(3, "BOILER-2"));
        await ledger.Writer.WriteAsync([PoisonOf(failing, ledger.Codes)]);
        await ledger.PostDirectlyAsync(
            new Sheet("SX-A1", "2024-05").WithCoal(4).WithCoal(5, "BOILER-2").WithCoal(6, "BOILER-3")
        );

        (await ledger.PostingsAsync(2)).ShouldBe(["+4 BOILER-1 CO2", "+5 BOILER-2 CO2", "+6 BOILER-3 CO2"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_second_writer_waits_for_the_first_and_then_forgets_what_it_knew()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        var other = ledger.NewWriter();
        await ledger.PostDirectlyAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        await ledger.PostDirectlyAsync(new Sheet("SX-A1", "2024-02").WithCoal(1).WithCoal(1, "BOILER-2"), other);

        // Both know the plant now, and the first does not know the second's line.
        await ledger.PostDirectlyAsync(
            new Sheet("SX-A1", "2024-03").WithCoal(1).WithCoal(2, "BOILER-3").WithCoal(3, "BOILER-2")
        );

        (await ledger.PostingsAsync(3)).ShouldBe(["+1 BOILER-1 CO2", "+3 BOILER-2 CO2", "+2 BOILER-3 CO2"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Two_writers_at_once_make_one_gapless_ledger()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        var other = ledger.NewWriter();
        await other.StartAsync(CancellationToken.None);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 120),
            new ParallelOptions { MaxDegreeOfParallelism = 12 },
            async (i, _) =>
                await ledger.PostAsync(
                    new Sheet($"SX-A{i % 6}", $"2024-{i / 6 % 4 + 1:00}", i / 24 + 1)
                        .WithCoal(i + 1)
                        .WithCoal(i, $"FURNACE-{i % 9}"),
                    i % 2 == 0 ? null : other
                )
        );

        await ledger.ShouldBeSoundAsync();
        (await ledger.RowsAsync("SELECT DISTINCT revision FROM plant_month")).ShouldBe(["5"]);
        (await ledger.ReceiptsAsync()).Count.ShouldBe(120);
    }

    [Fact]
    public async Task While_somebody_holds_the_head_nothing_is_written()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var connection = await ledger.Source.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using DbCommand take = connection.CreateCommand();
            take.CommandText = "UPDATE ledger_head SET sequence = sequence";
            await take.ExecuteNonQueryAsync();

            var posting = ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
            await TestKit.Eventually.ShouldAsync(
                async () => await ledger.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0,
                "the writer waiting for the head"
            );
            posting.IsCompleted.ShouldBeFalse();
            await transaction.RollbackAsync();
            await posting;
        }
        (await ledger.ScalarAsync<long>("SELECT sequence FROM ledger_head")).ShouldBe(1);
    }

    [Fact]
    public async Task Time_does_not_go_back_when_the_clock_does()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        var noon = ledger.Clock.GetUtcNow();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));
        ledger.Clock.Set(noon.AddHours(-2));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-02").WithCoal(1));
        ledger.Clock.Set(noon.AddTicks(TimeSpan.TicksPerSecond + 7));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));

        var receipts = await ledger.ReceiptsAsync();
        receipts
            .Select(receipt => receipt.RecordedAt)
            .ShouldBe([noon, noon, noon.AddSeconds(1)], "in microseconds, as the database keeps it");
    }

    [Fact]
    public async Task Ids_of_a_plants_lines_stand_in_blocks()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        var sixty = Enumerable
            .Range(0, 60)
            .Aggregate(new Sheet("SX-A1", "2024-01"), (sheet, i) => sheet.WithCoal(i + 1, $"BOILER-{i:00}"));
        await ledger.PostAsync(sixty);
        await ledger.PostAsync(new Sheet("SX-A2", "2024-01").WithCoal(1));
        await ledger.PostAsync(
            Enumerable
                .Range(0, 10)
                .Aggregate(sixty with { Month = "2024-02" }, (sheet, i) => sheet.WithCoal(i + 1, $"FURNACE-{i}"))
        );

        (await ledger.RowsAsync("SELECT plant, id / 64, count(*) FROM line GROUP BY 1, 2 ORDER BY 1, 2")).ShouldBe([
            "SX-A1|0|64",
            "SX-A1|2|6",
            "SX-A2|1|1",
        ]);
    }

    [Fact]
    public async Task A_database_that_is_away_fails_the_batch_whole_and_the_writer_goes_on_when_it_is_back()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-01").WithCoal(1));

        await ledger.Database.ExecuteAsync(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{ledger.Database.Name}' "
                + "AND usename = 'ledger_service'"
        );
        var fault = await Xunit.Record.ExceptionAsync(() =>
            ledger.PostAsync(new Sheet("SX-A1", "2024-02").WithCoal(1))
        );
        fault.ShouldNotBeNull();
        ServiceDefaults.DatabaseTrouble.IsIn(fault).ShouldBeTrue(fault.ToString());

        await ledger.PostAsync(new Sheet("SX-A1", "2024-02").WithCoal(1));
        await ledger.ShouldBeSoundAsync();
    }

    /// <summary>A month that passes every check of its own and that PostgreSQL refuses all the same.</summary>
    private static SheetResultWork PoisonOf(SheetResultWork work, CodeTable codes) =>
        new(
            work.Result with
            {
                Keys = [.. work.Result.Keys.Select(key => key with { Source = codes.NumberOf("zero\0character") })],
            }
        );
}
