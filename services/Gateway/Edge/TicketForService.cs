using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.ServiceDefaults.Identity;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// What goes to a service carries a ticket for this call and this service alone, and neither the caller's key nor a ticket
/// that the caller made up.
/// </summary>
internal sealed class TicketForService(TicketSigner signer) : ITransformProvider
{
    public void Apply(TransformBuilderContext context)
    {
        var audience = context.Cluster?.ClusterId ?? throw new InvalidOperationException("A route without a service.");
        context.AddRequestTransform(transform =>
        {
            var headers = transform.ProxyRequest.Headers;
            headers.Remove(ApiKeyAuthentication.Header);
            headers.Remove(TicketSigner.Header);
            headers.Add(TicketSigner.Header, signer.Sign(Caller.Of(transform.HttpContext), audience));
            return ValueTask.CompletedTask;
        });
    }

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }
}
