using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>
/// A service named <c>ledger</c> on a free loopback port, with the common ground and whatever a test maps.
/// </summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app)
    {
        _app = app;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
        );
        // A caller stands outside: what the service records must not touch its headers.
        Client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = Address };
    }

    public HttpClient Client { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningService> StartAsync(
        Action<WebApplication> map,
        Action<WebApplicationBuilder>? add = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Logging:Console:LogLevel:Default"] = "Critical",
                ["Tickets:Issuers:gateway"] = Issuer.Gateway.PublicKey,
                ["Tickets:Issuers:ingestion"] = Issuer.Ingestion.PublicKey,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.AddServiceDefaults("ledger");
        add?.Invoke(builder);
        var running = builder.Build();
        running.UseServiceDefaults();
        map(running);
        await running.StartAsync();
        return new RunningService(running);
    }

    /// <summary>Sends with a ticket of the Gateway for this caller.</summary>
    public Task<HttpResponseMessage> SendAs(
        Caller caller,
        HttpMethod method,
        string path,
        HttpContent? content = null
    ) => Send(Issuer.Gateway.Signer(TimeProvider.System).Sign(caller, "ledger"), method, path, content);

    public Task<HttpResponseMessage> Send(string? ticket, HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (ticket is not null)
            request.Headers.Add("X-Caller-Ticket", ticket);
        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // As a service ends: what is being answered comes to its end, then what records it.
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
