using System.Collections.Concurrent;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit.Document;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace CarbonPlatform.TestKit;

/// <summary>
/// A service's real program in this process, called over HTTP with signed tickets. Unless it is whole, what runs by
/// itself in the background (relay, consumers, sweeps) is off: tests call the parts they are about.
/// </summary>
/// <typeparam name="TProgram">The program.</typeparam>
public class ServiceHost<TProgram> : IAsyncDisposable
    where TProgram : class
{
    // Every host of a program has the same document.
    private static readonly Lock s_gate = new();
    private static Task<ServedDocument>? s_document;

    private readonly ConcurrentDictionary<Issuer, TicketSigner> _signers = new();
    private readonly Factory _factory;
    private readonly string _name;
    private readonly TimeProvider _clock;

    /// <summary>Prepares the service; it starts when it is used first.</summary>
    /// <param name="name">As tickets name it, e.g. <c>ledger</c>.</param>
    /// <param name="settings">Its configuration, on top of the keys by which it knows <see cref="Issuer.Gateway"/>,
    /// <see cref="Issuer.Ingestion"/> and <see cref="Issuer.Calculation"/>, and of <see cref="EventKeys"/>.</param>
    /// <param name="clock">What it takes for the time; the system's unless given.</param>
    /// <param name="services">Puts other parts in the place of its own.</param>
    /// <param name="isWhole">Leaves on what runs by itself, and listens on a free loopback port.</param>
    public ServiceHost(
        string name,
        IEnumerable<(string Name, string Value)> settings,
        TimeProvider? clock = null,
        Action<IServiceCollection>? services = null,
        bool isWhole = false
    )
    {
        _name = name;
        _clock = clock ?? TimeProvider.System;
        _factory = new Factory([.. EventKeys.SettingsOf(name), .. settings], _clock, services, isWhole);
        if (!isWhole)
            return;
        _factory.UseKestrel(0);
        _factory.StartServer();
    }

    /// <summary>What the program has registered.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Where it listens, when it is whole.</summary>
    public Uri Address => _factory.ClientOptions.BaseAddress;

    /// <summary>
    /// A client of somebody whom the Gateway, or another issuer, vouches for; what it is answered is held against the
    /// service's document.
    /// </summary>
    public HttpClient As(Caller caller, Issuer? issuer = null) =>
        _factory.CreateDefaultClient(
            new AnswersAsDescribed(DocumentAsync),
            new TicketHandler(() => TicketOf(caller, issuer))
        );

    /// <summary>What the service says of its API.</summary>
    public Task<ServedDocument> DocumentAsync()
    {
        lock (s_gate)
            return s_document ??= ReadAsync(Services);
    }

    /// <summary>The document in JSON.</summary>
    public Task<string> DescriptionAsync() => DescriptionOf(Services);

    private static async Task<ServedDocument> ReadAsync(IServiceProvider services) =>
        await ServedDocument.ParseAsync(await DescriptionOf(services));

    private static Task<string> DescriptionOf(IServiceProvider services) =>
        services
            .GetRequiredService<ISwaggerProvider>()
            .GetSwagger("v1")
            .SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0, CancellationToken.None);

    /// <summary>A ticket for this service.</summary>
    public string TicketOf(Caller caller, Issuer? issuer = null) =>
        _signers.GetOrAdd(issuer ?? Issuer.Gateway, by => by.Signer(_clock)).Sign(caller, _name);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _factory.DisposeAsync();
        foreach (var signer in _signers.Values)
            signer.Dispose();
    }

    private sealed class Factory(
        IEnumerable<(string Name, string Value)> settings,
        TimeProvider clock,
        Action<IServiceCollection>? replace,
        bool isWhole
    ) : WebApplicationFactory<TProgram>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("RabbitMq:Uri", "amqp://nobody:nothing@127.0.0.1:1/");
            builder.UseSetting("Tickets:Issuers:gateway", Issuer.Gateway.PublicKey);
            builder.UseSetting("Tickets:Issuers:ingestion", Issuer.Ingestion.PublicKey);
            builder.UseSetting("Tickets:Issuers:calculation", Issuer.Calculation.PublicKey);
            builder.UseSetting("Logging:LogLevel:Default", "Critical");
            builder.UseSetting("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Critical");
            // Tests share a host, and a machine, without knowing of each other: none of them is another's overload.
            builder.UseSetting("Load:LongestWait", "00:03:00");
            builder.UseSetting("Load:HeavyLongestWait", "00:03:00");
            builder.UseSetting("Load:HeavyCallsOfOneCaller", "1000");
            builder.UseSetting("Load:HeavyAnswersAtOnce", "1000");
            foreach (var (name, value) in settings)
                builder.UseSetting(name, value);
            builder.ConfigureTestServices(services =>
            {
                if (!isWhole)
                    services.RemoveAll<IHostedService>();
                services.Replace(ServiceDescriptor.Singleton(clock));
                replace?.Invoke(services);
            });
        }
    }

    private sealed class TicketHandler(Func<string> sign) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.TryAddWithoutValidation(TicketSigner.Header, sign());
            return base.SendAsync(request, cancellationToken);
        }
    }
}
