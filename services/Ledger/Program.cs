using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;

if (args is [MigrationJob.Argument])
{
    await MigrationJob.RunAsync<LedgerDb>();
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("ledger");
builder.AddDatabase<LedgerDb>(LedgerConnection.Tune);
builder.Services.AddSingleton<CodeTable>();
builder.Services.AddSingleton<SharedCatalogue>();
builder.Services.AddSingleton<PresentPosition>();
builder.AddTotals();
builder.Services.AddApiLists();

// Before messaging, so that it stops after it: consumers that are still at work need the writer.
builder.Services.AddSingleton<LedgerWriter>();
builder.Services.AddHostedService(services => services.GetRequiredService<LedgerWriter>());
builder.AddWatches();
builder.AddMessaging(
    EventTypes.Producers,
    messaging =>
    {
        messaging.Publishes(EventTypes.EntryPosted);
        messaging.Publishes(EventTypes.PostingRefused);
        messaging.Queue(
            "ledger",
            queue =>
            {
                // One process writes; it hands the writer as many messages at once as a batch may hold.
                queue.SingleActiveConsumer = true;
                queue.Prefetch = LedgerWriter.LargestBatch;
                queue.Concurrency = LedgerWriter.LargestBatch;
                queue.On<OnEmissionsCalculated>(EventTypes.EmissionsCalculated);
                queue.On<OnOrganisationChanged>(EventTypes.OrganisationChanged);
            }
        );
    }
);

var app = builder.Build();
app.UseServiceDefaults();
app.MapGetState();
app.MapInternalTotals();
app.MapGetInvariants();

var api = app.MapGroup("/api/v1");
api.MapGetTotals();
api.MapGetWarmingPotentials();
api.MapGetEntries();

await app.RunAsync();
