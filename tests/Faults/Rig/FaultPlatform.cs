using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.TestKit;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// The platform that faults are done to. Its supervisors start a killed service again after a second,
/// however often it was killed.
/// </summary>
public class FaultPlatform : LocalPlatform
{
    public FaultPlatform()
        : base("faults") { }

    /// <summary>One of its own, in another folder.</summary>
    protected FaultPlatform(string name)
        : base(name) { }

    private Proxies? _proxies;

    internal PlatformApi Api { get; private set; } = null!;

    /// <summary>The broker that the services have been given in the place of their own.</summary>
    internal Uri? OtherBroker { get; set; }

    internal BrokerView Queues => new(OtherBroker ?? Broker, this);

    public override async ValueTask InitializeAsync()
    {
        Given["CARBON_LONGEST_RESTART_SECONDS"] = "1";
        // In the small size services start more often than they work: compiled quickly they are there in half the time.
        if (!Sizes.Full)
            Given["DOTNET_TC_QuickJit"] = "1";
        await base.InitializeAsync();
        Api = new PlatformApi(Address, AdminKey);
    }

    public override async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await base.DisposeAsync();
        if (_proxies is not null)
            await _proxies.DisposeAsync();
    }

    /// <summary>The proxies between services and servers; from the first use on they stay.</summary>
    internal async Task<Proxies> ProxiesAsync() => _proxies ??= await Proxies.SetAsync(this);

    /// <summary>Waits until every service is ready.</summary>
    internal async Task AllReadyAsync()
    {
        foreach (var service in Services)
            await ReadyAsync(service);
    }

    /// <summary>
    /// As if the half minute had passed for which an event belongs to the relay that claimed it,
    /// and which a killed relay takes with it.
    /// </summary>
    internal async Task LetLeasesRunOutAsync()
    {
        foreach (var database in Outboxes)
            await ExecuteAsync(database, "UPDATE outbox SET leased_until = NULL WHERE leased_until < 'infinity'");
    }

    /// <summary>Takes a protection out of databases, until what is returned is disposed of.</summary>
    internal async Task<IAsyncDisposable> TakeOutAsync(Protection protection, params IReadOnlyList<string> databases)
    {
        foreach (var database in databases)
            await ExecuteAsync(database, protection.Out);
        return new Undo(async () =>
        {
            foreach (var database in databases)
                await ExecuteAsync(database, protection.In);
        });
    }

    /// <summary>Gives services settings of their own, until what is returned is disposed of.</summary>
    internal async Task<IAsyncDisposable> ConfigureForNowAsync(
        IEnumerable<(string Service, string Setting, string? Value)> settings
    )
    {
        var given = settings.ToArray();
        await ConfigureAsync(given);
        return new Undo(() =>
            ConfigureAsync([.. given.Select(setting => (setting.Service, setting.Setting, (string?)null))])
        );
    }

    /// <summary>Has everything that lacks a receipt sent again now instead of when its grace is over.</summary>
    internal Task SendMissingAsync() =>
        ExecuteAsync("ingestion", "UPDATE sheet SET resend_at = now() WHERE applied_revision < revision");

    /// <summary>Waits until a queue is empty and everything taken from it was acknowledged.</summary>
    internal Task HandledAsync(params IReadOnlyList<string> queues) =>
        Eventually.ShouldAsync(
            async () =>
            {
                foreach (var queue in queues)
                {
                    if (await Queues.WaitingAsync(queue) > 0)
                        return false;
                }

                var standing = (await ControlBrokerAsync("-q", "list_queues", "--no-table-headers", "name", "messages"))
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => line.Split('\t'));
                return standing.Where(queue => queues.Contains(queue[0])).All(queue => queue[1] == "0");
            },
            $"queues {string.Join(", ", queues)} being handled",
            TimeSpan.FromMinutes(5)
        );

    /// <summary>Stored events of plants, by plant, month and revision.</summary>
    internal async Task<ILookup<(string Plant, int Month, int Revision), StoredEvent>> EventsAsync(
        string database,
        string[] plants
    )
    {
        var sql =
            database == "ingestion"
                ? "SELECT plant, month, revision, type, body FROM revision JOIN event ON id = event_id "
                    + "WHERE plant = ANY ($1)"
                : "SELECT plant, month, revision, type, body FROM run JOIN event ON id = result_event_id "
                    + "WHERE plant = ANY ($1)";
        return (await RowsAsync(database, sql, (object)plants)).ToLookup(
            row => ((string)row[0], (int)row[1], (int)row[2]),
            row => new StoredEvent((string)row[3], (byte[])row[4])
        );
    }

    /// <summary>
    /// Whether nothing is on its way any more: outboxes and queues are empty,
    /// and every sheet and record has its receipt.
    /// </summary>
    internal async Task<bool> IsDrainedAsync()
    {
        try
        {
            foreach (var database in Outboxes)
            {
                if (await ScalarAsync<long>(database, "SELECT count(*) FROM outbox") > 0)
                    return false;
            }

            foreach (var queue in BrokerView.Queues)
            {
                if (await Queues.WaitingAsync(queue) > 0)
                    return false;
            }

            return await ScalarAsync<long>(
                    "ingestion",
                    "SELECT (SELECT count(*) FROM sheet WHERE applied_revision < revision) + "
                        + "(SELECT count(*) FROM organisation_record WHERE applied_version < version)"
                ) == 0;
        }
        catch (Exception away)
            when (away
                    is Npgsql.NpgsqlException
                        or RabbitMQ.Client.Exceptions.BrokerUnreachableException
                        or TimeoutException
            )
        {
            return false;
        }
    }
}

/// <summary>Rows of the table share one platform where their fault allows, one after another.</summary>
[CollectionDefinition]
public sealed class FaultPlatformCollection : ICollectionFixture<FaultPlatform>;
