using System.Diagnostics.Metrics;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>A ledger that takes nothing says so, whether anybody has something to write or not.</summary>
[Tier(Tier.Service)]
public sealed class WriterWatchTests
{
    private const string InTheWay =
        "ALTER TABLE position DISABLE TRIGGER USER; "
        + "INSERT INTO position SELECT sequence + 1, root, recorded_at FROM ledger_head";

    private const string OutOfTheWay = "DELETE FROM position p USING ledger_head h WHERE p.sequence > h.sequence";

    [Fact]
    public async Task What_stops_the_writer_is_told_while_it_lasts_and_a_trial_leaves_nothing()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        using var log = new WrittenLog();
        using var watch = Watch(ledger, log);
        using var metric = new Metric();
        var march = new Sheet("SX-A1", "2024-03").WithCoal(100);
        await ledger.PostAsync(march);
        (await LookAsync(watch)).ShouldBe(HealthStatus.Healthy, "a batch went through");
        (await LookAsync(watch)).ShouldBe(HealthStatus.Healthy, "a trial went through");
        (await ledger.ScalarAsync<long>("SELECT sequence FROM ledger_head")).ShouldBe(1);
        (await ledger.ScalarAsync<long>("SELECT count(*) FROM entry")).ShouldBe(1);

        await ledger.Database.ExecuteAsync(InTheWay);
        (await LookAsync(watch)).ShouldBe(HealthStatus.Unhealthy);
        (await LookAsync(watch)).ShouldBe(HealthStatus.Unhealthy);
        metric.Last.ShouldBe(1);
        watch.Fault!.ShouldContain("position_pkey");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => ledger.PostAsync(march with { Month = "2024-04" }));
        (await LookAsync(watch)).ShouldBe(HealthStatus.Unhealthy);

        await ledger.Database.ExecuteAsync(OutOfTheWay);
        (await LookAsync(watch)).ShouldBe(HealthStatus.Healthy);
        metric.Last.ShouldBe(0);
        await ledger.PostAsync(march with { Month = "2024-04" });
        log.Of(LogLevel.Error).ShouldBe(["Nothing can be appended to the ledger"]);
        log.Of(LogLevel.Information).ShouldBe(["The ledger can be appended to again"]);
        await ledger.ShouldBeSoundAsync();
    }

    [Theory]
    [InlineData("ALTER TABLE ledger_head DISABLE TRIGGER USER; UPDATE ledger_head SET peaks = ''")]
    [InlineData("ALTER TABLE provenance DISABLE TRIGGER USER; UPDATE provenance SET id = 7")]
    [InlineData("REVOKE INSERT ON entry FROM ledger_service")]
    [InlineData("ALTER TABLE ledger_head DISABLE TRIGGER USER; DELETE FROM ledger_head")]
    public async Task So_is_whatever_else_stops_it(string damage)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        using var log = new WrittenLog();
        using var watch = Watch(ledger, log);
        (await LookAsync(watch)).ShouldBe(HealthStatus.Healthy);

        await ledger.Database.ExecuteAsync(damage);

        (await LookAsync(watch)).ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task A_message_that_fails_alone_does_not_count()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        using var log = new WrittenLog();
        using var watch = Watch(ledger, log);
        await Should.ThrowAsync<Messaging.PoisonMessageException>(() =>
            ledger.PostAsync(new Sheet("SX-A1", "2024-03", int.MaxValue).WithCoal(100))
        );

        (await LookAsync(watch)).ShouldBe(HealthStatus.Healthy);
    }

    private static WriterWatch Watch(LedgerRoom ledger, WrittenLog log) =>
        new(ledger.Writer, ledger.Source, ledger.Codes, ledger.Clock, log.For<WriterWatch>());

    private static async Task<HealthStatus> LookAsync(WriterWatch watch)
    {
        await watch.LookAsync(CancellationToken.None);
        return (await new WriterHealth(watch).CheckHealthAsync(new HealthCheckContext())).Status;
    }

    /// <summary>Reads <c>ledger.writer.failing</c>; the tests of this class run one after the other.</summary>
    private sealed class Metric : IDisposable
    {
        private readonly MeterListener _listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "ledger.writer.failing")
                    listener.EnableMeasurementEvents(instrument);
            },
        };

        public Metric()
        {
            _listener.SetMeasurementEventCallback<int>((_, value, _, _) => Last = value);
            _listener.Start();
        }

        public int Last { get; private set; } = -1;

        public void Dispose() => _listener.Dispose();
    }
}
