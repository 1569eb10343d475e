using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// Takes the caller from the ticket in the request, and answers with a problem document when there is none to believe.
/// </summary>
internal sealed class TicketAuthentication(
    TicketVerifier verifier,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "caller-ticket";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        var header = Request.Headers[TicketSigner.Header];
        if (header.Count == 0)
            return AuthenticateResult.NoResult();
        if (header is not [{ } ticket])
            return AuthenticateResult.Fail("There is more than one.");
        return verifier.Verify(ticket, out var refusedBecause) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), SchemeName))
            : AuthenticateResult.Fail(refusedBecause);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = await HandleAuthenticateOnceSafeAsync() is { Failure: { } failure }
            ? Refusals.TicketRefused(failure.Message)
            : Refusals.Unauthenticated(
                $"The header {TicketSigner.Header} is missing; requests come through the Gateway."
            );
        Response.Headers.WWWAuthenticate = TicketSigner.Header;
        await refusal.ToResult().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Refusals.Forbidden.ToResult().ExecuteAsync(Context);
}
