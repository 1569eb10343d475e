using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonPlatform.Gateway.Edge;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>
/// <c>/openapi/v1.json</c>: the document of the whole API, put together from what the services say of themselves;
/// <c>/docs</c>: the pages made of it. Both are open to everybody, so that one can read before one has a key.
/// </summary>
internal static class ApiDocumentation
{
    private const string Path = "/openapi/v1.json";

    public static void AddApiDocumentation(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddHttpClient(ServiceDocuments.Client, client => client.Timeout = ServiceDocuments.Patience)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
            );
        builder.Services.AddSingleton<ServiceDocuments>();
    }

    public static void MapApiDocumentation(this WebApplication app)
    {
        app.MapGet(
                Path,
                async (ServiceDocuments services, ISwaggerProvider own, CancellationToken cancellationToken) =>
                {
                    var gateway = JsonNode
                        .Parse(
                            await own.GetSwagger("v1")
                                .SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0, cancellationToken)
                        )!
                        .AsObject();
                    return TypedResults.Json(
                        JoinedDocument.Of([("gateway", gateway), .. await services.GetAsync(cancellationToken)]),
                        contentType: "application/json"
                    );
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapSwaggerUI(
                "docs",
                ui =>
                {
                    ui.SwaggerEndpoint(Path, "CarbonPlatform v1");
                    ui.DocumentTitle = "CarbonPlatform API";
                    ui.DefaultModelsExpandDepth(0);
                }
            )
            .AllowAnonymous();
        app.MapGet("/", () => TypedResults.Redirect("/docs/index.html")).AllowAnonymous().ExcludeFromDescription();
    }
}

/// <summary>
/// The services' own documents, asked again after a few seconds. A service that is away is left out, not waited for.
/// </summary>
internal sealed class ServiceDocuments(IHttpClientFactory clients, IConfiguration configuration, TimeProvider time)
{
    public const string Client = "service-documents";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(5);

    private Asked? _latest;

    public Task<(string Service, JsonObject? Document)[]> GetAsync(CancellationToken cancellationToken)
    {
        if (_latest is not { } latest || time.GetElapsedTime(latest.At) > s_freshness)
            _latest = latest = new Asked(time.GetTimestamp(), Task.WhenAll(Routes.Services.Select(AskAsync)));
        return latest.Documents.WaitAsync(cancellationToken);
    }

    private sealed record Asked(long At, Task<(string Service, JsonObject? Document)[]> Documents);

    private async Task<(string Service, JsonObject? Document)> AskAsync(string service)
    {
        try
        {
            var address = new Uri(new Uri(configuration[$"Services:{service}"]!), "/swagger/v1/swagger.json");
            return (service, JsonNode.Parse(await clients.CreateClient(Client).GetStringAsync(address))?.AsObject());
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or JsonException)
        {
            return (service, null);
        }
    }
}
