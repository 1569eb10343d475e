using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("ingestion");
builder.AddDatabase<IngestionDb>(source => source.ConnectionStringBuilder.MaxAutoPrepare = 50);
builder.AddServiceClient(LedgerStatePages.Service);
builder.AddMessaging(messaging =>
{
    messaging.Publishes(EventTypes.ReadingsAccepted);
    messaging.Publishes(EventTypes.OrganisationChanged);
    messaging.Queue(
        "ingestion",
        queue =>
        {
            // As many at once as share a transaction, and as many again on the way.
            queue.Concurrency = NoteProgress.LargestBatch;
            queue.Prefetch = 2 * NoteProgress.LargestBatch;
            queue.On<OnEmissionsCalculated>(EventTypes.EmissionsCalculated);
            queue.On<OnEntryPosted>(EventTypes.EntryPosted);
        }
    );
});

var data = Path.Combine(AppContext.BaseDirectory, "Data");
builder.Services.AddSingleton(ActivityVocabulary.Load(data));
builder.Services.AddSingleton(OrganisationVocabulary.Load(data));
builder.Services.AddSingleton(services =>
    GroupClock.From(builder.Configuration, services.GetRequiredService<TimeProvider>())
);
builder.Services.AddSingleton(
    builder.Configuration.GetSection("Delivery").Get<DeliverySettings>() ?? new DeliverySettings()
);
builder.Services.AddSingleton<OrganisationCache>();
builder.Services.AddSingleton<RevisePastSheets>();
builder.Services.AddSingleton<ChangeOrganisation>();
builder.Services.AddSingleton<AcceptSheet>();
builder.Services.AddSingleton<LedgerStatePages>();
builder.Services.AddSingleton<NoteProgress>();
builder.Services.AddSingleton<Resend>();
builder.Services.AddSingleton<CompareWithLedger>();
builder.Services.AddHostedService<Reconciler>();
builder.Services.AddHostedService<ForgetIdempotencyKeys>();

var app = builder.Build();
app.UseServiceDefaults();
var api = app.MapGroup("/api/v1");
api.MapPutUnit();
api.MapGetUnits();
api.MapPutPlant();
api.MapGetPlants();
api.MapGetPlant();
api.MapPutSource();
api.MapPutWaivers();
api.MapPostReadings();
api.MapPutReadings();
api.MapGetSheet();
api.MapGetSubmission();
api.MapGetReconciliation();
await app.RunAsync();
