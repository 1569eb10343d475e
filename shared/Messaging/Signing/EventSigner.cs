using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.Messaging.Signing;

/// <summary>
/// Signs what this service publishes, each time it is sent: what was stored before the key was changed goes out with
/// the new one.
/// </summary>
internal sealed class EventSigner : IDisposable
{
    private const string SettingKey = "Events:SigningKey";

    private readonly ThreadLocal<ECDsa> _key;
    private readonly string _keyId;

    /// <summary>A signer by the service's configuration.</summary>
    /// <exception cref="InvalidOperationException">No key is set, or something that is none.</exception>
    public EventSigner(IConfiguration configuration)
    {
        var text =
            configuration[SettingKey]
            ?? throw new InvalidOperationException(
                "Events__SigningKey is not set: the PKCS#8 key that this service signs its events with, in base64."
            );
        _key = EventSignature.PerThread(SettingKey, text, (key, bytes) => key.ImportPkcs8PrivateKey(bytes, out _));
        _keyId = EventSignature.IdOf(_key.Value!);
    }

    /// <summary>Signs one event.</summary>
    public EventSignature Sign(string type, byte[] body) =>
        new(_keyId, Convert.ToBase64String(_key.Value!.SignHash(EventSignature.DigestOf(type, body))));

    public void Dispose() => _key.Dispose();
}
