using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// Forwards what <see cref="Routes"/> names, with a ticket for the service, and says it plainly when a service is away.
/// </summary>
internal static class ReverseProxy
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_answerTimeout = TimeSpan.FromSeconds(60);

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.AddTicketSigner();
        builder.Services.AddSingleton<BodyAtTheEdge>();
        builder.Services.AddSingleton<IProxyConfigProvider>(services => new InMemoryConfigProvider(
            Routes.All,
            [.. Routes.Services.Select(service => Cluster(service, services.GetRequiredService<IConfiguration>()))]
        ));
        builder
            .Services.AddReverseProxy()
            .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = s_connectTimeout)
            .AddTransforms<TicketForService>();
    }

    public static void MapEdge(this WebApplication app) =>
        app.MapReverseProxy(proxy =>
            {
                var bodies = app.Services.GetRequiredService<BodyAtTheEdge>();
                var keys = app.Services.GetRequiredService<KeysOfPlant>();
                proxy.Use(
                    async (context, next) =>
                    {
                        if (
                            (HeadersForService.Check(context.Request.Headers) ?? await bodies.TakeInAsync(context)) is
                            { } unreadable
                        )
                        {
                            await unreadable.ToResult().ExecuteAsync(context);
                            return;
                        }
                        if (await keys.WhyNotAsync(context) is { } inUse)
                        {
                            await inUse.ToResult().ExecuteAsync(context);
                            return;
                        }
                        // A tunnel cannot be handed on as one. Of a verb that no operation has the service says which
                        // there are; TRACE is one that travels.
                        var verb = context.Request.Method;
                        if (HttpMethods.IsConnect(verb))
                            context.Request.Method = HttpMethods.Trace;
                        await next(context);
                        context.Request.Method = verb;
                        if (context.Items.ContainsKey(TicketForService.Refused))
                        {
                            context
                                .RequestServices.GetRequiredService<ILoggerFactory>()
                                .CreateLogger(typeof(ReverseProxy))
                                .TicketRefused(context.GetReverseProxyFeature().Cluster.Config.ClusterId);
                            context.Response.Clear();
                            await Refusals
                                .ServiceUnavailable(context.GetReverseProxyFeature().Cluster.Config.ClusterId)
                                .ToResult()
                                .ExecuteAsync(context);
                            return;
                        }
                        if (
                            context.Features.Get<IForwarderErrorFeature>() is not { } fault
                            || context.Response.HasStarted
                            || context.RequestAborted.IsCancellationRequested
                        )
                            return;
                        Log(context, fault);
                        await Refusals
                            .ServiceUnavailable(context.GetReverseProxyFeature().Cluster.Config.ClusterId)
                            .ToResult()
                            .ExecuteAsync(context);
                    }
                );
            })
            .ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(Routes.PermitsOf(route)));

    private static ClusterConfig Cluster(string service, IConfiguration configuration) =>
        new()
        {
            ClusterId = service,
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = s_answerTimeout },
            Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal)
            {
                [service] = new()
                {
                    Address =
                        configuration[$"Services:{service}"]
                        ?? throw new InvalidOperationException(
                            $"Services__{service} is not set: the base address of that service."
                        ),
                },
            },
        };

    private static void Log(HttpContext context, IForwarderErrorFeature fault) =>
        context
            .RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(ReverseProxy))
            .Forwarding(
                context.Request.Method,
                context.Request.Path,
                fault.Error,
                fault.Exception?.GetBaseException().Message
            );
}

internal static partial class ReverseProxyLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} could not be forwarded: {Error} {Reason}")]
    public static partial void Forwarding(
        this ILogger log,
        string method,
        string path,
        ForwarderError error,
        string? reason
    );

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The service {Service} refuses the Gateway's tickets: clocks or keys differ"
    )]
    public static partial void TicketRefused(this ILogger log, string service);
}
