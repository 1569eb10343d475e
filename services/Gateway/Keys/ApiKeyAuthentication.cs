using System.Security.Cryptography;
using System.Text.Encodings.Web;
using CarbonPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>Knows the caller by <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyAuthentication(
    KnownKeys keys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "api-key";
    public const string Header = "X-Api-Key";

    private Refusal _refusal = ApiKeyRefusals.Missing;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[Header];
        if (header.Count == 0)
            return AuthenticateResult.NoResult();
        _refusal = ApiKeyRefusals.Unknown;
        if (header is not [{ } text] || !ApiKeyText.IsPlausible(text))
            return AuthenticateResult.Fail(_refusal.Title);
        var found = await keys.FindAsync(ApiKeyText.Hash(text), Context.RequestAborted);
        if (!found.IsRefused(out var refusal, out var caller))
            return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), SchemeName));
        _refusal = refusal;
        return AuthenticateResult.Fail(_refusal.Title);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        _ = await HandleAuthenticateOnceSafeAsync();
        if (_refusal.Status == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = Header;
        await _refusal.ToResult().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Refusals.Forbidden.ToResult().ExecuteAsync(Context);
}

internal static class ApiKeys
{
    public static void AddApiKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(
            new RefusedEverywhere(
                ApiKeyRefusals.Missing,
                ApiKeyRefusals.Unknown,
                ApiKeyRefusals.Expired(DateTimeOffset.UnixEpoch),
                ApiKeyRefusals.BootstrapEnded
            )
        );
        var bootstrapSha256 = builder.Configuration["Gateway:AdminKeySha256"] is { Length: > 0 } hex
            ? Convert.FromHexString(hex)
            : [];
        if (bootstrapSha256.Length is not (0 or SHA256.HashSizeInBytes))
            throw new InvalidOperationException("Gateway__AdminKeySha256 is not a SHA-256 in hexadecimal.");
        builder.Services.AddSingleton(services => new KnownKeys(
            services.GetRequiredService<IDbContextFactory<GatewayDb>>(),
            services.GetRequiredService<TimeProvider>(),
            new BootstrapKey(bootstrapSha256, builder.Configuration.GetValue<bool>("Gateway:Recovery"))
        ));
        builder.AddServiceClient(PlantsOfKey.Client);
        builder.Services.AddSingleton<PlantsOfKey>();
        builder.Services.AddSingleton<KeysOfPlant>();
        builder.Services.AddSingleton<NoteUses>();
        builder.Services.AddHostedService(services => services.GetRequiredService<NoteUses>());
        builder
            .Services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(
                ApiKeyAuthentication.SchemeName,
                configureOptions: null
            );
    }
}
