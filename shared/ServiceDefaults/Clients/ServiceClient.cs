using CarbonPlatform.ServiceDefaults.Clients;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>HTTP clients for the platform's own services.</summary>
public static class ServiceClientRegistration
{
    private static readonly HttpRequestOptionsKey<Caller> s_onBehalfOfKey = new("carbon-platform.caller");

    /// <summary>
    /// An <see cref="HttpClient"/> named <paramref name="audience"/> for <c>Services__{audience}</c>: retries what may
    /// be
    /// repeated, stops calling a service that is down, and signs a ticket (<c>Tickets__SigningKey</c>) for each call,
    /// as
    /// the caller given by <see cref="OnBehalfOf"/> or else as this service. Throws <see
    /// cref="ServiceUnavailableException"/>
    /// when the service is away.
    /// </summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string audience)
    {
        builder.AddTicketSigner();
        return builder
            .Services.AddHttpClient(
                audience,
                (services, client) =>
                {
                    client.BaseAddress = new Uri(
                        services.GetRequiredService<IConfiguration>()[$"Services:{audience}"]
                            ?? throw new InvalidOperationException(
                                $"Services__{audience} is not set: the base address of that service."
                            )
                    );
                    // The pipeline below has the only clock.
                    client.Timeout = Timeout.InfiniteTimeSpan;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                }
            )
            .AddResilience(audience)
            .AddHttpMessageHandler(services => new TicketOnRequest(
                audience,
                services.GetRequiredService<ServiceName>(),
                services.GetRequiredService<TicketSigner>(),
                s_onBehalfOfKey
            ))
            .AddHttpMessageHandler(() => new Overload(audience));
    }

    /// <summary>
    /// Registers the <see cref="TicketSigner"/> that signs as this service (<c>Tickets__SigningKey</c>).
    /// </summary>
    public static WebApplicationBuilder AddTicketSigner(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(services =>
            TicketSigner.From(
                services.GetRequiredService<IConfiguration>(),
                services.GetRequiredService<ServiceName>().Value,
                services.GetRequiredService<TimeProvider>()
            )
        );
        return builder;
    }

    /// <summary>Makes the call in the name of the caller whose request it serves.</summary>
    public static HttpRequestMessage OnBehalfOf(this HttpRequestMessage request, Caller caller)
    {
        request.Options.Set(s_onBehalfOfKey, caller);
        return request;
    }
}

/// <summary>The running service.</summary>
/// <param name="Value">Its name, which is also its audience and issuer in tickets.</param>
/// <param name="IsOpenToCallers">Callers reach it themselves: it is the Gateway. The others are reached through
/// it.</param>
internal sealed record ServiceName(string Value, bool IsOpenToCallers);
