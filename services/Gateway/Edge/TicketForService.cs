using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// What goes to a service carries a ticket for this caller and this service alone, and of the caller's headers those
/// that a service reads: neither the key nor a ticket that the caller made up. A ticket that the service does not
/// believe (its clock may be wrong, or its keys) is a fault of ours and none of the caller, whose key was right.
/// </summary>
internal sealed class TicketForService(TicketSigner signer) : ITransformProvider
{
    /// <summary>Among the items of a call whose ticket the service refused.</summary>
    public static readonly object Refused = new();

    public void Apply(TransformBuilderContext context)
    {
        var audience = context.Cluster?.ClusterId ?? throw new InvalidOperationException("A route without a service.");
        context.AddRequestHeadersAllowed([.. HeadersForService.Names]);
        context.AddRequestTransform(transform =>
        {
            var headers = transform.ProxyRequest.Headers;
            headers.Add(TicketSigner.Header, signer.Sign(Caller.Of(transform.HttpContext), audience));
            return ValueTask.CompletedTask;
        });
        context.AddResponseTransform(transform =>
        {
            if (transform.ProxyResponse is { StatusCode: HttpStatusCode.Unauthorized })
            {
                transform.SuppressResponseBody = true;
                transform.HttpContext.Items[Refused] = true;
            }
            return ValueTask.CompletedTask;
        });
    }

    public void ValidateRoute(TransformRouteValidationContext context) { }

    public void ValidateCluster(TransformClusterValidationContext context) { }
}
