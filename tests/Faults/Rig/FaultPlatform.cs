using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.TestKit;
using Xunit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>The platform that faults are done to. Its supervisors start a killed service again after a second, however often it was killed.</summary>
public sealed class FaultPlatform() : LocalPlatform("faults")
{
    internal PlatformApi Api { get; private set; } = null!;

    internal BrokerView Queues => new(Broker);

    public override async ValueTask InitializeAsync()
    {
        Given["CARBON_LONGEST_RESTART_SECONDS"] = "1";
        await base.InitializeAsync();
        Api = new PlatformApi(Address, AdminKey);
    }

    public override async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Waits until every service is ready.</summary>
    internal async Task AllReadyAsync()
    {
        foreach (var service in Services) await ReadyAsync(service);
    }

    /// <summary>As if the half minute had passed for which an event belongs to the relay that claimed it, and which a killed relay takes with it.</summary>
    internal async Task LetLeasesRunOutAsync()
    {
        foreach (var database in Outboxes) await ExecuteAsync(database, "UPDATE outbox SET leased_until = NULL WHERE leased_until < 'infinity'");
    }

    /// <summary>Whether nothing is on its way any more: outboxes and queues are empty, and every sheet and record has its receipt.</summary>
    internal async Task<bool> IsDrainedAsync()
    {
        try
        {
            foreach (var database in Outboxes)
            {
                if (await ScalarAsync<long>(database, "SELECT count(*) FROM outbox") > 0) return false;
            }

            foreach (var queue in BrokerView.Queues)
            {
                if (await Queues.WaitingAsync(queue) > 0) return false;
            }

            return await ScalarAsync<long>(
                "ingestion",
                "SELECT (SELECT count(*) FROM sheet WHERE applied_revision < revision) + (SELECT count(*) FROM organisation_record WHERE applied_version < version)") == 0;
        }
        catch (Exception away) when (away is Npgsql.NpgsqlException or RabbitMQ.Client.Exceptions.BrokerUnreachableException or TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>Rows of the table share one platform where their fault allows, one after another.</summary>
[CollectionDefinition]
public sealed class FaultPlatformCollection : ICollectionFixture<FaultPlatform>;
