using System.Collections.Concurrent;
using System.Security.Cryptography;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>What the Gateway does for a call: finds the service that serves the path, and signs who calls.</summary>
internal sealed class Edge(IReadOnlyList<ServiceInProcess> services, Tickets person) : HttpMessageHandler
{
    private readonly Dictionary<string, HttpMessageInvoker> _services = services.ToDictionary(
        service => service.Name,
        service => new HttpMessageInvoker(service.Handler),
        StringComparer.Ordinal
    );

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var path = request.RequestUri!.AbsolutePath;
        var service = path switch
        {
            _ when path.StartsWith("/internal/", StringComparison.Ordinal)
                    || path.StartsWith("/api/v1/totals", StringComparison.Ordinal)
                    || path.StartsWith("/api/v1/ledger", StringComparison.Ordinal) => "ledger",
            _ when path.EndsWith("/lines", StringComparison.Ordinal)
                    || path.StartsWith("/api/v1/factors", StringComparison.Ordinal) => "calculation",
            _ => "ingestion",
        };
        var signer = path.StartsWith("/internal/", StringComparison.Ordinal) ? Tickets.Ingestion : person;
        request.Headers.Add(TicketSigner.Header, signer.TicketFor(service));
        return _services[service].SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var service in _services.Values)
            service.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Who may sign tickets: the Gateway for people, Ingestion for itself.</summary>
internal sealed class Tickets
{
    // A ticket is good for a minute; signing each anew would take longer than many a call.
    private const long SecondsOfUse = 30;

    private readonly ConcurrentDictionary<(string Service, long Since), string> _tickets = new();
    private readonly TicketSigner _signer;
    private readonly Caller _caller;

    private Tickets(string issuer, byte[] privateKey, Caller caller)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(privateKey, out _);
        PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        PrivateKey = Convert.ToBase64String(privateKey);
        _signer = new TicketSigner(issuer, privateKey, TimeProvider.System);
        _caller = caller;
    }

    private static byte[] GatewayKey { get; } = NewKey();

    /// <summary>Who posts, asks and proposes.</summary>
    public static Tickets Gateway { get; } =
        new("gateway", GatewayKey, new Caller("oracle", [Roles.Admin], plants: null));

    /// <summary>The second person, who publishes what the first proposes.</summary>
    public static Tickets SecondPerson { get; } =
        new("gateway", GatewayKey, new Caller("second-person", [Roles.Environment], plants: null));

    public static Tickets Ingestion { get; } =
        new("ingestion", NewKey(), new Caller("ingestion", [Roles.Service], plants: null));

    public string PublicKey { get; }

    public string PrivateKey { get; }

    public string TicketFor(string service) =>
        _tickets.GetOrAdd(
            (service, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / SecondsOfUse),
            _ => _signer.Sign(_caller, service)
        );

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
