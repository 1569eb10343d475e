using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Refuses a parameter of the query that the operation does not have: left out quietly, the answer would look as if it
/// had been followed. What an operation has is what its handler takes, so that nothing lists it a second time.
/// </summary>
internal static class KnownParameters
{
    private static readonly PathString s_api = "/api";

    private static readonly ConditionalWeakTable<Endpoint, string[]> s_known = [];

    public static void UseKnownParameters(this WebApplication app) =>
        app.Use(
            (context, next) => Refuse(context) is { } refusal ? refusal.ToResult().ExecuteAsync(context) : next(context)
        );

    private static Refusal? Refuse(HttpContext context)
    {
        var request = context.Request;
        if (
            !request.QueryString.HasValue
            || !request.Path.StartsWithSegments(s_api, StringComparison.OrdinalIgnoreCase)
            || context.GetEndpoint() is not RouteEndpoint endpoint
            // What the Gateway forwards has no handler here; the service that answers it knows.
            || endpoint.Metadata.GetMetadata<MethodInfo>() is null
        )
            return null;
        var known = s_known.GetValue(endpoint, static of => [.. InQuery((RouteEndpoint)of)]);
        return
            request.Query.Keys.FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase))
                is { } stranger
            ? Refusals.UnknownParameter(stranger, known)
            : null;
    }

    private static IEnumerable<string> InQuery(RouteEndpoint endpoint) =>
        endpoint
            .Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Select(parameter => NameInQuery(parameter, endpoint.RoutePattern))
            .OfType<string>();

    /// <summary>By the rules by which minimal APIs bind; null for what does not come from the query.</summary>
    private static string? NameInQuery(IParameterBindingMetadata parameter, RoutePattern pattern)
    {
        var said = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        if (said.OfType<IFromQueryMetadata>().FirstOrDefault() is { } fromQuery)
            return fromQuery.Name ?? parameter.Name;
        var isElsewhere =
            said.Any(any =>
                any is IFromHeaderMetadata or IFromRouteMetadata or IFromBodyMetadata or IFromServiceMetadata
            )
            || parameter.HasBindAsync
            || pattern.GetParameter(parameter.Name) is not null;
        return !isElsewhere && (parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string))
            ? parameter.Name
            : null;
    }
}
