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

    /// <summary>Sums of postings, of the current state and of the roll-up agree, and no sequence is missing.</summary>
    public async Task LedgerShouldBeSoundAsync() => (await LedgerFaultsAsync()).ShouldBeEmpty();
}

/// <summary>All end-to-end tests share one platform and run one after another: some of them kill parts of it.</summary>
[CollectionDefinition]
public sealed class PlatformCollection : ICollectionFixture<Platform>;
