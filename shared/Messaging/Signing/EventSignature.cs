using System.Security.Cryptography;
using System.Text;

namespace CarbonPlatform.Messaging.Signing;

/// <summary>
/// What an event's producer puts beside it: ECDSA P-256 over the SHA-256 of its type, a zero byte and its body. There
/// is one algorithm and the message does not name it, so none can be swapped in.
/// </summary>
/// <param name="Key">Which of the producer's keys: <see cref="IdOf"/>.</param>
/// <param name="Value">The signature, base64.</param>
internal sealed record EventSignature(string Key, string Value)
{
    private const int KeyBits = 256;

    /// <summary>The name of a key: the first 8 bytes of the SHA-256 of its public half, hexadecimal.</summary>
    public static string IdOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));

    /// <summary>What is signed. The type is part of it: a body is good for no other event.</summary>
    public static byte[] DigestOf(string type, ReadOnlySpan<byte> body)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(type));
        digest.AppendData([0]);
        digest.AppendData(body);
        return digest.GetHashAndReset();
    }

    /// <summary>
    /// The key as one object per thread: <see cref="ECDsa"/> promises nothing for concurrent use, and importing it for
    /// each event would cost as much as the signature.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is no key of that curve.</exception>
    public static ThreadLocal<ECDsa> PerThread(string setting, string text, Action<ECDsa, byte[]> import)
    {
        var perThread = new ThreadLocal<ECDsa>(() =>
        {
            var key = ECDsa.Create();
            try
            {
                import(key, Convert.FromBase64String(text));
            }
            catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
            {
                key.Dispose();
                throw new InvalidOperationException($"Configuration {setting} holds no key.", unreadable);
            }
            return key.KeySize == KeyBits
                ? key
                : throw new InvalidOperationException($"Configuration {setting} must be a key of ECDSA P-256.");
        });
        _ = perThread.Value;
        return perThread;
    }
}
