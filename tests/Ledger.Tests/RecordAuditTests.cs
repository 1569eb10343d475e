using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>What the owner of the tables changes by hand, with the triggers off, is found by the invariants.</summary>
[Tier(Tier.Service)]
public sealed class RecordAuditTests
{
    /// <summary>
    /// Entry 1 is a plant, 2 a sheet with a gap, 3 its correction without, 4 a sheet of another plant.
    /// </summary>
    public static TheoryData<string, string, string> Hands() =>
        new()
        {
            // The sums per measure are what they were.
            { "posting", Posted(2, 90, 1000) + Posted(2, 91, -1000), "1 entries are not what their leaves say: 2" },
            {
                "posting",
                "UPDATE posting SET amount = amount + CASE WHEN sequence = 2 THEN 5 ELSE -5 END "
                    + "WHERE (sequence, ordinal) IN ((2, 0), (4, 0))",
                "2 entries are not what their leaves say: 2, 4"
            },
            { "posting", "DELETE FROM posting WHERE sequence = 4", "1 entries are not what their leaves say: 4" },
            { "posting", Posted(1, 0, 0), "1 entries are not what their leaves say: 1" },
            { "posting", Posted(9, 0, 0), "1 postings, gaps, records or positions are of no entry" },
            { "posting", Posted(4, 9, 0), "1 postings, gaps, records or positions are of no entry" },
            { "entry_gap", "DELETE FROM entry_gap WHERE sequence = 3", "1 entries are not what their leaves say: 3" },
            { "entry", "UPDATE entry SET open_gaps = 0", "1 entries are not what their leaves say: 2" },
            {
                "entry",
                "UPDATE entry SET posting_count = 9 WHERE sequence = 4",
                "1 entries are not what their leaves say: 4"
            },
            {
                "entry",
                "UPDATE entry SET leaf = sha256('other') WHERE sequence = 4",
                "1 entries are not what their leaves say: 4"
            },
            {
                "organisation_record",
                "UPDATE organisation_record SET record = replace(record::text, 'ALU', 'OLD')::json",
                "1 entries are not what their leaves say: 1"
            },
            {
                "organisation_record",
                "INSERT INTO organisation_record VALUES ('unit', 'OLD', 1, 2, '{}')",
                "1 postings, gaps, records or positions are of no entry"
            },
            {
                "position",
                "UPDATE position SET recorded_at = recorded_at - interval '1 h' WHERE sequence = 2",
                "1 positions are not what the entries make: 2"
            },
            {
                "position",
                "UPDATE position SET root = sha256('other') WHERE sequence = 3",
                "1 positions are not what the entries make: 3"
            },
            {
                "position",
                "INSERT INTO position SELECT sequence + 1, root, recorded_at FROM ledger_head",
                "1 postings, gaps, records or positions are of no entry"
            },
            {
                "ledger_head",
                "UPDATE ledger_head SET root = sha256('other')",
                "the head's root or peaks are not what the entries make"
            },
        };

    [Theory]
    [MemberData(nameof(Hands))]
    public async Task What_the_owner_changes_by_hand_is_found(string table, string change, string fault)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100).WithGaps(Sheet.Gap("BOILER-1")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2).WithCoal(90));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(40));
        await ledger.ShouldBeSoundAsync();

        await using var owner = new NpgsqlConnection(ledger.Database.Migrations);
        await owner.OpenAsync();
        await using var command = new NpgsqlCommand($"ALTER TABLE {table} DISABLE TRIGGER USER; {change}", owner);
        await command.ExecuteNonQueryAsync();

        var found = await Invariants.CheckAsync(ledger.Source, CancellationToken.None);
        found.Holds.ShouldBeFalse();
        found.Faults.ShouldContain(fault);
    }

    [Fact]
    public async Task The_daily_check_raises_the_alarm_and_takes_it_back()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        using var log = new WrittenLog();
        using var watch = new InvariantsWatch(ledger.Source, ledger.Clock, log.For<InvariantsWatch>());
        await watch.StartAsync(CancellationToken.None);
        await ledger.Database.ExecuteAsync(
            "ALTER TABLE posting DISABLE TRIGGER USER; " + Posted(1, 8, 1000) + Posted(1, 9, -1000)
        );
        (await StatusAsync()).ShouldBe(HealthStatus.Healthy, "nobody has looked yet");

        await StatusBecomesAsync(HealthStatus.Degraded);
        // The health is known a moment before the line is written.
        await Eventually.ShouldAsync(() => log.Of(LogLevel.Error).Count > 0, "the alarm being written");
        log.Of(LogLevel.Error)[0].ShouldContain("1 entries are not what their leaves say: 1");

        await ledger.Database.ExecuteAsync("DELETE FROM posting WHERE ordinal > 7");
        await StatusBecomesAsync(HealthStatus.Healthy);
        await watch.StopAsync(CancellationToken.None);

        Task StatusBecomesAsync(HealthStatus wanted) =>
            Eventually.ShouldAsync(
                async () =>
                {
                    ledger.Clock.Advance(TimeSpan.FromHours(1));
                    return await StatusAsync() == wanted;
                },
                $"the ledger being {wanted}"
            );

        async Task<HealthStatus> StatusAsync() =>
            (await new InvariantsHealth(watch).CheckHealthAsync(new HealthCheckContext())).Status;
    }

    private static string Posted(int sequence, int ordinal, int amount) =>
        "INSERT INTO posting (sequence, ordinal, line_id, provenance_id, amount, quantity) "
        + $"SELECT {sequence}, {ordinal}, id, 0, {amount}, 1 FROM line WHERE plant = 'SX-A1' LIMIT 1;";
}
