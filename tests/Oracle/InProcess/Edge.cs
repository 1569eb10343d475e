using System.Collections.Concurrent;
using System.Security.Cryptography;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>What the Gateway does for a call: finds the service that serves the path, and signs who calls.</summary>
internal sealed class Edge(IReadOnlyList<ServiceInProcess> services) : HttpMessageHandler
{
    private readonly Dictionary<string, HttpMessageInvoker> _services = services.ToDictionary(service => service.Name, service => new HttpMessageInvoker(service.Handler), StringComparer.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var service = path switch
        {
            _ when path.StartsWith("/internal/", StringComparison.Ordinal) || path.StartsWith("/api/v1/totals", StringComparison.Ordinal) || path.StartsWith("/api/v1/ledger", StringComparison.Ordinal) => "ledger",
            _ when path.EndsWith("/lines", StringComparison.Ordinal) => "calculation",
            _ => "ingestion",
        };
        var signer = path.StartsWith("/internal/", StringComparison.Ordinal) ? Tickets.Ingestion : Tickets.Gateway;
        request.Headers.Add(TicketSigner.Header, signer.TicketFor(service));
        return _services[service].SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var service in _services.Values) service.Dispose();
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

    private Tickets(string issuer, Caller caller)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        PrivateKey = Convert.ToBase64String(key.ExportPkcs8PrivateKey());
        _signer = new TicketSigner(issuer, key.ExportPkcs8PrivateKey(), TimeProvider.System);
        _caller = caller;
    }

    public static Tickets Gateway { get; } = new("gateway", new Caller("oracle", [Roles.Admin], plants: null));

    public static Tickets Ingestion { get; } = new("ingestion", new Caller("ingestion", [Roles.Service], plants: null));

    public string PublicKey { get; }

    public string PrivateKey { get; }

    public string TicketFor(string service) =>
        _tickets.GetOrAdd((service, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / SecondsOfUse), _ => _signer.Sign(_caller, service));
}
