using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// Signs caller tickets as one issuer. The Gateway is the only issuer for people and plants; a service that calls
/// another
/// on its own account signs as itself, with the role <see cref="Roles.Service"/>.
/// </summary>
public sealed class TicketSigner : IDisposable
{
    /// <summary>The header that a ticket travels in, between services only.</summary>
    public const string Header = "X-Caller-Ticket";

    private readonly string _issuer;
    private readonly TimeProvider _time;
    private readonly ThreadLocal<ECDsa> _key;

    // By the caller as an object: one whose roles or plants have changed is another.
    private readonly ConditionalWeakTable<Caller, ConcurrentDictionary<string, Signed>> _signed = [];

    /// <summary>A signer from a PKCS#8 private key, ECDSA P-256.</summary>
    /// <exception cref="InvalidOperationException">The key is of another curve.</exception>
    /// <exception cref="CryptographicException">The bytes are no PKCS#8 key.</exception>
    public TicketSigner(string issuer, byte[] pkcs8, TimeProvider time)
    {
        _issuer = issuer;
        _time = time;
        _key = CallerTicket.PerThread(ecdsa =>
        {
            ecdsa.ImportPkcs8PrivateKey(pkcs8, out var read);
            return read;
        });
        _ = _key.Value;
    }

    /// <summary>
    /// The ticket for calls of <paramref name="caller"/> to <paramref name="audience"/>, good for 60 seconds, of which
    /// at most
    /// <see cref="CallerTicket.Reuse"/> have gone by.
    /// </summary>
    public string Sign(Caller caller, string audience)
    {
        var tickets = _signed.GetOrCreateValue(caller);
        var now = _time.GetUtcNow();
        if (tickets.TryGetValue(audience, out var known) && known.At <= now && now - known.At < CallerTicket.Reuse)
            return known.Ticket;
        var ticket = Sign(caller, audience, now);
        tickets[audience] = new Signed(ticket, now);
        return ticket;
    }

    private string Sign(Caller caller, string audience, DateTimeOffset now)
    {
        var ticket = new CallerTicket(
            _issuer,
            caller.Id,
            [.. caller.Roles.Order(StringComparer.Ordinal)],
            caller.Plants is { } plants ? [.. plants.Order()] : null,
            audience,
            now.ToUnixTimeSeconds(),
            (now + CallerTicket.Lifetime).ToUnixTimeSeconds(),
            caller.Subject,
            caller.Makers is { Count: > 0 } makers ? makers : null
        );
        var payload = CallerTicket.Encode(JsonSerializer.SerializeToUtf8Bytes(ticket, TicketJson.Default.CallerTicket));
        var signature = _key.Value!.SignData(Encoding.ASCII.GetBytes(payload), HashAlgorithmName.SHA256);
        return payload + "." + CallerTicket.Encode(signature);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal static TicketSigner From(IConfiguration configuration, string issuer, TimeProvider time)
    {
        var setting =
            configuration["Tickets:SigningKey"]
            ?? throw new InvalidOperationException(
                "Tickets__SigningKey is not set: the PKCS#8 key that signs caller tickets, in base64."
            );
        return new TicketSigner(issuer, Convert.FromBase64String(setting), time);
    }

    private sealed record Signed(string Ticket, DateTimeOffset At);
}
