using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Refuses a question whose <c>Accept</c> takes none of the forms that the operation answers in: who asks for a table
/// and is given JSON would have to find out by himself that he was not followed. The forms are those that the
/// operation says it produces; JSON where it says none.
/// </summary>
internal static class OfferedForms
{
    private const string Json = "application/json";

    private static readonly PathString s_api = "/api";

    private static readonly ConditionalWeakTable<Endpoint, string[]> s_offered = [];

    public static void UseOfferedForms(this WebApplication app) =>
        app.Use(
            (context, next) => Refuse(context) is { } refusal ? refusal.ToResult().ExecuteAsync(context) : next(context)
        );

    private static Refusal? Refuse(HttpContext context)
    {
        var request = context.Request;
        if (
            !HttpMethods.IsGet(request.Method)
            || !request.Path.StartsWithSegments(s_api, StringComparison.OrdinalIgnoreCase)
            || context.GetEndpoint() is not { } endpoint
            // What the Gateway forwards has no handler here; the service that answers it knows.
            || endpoint.Metadata.GetMetadata<MethodInfo>() is null
        )
            return null;
        var offered = s_offered.GetValue(endpoint, Offered);
        return AcceptedForm.Best(request, offered) is null ? Refusals.NotAcceptable(offered) : null;
    }

    private static string[] Offered(Endpoint endpoint)
    {
        string[] said =
        [
            .. endpoint
                .Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
                .Where(answer => answer.StatusCode == StatusCodes.Status200OK)
                .SelectMany(answer => answer.ContentTypes)
                .Distinct(StringComparer.Ordinal),
        ];
        return said.Length > 0 ? said : [Json];
    }
}
