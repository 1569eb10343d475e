using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Ingestion.Months;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;

if (args is [MigrationJob.Argument])
{
    await MigrationJob.RunAsync<IngestionDb>();
    return;
}

var builder = WebApplication.CreateBuilder(args);

// Sheets that come at once share a transaction: two such batches, one written and one gathered.
builder.AddServiceDefaults("ingestion", callsAtOnce: 64);
builder.AddDatabase<IngestionDb>(database => database.ConnectionStringBuilder.MaxAutoPrepare = 50);
builder.AddServiceClient(LedgerStatePages.Service);
builder.AddMessaging(
    EventTypes.Producers,
    messaging =>
    {
        messaging.Publishes(EventTypes.ReadingsAccepted);
        messaging.Publishes(EventTypes.OrganisationChanged);
        messaging.HearProgress();
    }
);

builder.Services.AddSingleton(services =>
    GroupClock.From(builder.Configuration, services.GetRequiredService<TimeProvider>())
);
builder.Services.AddSingleton(
    builder.Configuration.GetSection("Delivery").Get<DeliverySettings>() ?? new DeliverySettings()
);
builder.Services.AddVocabulary();
builder.Services.AddOrganisation();
builder.Services.AddReadings();
builder.Services.AddDelivery();
builder.Services.AddApiLists();

var app = builder.Build();
app.UseServiceDefaults();
app.MapGetPlantCodes();
var api = app.MapGroup("/api/v1");
api.MapGetVocabulary();
api.MapOrganisation();
api.MapReadings();
api.MapGetCompleteness();
api.MapDelivery();
await app.RunAsync();
