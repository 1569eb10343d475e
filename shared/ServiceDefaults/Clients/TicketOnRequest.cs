using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.ServiceDefaults.Clients;

/// <summary>Signs each attempt anew, so that a retried call never carries an old ticket.</summary>
internal sealed class TicketOnRequest(
    string audience,
    ServiceName self,
    TicketSigner signer,
    HttpRequestOptionsKey<Caller> onBehalfOf
) : DelegatingHandler
{
    private readonly Caller _itself = new(self.Value, [Roles.Service], plants: null);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var caller = request.Options.TryGetValue(onBehalfOf, out var given) ? given : _itself;
        request.Headers.Remove(TicketSigner.Header);
        request.Headers.Add(TicketSigner.Header, signer.Sign(caller, audience));
        return base.SendAsync(request, cancellationToken);
    }
}
