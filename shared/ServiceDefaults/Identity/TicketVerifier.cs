using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// Decides whether a ticket is good at this service. The Gateway speaks for people and plants and never as a service;
/// every other issuer speaks for itself, as a service, and for nobody else.
/// </summary>
public sealed class TicketVerifier : IDisposable
{
    private const string Gateway = "gateway";
    private const int SignatureBytes = 64;

    // Callers times seconds of a busy group; when it is full it begins anew.
    private const int MostRemembered = 10_000;

    private readonly string _audience;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<string, ThreadLocal<ECDsa>> _issuers;

    // A caller's ticket comes with each of its calls; the signature of the same text is the same. Only the time goes
    // on.
    private readonly ConcurrentDictionary<string, Believed> _believed = new(StringComparer.Ordinal);

    /// <summary>A verifier from the issuers' public keys (SubjectPublicKeyInfo, ECDSA P-256).</summary>
    /// <exception cref="CryptographicException">A key is none.</exception>
    public TicketVerifier(string audience, IReadOnlyDictionary<string, byte[]> publicKeys, TimeProvider time)
    {
        _audience = audience;
        _time = time;
        _issuers = publicKeys.ToFrozenDictionary(
            issuer => issuer.Key,
            issuer =>
                CallerTicket.PerThread(ecdsa =>
                {
                    ecdsa.ImportSubjectPublicKeyInfo(issuer.Value, out var read);
                    return read;
                }),
            StringComparer.Ordinal
        );
        foreach (var key in _issuers.Values)
            _ = key.Value;
    }

    /// <summary>The caller that the ticket names, or null with the reason why it is not believed.</summary>
    public Caller? Verify(string ticket, out string refusedBecause)
    {
        if (_believed.TryGetValue(ticket, out var known))
        {
            refusedBecause = WhyNotNow(known.Claims) ?? "";
            return refusedBecause.Length == 0 ? known.Caller : null;
        }
        if (
            ticket.Length > CallerTicket.MaxLength
            || Parse(ticket, out var signed, out var signature) is not { } claims
        )
        {
            refusedBecause = "It is not written as a caller ticket.";
            return null;
        }
        if (
            !_issuers.TryGetValue(claims.Iss, out var key)
            || !key.Value!.VerifyData(signed, signature, HashAlgorithmName.SHA256)
        )
        {
            refusedBecause = "Its signature is not that of an issuer known here.";
            return null;
        }
        refusedBecause = WhyNot(claims) ?? WhyNotNow(claims) ?? "";
        if (refusedBecause.Length > 0)
            return null;
        var caller = new Caller(claims.Sub, claims.Roles, claims.Plants)
        {
            Subject = claims.Subject ?? claims.Sub,
            Makers = claims.Makers ?? [],
        };
        if (_believed.Count >= MostRemembered)
            _believed.Clear();
        _believed.TryAdd(ticket, new Believed(claims, caller));
        return caller;
    }

    private string? WhyNot(CallerTicket claims)
    {
        if (claims.Aud != _audience)
            return "It is meant for another service.";
        if (!IsTime(claims.Iat) || !IsTime(claims.Exp))
            return "Its times are none that a clock shows.";
        if (claims.Exp <= claims.Iat || claims.Exp - claims.Iat > (long)CallerTicket.Lifetime.TotalSeconds)
            return "It is made out for longer than a ticket lasts.";
        var mayCarry =
            claims.Iss == Gateway
                ? claims.Roles.Count > 0 && claims.Roles.All(Roles.OfKeys.Contains)
                : claims.Roles is [Roles.Service] && claims.Sub == claims.Iss;
        if (!mayCarry)
            return "Its issuer may not give these roles.";
        // As keys are: who is a plant is nothing else and names plants, and nobody else is confined. Without plants
        // it would see all of them.
        var goTogether = claims.Roles.Contains(Roles.Plant)
            ? claims is { Roles.Count: 1, Plants.Count: > 0 }
            : claims.Plants is null;
        if (!goTogether)
            return "Its plants are not those of its roles.";
        return NamesItsHolder(claims) ? null : "It does not name its holder.";
    }

    /// <summary>Whether these seconds are a time that the calculations with it can hold.</summary>
    private static bool IsTime(long seconds) => seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private static bool NamesItsHolder(CallerTicket claims) =>
        claims.Sub.Length > 0 && claims.Subject is not "" && claims.Makers?.Contains("") != true;

    private string? WhyNotNow(CallerTicket claims)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var skew = (long)CallerTicket.ClockSkew.TotalSeconds;
        if (claims.Exp < now)
            return "It has expired.";
        return claims.Iat - skew > now ? "It is issued in the future." : null;
    }

    private static CallerTicket? Parse(string ticket, out byte[] signed, out byte[] signature)
    {
        (signed, signature) = ([], []);
        var dot = ticket.IndexOf('.', StringComparison.Ordinal);
        if (
            dot < 0
            || CallerTicket.Decode(ticket.AsSpan(0, dot)) is not { } payload
            || CallerTicket.Decode(ticket.AsSpan(dot + 1)) is not { Length: SignatureBytes } bytes
        )
            return null;
        (signed, signature) = (Encoding.ASCII.GetBytes(ticket[..dot]), bytes);
        try
        {
            var claims = JsonSerializer.Deserialize(payload, TicketJson.Default.CallerTicket);
            return claims is null || HasNothing(claims.Roles) || HasNothing(claims.Plants) || HasNothing(claims.Makers)
                ? null
                : claims;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a list has a null in it, which the serializer lets pass.</summary>
    private static bool HasNothing<T>(IEnumerable<T>? list)
        where T : class => list?.Any(element => element is null) == true;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _issuers.Values)
            key.Dispose();
    }

    internal static TicketVerifier From(IConfiguration configuration, string audience, TimeProvider time)
    {
        var keys = configuration
            .GetSection("Tickets:Issuers")
            .GetChildren()
            .Where(issuer => issuer.Value is not null)
            .ToDictionary(
                issuer => issuer.Key,
                issuer => Convert.FromBase64String(issuer.Value!),
                StringComparer.Ordinal
            );
        return keys.Count > 0
            ? new TicketVerifier(audience, keys, time)
            : throw new InvalidOperationException(
                "Tickets__Issuers__gateway is not set: the public key (base64 SubjectPublicKeyInfo) that "
                    + "caller tickets are verified with."
            );
    }

    private sealed record Believed(CallerTicket Claims, Caller Caller);
}
