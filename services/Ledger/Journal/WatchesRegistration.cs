using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What looks after the ledger by itself, and what readiness says of it.</summary>
internal static class WatchesRegistration
{
    public static void AddWatches(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<WriterWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WriterWatch>());
        builder.Services.AddSingleton<InvariantsWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<InvariantsWatch>());
        builder
            .Services.AddHealthChecks()
            .AddCheck<WriterHealth>(WriterHealth.Name, tags: [Health.Ready])
            .AddCheck<InvariantsHealth>(InvariantsHealth.Name, tags: [Health.Ready]);
    }
}
