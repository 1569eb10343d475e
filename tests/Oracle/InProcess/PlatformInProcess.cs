extern alias calculation;
extern alias ingestion;
extern alias ledger;

using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>
/// The three services that carry a reading, in this process, each with a new database of its own. They are reached as
/// people and plants reach them, and between them nothing moves by itself: <see cref="PostOffice"/> carries the events.
/// Nothing else here knows the services, and of them only where they begin: their types are out of reach.
/// </summary>
internal sealed class PlatformInProcess : IAsyncDisposable
{
    private readonly IReadOnlyList<TestDatabase> _databases;

    private PlatformInProcess(IReadOnlyList<TestDatabase> databases, IReadOnlyList<ServiceInProcess> services)
    {
        _databases = databases;
        Services = services;
        Api = ApiOf(Tickets.Gateway);
        SecondPerson = ApiOf(Tickets.SecondPerson);

        PlatformApi ApiOf(Tickets person) =>
            new(new HttpClient(new Edge(services, person)) { BaseAddress = new Uri("http://platform/api/v1/") });
    }

    /// <summary>Ingestion, Calculation, Ledger.</summary>
    public IReadOnlyList<ServiceInProcess> Services { get; }

    public PlatformApi Api { get; }

    /// <summary>As the second person sees it, without whom no factor comes into force.</summary>
    public PlatformApi SecondPerson { get; }

    public static async Task<PlatformInProcess> StartAsync()
    {
        TestDatabase[] databases =
        [
            await TestDatabase.CreateAsync("ingestion", to => ServiceProcess.MigrateAsync("Ingestion", to)),
            await TestDatabase.CreateAsync("calculation", to => ServiceProcess.MigrateAsync("Calculation", to)),
            await TestDatabase.CreateAsync("ledger", to => ServiceProcess.MigrateAsync("Ledger", to)),
        ];
        var asked = new ServiceInProcess<ingestion::Program>("ingestion", databases[0].Service);
        return new PlatformInProcess(
            databases,
            [
                asked,
                new ServiceInProcess<calculation::Program>("calculation", databases[1].Service, asks: asked),
                new ServiceInProcess<ledger::Program>("ledger", databases[2].Service),
            ]
        );
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        SecondPerson.Dispose();
        foreach (var service in Services)
            await service.DisposeAsync();
        foreach (var database in _databases)
            await database.DisposeAsync();
    }
}
