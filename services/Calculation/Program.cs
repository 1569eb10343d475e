using CarbonPlatform.Calculation;
using CarbonPlatform.Calculation.Disputes;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Proposals;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;

if (args is [MigrationJob.Argument])
{
    await MigrationJob.RunAsync<CalculationDb>();
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("calculation");
builder.AddDatabase<CalculationDb>(source => source.ConnectionStringBuilder.MaxAutoPrepare = 20);
builder.AddServiceClient(PlantsOfGroup.Service);
builder.AddMessaging(
    EventTypes.Producers,
    messaging =>
    {
        messaging.Publishes(EventTypes.EmissionsCalculated);
        messaging.Publishes(EventTypes.CalculationRefused);
        messaging.Queue(
            "calculation",
            queue =>
            {
                // As many at once as share a transaction, and as many again on the way.
                queue.Concurrency = PlantMonthRuns.LargestBatch;
                queue.Prefetch = 2 * PlantMonthRuns.LargestBatch;
                queue.On<OnReadingsAccepted>(EventTypes.ReadingsAccepted);
            }
        );
    }
);

builder.AddCatalogue();
builder.Services.AddApiLists();
builder.Services.AddSingleton<PlantMonthRuns>();
builder.Services.AddSingleton<OutdatedRuns>();
builder.Services.AddHostedService<RecalculateOutdated>();
builder.Services.AddHostedService<ForgetIdempotencyKeys>();

var app = builder.Build();
app.UseServiceDefaults();
var api = app.MapGroup("/api/v1");
api.MapGetLines();
api.MapCompareProfiles();
api.MapGetFactors();
api.MapGetFactorTables();
api.MapDisputes();
api.MapProposeFactors();
api.MapListProposals();
api.MapGetProposal();
api.MapPreviewProposal();
api.MapPublishProposal();
api.MapWithdrawProposal();
await app.RunAsync();
