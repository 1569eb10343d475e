using CarbonPlatform.Gateway;
using CarbonPlatform.Gateway.Edge;
using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.Gateway.OpenApi;
using CarbonPlatform.ServiceDefaults;

if (args is [MigrationJob.Argument])
{
    await MigrationJob.RunAsync<GatewayDb>();
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway", callerTickets: false);
builder.AddDatabase<GatewayDb>();
builder.AddApiKeys();
builder.AddRateLimits();
builder.AddConnections();
builder.AddOwnTrace();
builder.AddEdge();
builder.AddCompressedAnswers();
builder.AddHeadline();
builder.AddApiDocumentation();
builder.Services.AddApiLists();

var app = builder.Build();
app.UseOwnTrace();
app.UseTrustedProxies();
app.UseAnswerHeaders();
app.UseCompressedAnswers();
app.UseServiceDefaults(afterAuthentication: app => app.UseRateLimits());
app.MapEdge();
app.MapApiDocumentation();

var api = app.MapGroup("/api/v1");
api.MapCreateApiKey();
api.MapListApiKeys();
api.MapRevokeApiKey();
api.MapGetHeadline();

await app.RunAsync();
