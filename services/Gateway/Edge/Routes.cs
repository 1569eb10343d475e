using Yarp.ReverseProxy.Configuration;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Which service serves which paths. What is not named here does not leave the Gateway: least of all <c>/internal</c>.
/// </summary>
internal static class Routes
{
    /// <summary>The services behind the Gateway; also the audiences of their tickets.</summary>
    public static IReadOnlyList<string> Services { get; } = ["ingestion", "calculation", "ledger"];

    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        Route("ingestion", "/api/v1/units/{**rest}"),
        Route("ingestion", "/api/v1/plants/{**rest}"),
        Route("ingestion", "/api/v1/supply-links/{**rest}"),
        Route("ingestion", "/api/v1/submissions/{**rest}"),
        Route("ingestion", "/api/v1/reconciliation/{**rest}"),
        // More exact than /plants/**, so it is matched first.
        Route("calculation", "/api/v1/plants/{plant}/months/{month}/lines"),
        Route("calculation", "/api/v1/plants/{plant}/months/{month}/comparison"),
        Route("calculation", "/api/v1/factors/{**rest}"),
        Route("ledger", "/api/v1/totals/{**rest}"),
        Route("ledger", "/api/v1/ledger/{**rest}"),
    ];

    private static RouteConfig Route(string service, string path) =>
        new()
        {
            RouteId = $"{service} {path}",
            ClusterId = service,
            Match = new RouteMatch { Path = path },
        };
}
