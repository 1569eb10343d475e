using System.Collections.Frozen;
using System.Security.Cryptography;
using CarbonPlatform.Messaging.Consuming;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.Messaging.Signing;

/// <summary>
/// Decides whether an event comes from the one service that may say such things. A producer may have several keys, the
/// old one and the new one while they are changed.
/// </summary>
internal sealed class EventVerifier : IDisposable
{
    private const int SignatureBytes = 64;

    private static readonly char[] s_separators = [',', ' '];

    private readonly FrozenDictionary<string, string> _producers;
    private readonly FrozenDictionary<(string Producer, string Key), ThreadLocal<ECDsa>> _keys;

    /// <summary>A verifier of what the service consumes, by its configuration.</summary>
    /// <exception cref="InvalidOperationException">
    /// The producer of something consumed here is not known, or has no key.
    /// </exception>
    public EventVerifier(MessagingBuilder messaging, IConfiguration configuration)
    {
        _producers = messaging
            .Queues.SelectMany(queue => queue.Consumers.Keys)
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(type => type, messaging.ProducerOf, StringComparer.Ordinal);
        var section = configuration.GetSection("Events:Producers");
        _keys = _producers
            .Values.Distinct(StringComparer.Ordinal)
            .SelectMany(producer => KeysOf(producer, section[producer]))
            .ToFrozenDictionary(key => key.Name, key => key.Key);
    }

    /// <summary>Why a message is not believed; null when it is.</summary>
    public string? WhyNot(Received message)
    {
        if (!_producers.TryGetValue(message.EventType, out var producer))
            return $"Nobody is known to say {message.EventType}.";
        if (message.Signature is not { } signature)
            return $"It is not signed; {message.EventType} is signed by {producer}.";
        if (!_keys.TryGetValue((producer, signature.Key), out var key))
            return $"It is signed with key {Shown(signature.Key)}, which is none of {producer}'s that are known here.";
        Span<byte> bytes = stackalloc byte[SignatureBytes];
        return
            Convert.TryFromBase64String(signature.Value, bytes, out var length)
            && length == SignatureBytes
            && key.Value!.VerifyHash(EventSignature.DigestOf(message.EventType, message.Body), bytes)
            ? null
            : $"Its signature is not that of {producer} over this type and body.";
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            key.Dispose();
    }

    private static IEnumerable<((string Producer, string Id) Name, ThreadLocal<ECDsa> Key)> KeysOf(
        string producer,
        string? keys
    )
    {
        var setting = $"Events:Producers:{producer}";
        var texts = (keys ?? "").Split(s_separators, StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length == 0)
            throw new InvalidOperationException(
                $"Events__Producers__{producer} is not set: the public key (base64 SubjectPublicKeyInfo) that its "
                    + "events are verified with, or several."
            );
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
        {
            var key = EventSignature.PerThread(
                setting,
                text,
                (key, bytes) => key.ImportSubjectPublicKeyInfo(bytes, out _)
            );
            yield return ((producer, EventSignature.IdOf(key.Value!)), key);
        }
    }

    // It comes from a stranger and goes into a log.
    private static string Shown(string key) =>
        key.Length <= 16 && key.All(char.IsAsciiHexDigit) ? key : "of another form";
}
