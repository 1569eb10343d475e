using System.Globalization;
using Yarp.ReverseProxy.Configuration;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Which service serves which paths. What is not named here does not leave the Gateway: least of all <c>/internal</c>.
/// </summary>
internal static class Routes
{
    /// <summary>The services behind the Gateway; also the audiences of their tickets.</summary>
    public static IReadOnlyList<string> Services { get; } = ["ingestion", "calculation", "ledger"];

    private const string PermitsKey = "permits";
    private const string PermitsPerMonthKey = "permits-per-month";

    /// <summary>What totals can be grouped by that is finer than a unit: they are added up line by line.</summary>
    private static readonly string[] s_finerThanUnits = ["plant", "source", "process", "activity"];

    public static IReadOnlyList<RouteConfig> All { get; } =
    [
        Route("ingestion", "/api/v1/units/{**rest}"),
        Route("ingestion", "/api/v1/plants/{**rest}"),
        Route("ingestion", "/api/v1/supply-links/{**rest}"),
        Route("ingestion", "/api/v1/vocabulary/{**rest}"),
        Route("ingestion", "/api/v1/submissions/{**rest}"),
        Route("ingestion", "/api/v1/reconciliation/{**rest}"),
        Route("ingestion", "/api/v1/completeness/{**rest}", permits: 10),
        // More exact than /plants/**, so it is matched first.
        Route("calculation", "/api/v1/plants/{plant}/months/{month}/lines", permits: 10),
        Route("calculation", "/api/v1/plants/{plant}/months/{month}/comparison", permits: 20),
        Route("calculation", "/api/v1/factors/{**rest}"),
        Route("calculation", "/api/v1/factors", permits: 50, method: HttpMethods.Post),
        Route("calculation", "/api/v1/factors/disputes/{factor}", permits: 200),
        Route("calculation", "/api/v1/factors/proposals/{proposal}/preview", permits: 200, method: HttpMethods.Post),
        Route("ledger", "/api/v1/totals/{**rest}"),
        Route("ledger", "/api/v1/totals", permits: 100, query: Is("uncertainty", "true"), order: -2),
        Route("ledger", "/api/v1/totals", permits: 100, query: Is("provenance", "true"), order: -1),
        Route("ledger", "/api/v1/totals", permitsPerMonth: 5, query: Has("groupBy", s_finerThanUnits)),
        Route("ledger", "/api/v1/ledger/{**rest}", permits: 10),
    ];

    /// <summary>What a call by a route takes of its caller's requests.</summary>
    public static Permits PermitsOf(RouteConfig route) => new(Read(route, PermitsKey), Read(route, PermitsPerMonthKey));

    private static int Read(RouteConfig route, string key) =>
        int.Parse(route.Metadata![key], CultureInfo.InvariantCulture);

    private static RouteQueryParameter Is(string name, string value) =>
        new()
        {
            Name = name,
            Values = [value],
            Mode = QueryParameterMatchMode.Exact,
        };

    private static RouteQueryParameter Has(string name, IReadOnlyList<string> words) =>
        new()
        {
            Name = name,
            Values = words,
            Mode = QueryParameterMatchMode.Contains,
        };

    private static RouteConfig Route(
        string service,
        string path,
        int permits = 1,
        string? method = null,
        RouteQueryParameter? query = null,
        int order = 0,
        int permitsPerMonth = 0
    ) =>
        new()
        {
            RouteId = string.Join(' ', new[] { service, method, path, query?.Name }.OfType<string>()),
            ClusterId = service,
            Match = new RouteMatch
            {
                Path = path,
                Methods = method is null ? null : [method],
                QueryParameters = query is null ? null : [query],
            },
            // Of two routes that a call matches alike the first one counts.
            Order = order,
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [PermitsKey] = permits.ToString(CultureInfo.InvariantCulture),
                [PermitsPerMonthKey] = permitsPerMonth.ToString(CultureInfo.InvariantCulture),
            },
        };
}
