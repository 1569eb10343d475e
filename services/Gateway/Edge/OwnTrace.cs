using System.Diagnostics;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// A trace begins here. What a caller says of its own (<c>traceparent</c>) is kept as a link from ours to it: it
/// chooses neither the id under which calls are found, so that two of them could not be told apart, nor whether a call
/// is recorded.
/// </summary>
internal sealed class OwnTrace : DistributedContextPropagator
{
    /// <summary>Tag of a call's span: the trace that its caller named.</summary>
    public const string CallersTrace = "caller.trace_id";

    public override IReadOnlyCollection<string> Fields => [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) { }

    public override void ExtractTraceIdAndState(
        object? carrier,
        PropagatorGetterCallback? getter,
        out string? traceId,
        out string? traceState
    ) => (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier,
        PropagatorGetterCallback? getter
    ) => null;
}

internal static class OwnTraceRegistration
{
    public static void AddOwnTrace(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<DistributedContextPropagator, OwnTrace>();

    public static void UseOwnTrace(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (
                    Activity.Current is { } span
                    && ActivityContext.TryParse(
                        context.Request.Headers.TraceParent,
                        null,
                        isRemote: true,
                        out var theirs
                    )
                )
                {
                    span.AddLink(new ActivityLink(theirs));
                    span.SetTag(OwnTrace.CallersTrace, theirs.TraceId.ToHexString());
                }
                return next(context);
            }
        );
}
