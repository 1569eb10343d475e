namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// What every answer tells browsers and caches: nothing is kept, guessed at, put into another page or loaded from
/// elsewhere.
/// </summary>
internal static class AnswerHeaders
{
    private const string Docs = "/docs";
    private const string OfData = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The pages of the API's description bring their own scripts and styles.</summary>
    private const string OfDocs =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Those of them that callers and caches go by, as the API's document has them.</summary>
    public static IReadOnlyList<(string Name, string Description, string Example)> Described { get; } =
    [
        ("Cache-Control", "Nobody keeps it.", "no-store"),
        ("Vary", "What the answer depends on beside the address.", Keys.ApiKeyAuthentication.Header),
    ];

    public static void UseAnswerHeaders(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var (path, headers) = ((PathString, IHeaderDictionary))state;
                        var isDocs = path.StartsWithSegments(Docs, StringComparison.OrdinalIgnoreCase);
                        headers.XContentTypeOptions = "nosniff";
                        headers.ContentSecurityPolicy = isDocs ? OfDocs : OfData;
                        headers["Referrer-Policy"] = "no-referrer";
                        if (isDocs)
                            return Task.CompletedTask;
                        headers.CacheControl = "no-store";
                        headers.Append("Vary", Keys.ApiKeyAuthentication.Header);
                        return Task.CompletedTask;
                    },
                    (context.Request.Path, context.Response.Headers)
                );
                return next(context);
            }
        );
}
