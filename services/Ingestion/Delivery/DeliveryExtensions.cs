using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Seeing to it that what was accepted reaches the ledger.</summary>
internal static class DeliveryExtensions
{
    public static void AddDelivery(this IServiceCollection services)
    {
        services.AddSingleton<LedgerStatePages>();
        services.AddSingleton<NoteProgress>();
        services.AddSingleton<Resend>();
        services.AddSingleton<CompareWithLedger>();
        services.AddSingleton<BeyondAlarm>();
        services.AddHealthChecks().AddCheck<BeyondHealth>(BeyondHealth.Name, HealthStatus.Degraded, [Health.Ready]);
        services.AddHostedService<Reconciler>();
    }

    /// <summary>Hears how far revisions and records have come.</summary>
    public static void HearProgress(this MessagingBuilder messaging) =>
        messaging.Queue(
            "ingestion",
            queue =>
            {
                // As many at once as share a transaction, and as many again on the way.
                queue.Concurrency = NoteProgress.LargestBatch;
                queue.Prefetch = 2 * NoteProgress.LargestBatch;
                queue.On<OnEmissionsCalculated>(EventTypes.EmissionsCalculated);
                queue.On<OnEntryPosted>(EventTypes.EntryPosted);
                queue.On<OnRefused>(EventTypes.CalculationRefused);
                queue.On<OnRefused>(EventTypes.PostingRefused);
            }
        );

    public static void MapDelivery(this IEndpointRouteBuilder api) => api.MapGetReconciliation();
}
