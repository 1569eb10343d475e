using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>The platform of these tests: its traces are collected.</summary>
public sealed class Platform() : LocalPlatform("end-to-end")
{
    /// <summary>What the services export of their traces.</summary>
    public TelemetryCollector Traces { get; private set; } = null!;

    /// <summary>The administrator's client.</summary>
    public PlatformClient Client { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Traces = await TelemetryCollector.StartAsync();
        Given["OTEL_EXPORTER_OTLP_ENDPOINT"] = Traces.Endpoint;
        Given["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        await base.InitializeAsync();
        Client = new PlatformClient(Address, AdminKey);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Traces.DisposeAsync();
        Client.Dispose();
    }

    /// <summary>Has every event of a plant sent once more, with the bytes it had.</summary>
    public Task SendAgainAsync(string database, string plant) => ExecuteAsync(
        database,
        "INSERT INTO outbox (event_id) SELECT id FROM event WHERE convert_from(body, 'UTF8') LIKE $1 ON CONFLICT DO NOTHING",
        $"%\"plant\":\"{plant}\"%");

    /// <summary>Keeps all but the newest event of a plant from being sent; the service is killed so that none is already on its way.</summary>
    public async Task HoldBackAllButLastAsync(string database, string plant)
    {
        await KillAsync(database);
        await ExecuteAsync(
            database,
            """
            WITH concerned AS (SELECT id FROM event WHERE type = 'readings-accepted.v1' AND convert_from(body, 'UTF8') LIKE $1)
            UPDATE outbox SET leased_until = 'infinity' WHERE event_id IN (SELECT id FROM concerned) AND event_id < (SELECT max(id) FROM concerned)
            """,
            $"%\"plant\":\"{plant}\"%");
        await ReadyAsync(database);
    }

    public Task ReleaseAsync(string database) => ExecuteAsync(database, "UPDATE outbox SET leased_until = NULL WHERE leased_until = 'infinity'");

    /// <summary>Sums of postings, of the current state and of the roll-up agree, and no sequence is missing.</summary>
    public async Task LedgerShouldBeSoundAsync() => (await LedgerFaultsAsync()).ShouldBeEmpty();
}

/// <summary>All end-to-end tests share one platform and run one after another: some of them kill parts of it.</summary>
[CollectionDefinition]
public sealed class PlatformCollection : ICollectionFixture<Platform>;
