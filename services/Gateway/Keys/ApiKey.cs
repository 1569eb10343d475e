using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>What is kept of a key: everything but the key.</summary>
internal sealed class ApiKey
{
    /// <summary>The caller id that tickets, sheets and logs name.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is for, in words.</summary>
    public required string Name { get; init; }

    /// <summary>Who holds it: a person, or a system of a plant.</summary>
    public required string Subject { get; init; }

    /// <summary>
    /// Plain SHA-256: a key holds 256 random bits, so there is nothing for a slow hash to protect, and every request
    /// pays for the hash.
    /// </summary>
    public required byte[] Sha256 { get; init; }

    public required List<string> Roles { get; init; }

    /// <summary>The plants that it is confined to; null for all.</summary>
    public required List<string>? Plants { get; init; }

    /// <summary>Caller id of whoever made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The subject that made it, the one that made that one's key, and so on up to the first.</summary>
    public required List<string> Makers { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on it opens nothing; null where an end was never set.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Written down once a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Caller id of whoever revoked it.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Who held that key; null for what is from before this was kept.</summary>
    public string? RevokedBySubject { get; init; }

    public Caller ToCaller() =>
        new(Id.ToString(), Roles, Plants?.Select(PlantCode.Trusted))
        {
            Subject = Subject,
            // A plant's key is nobody's second pair of eyes, and its ticket is full of plants.
            Makers = Plants is null ? Makers : [],
        };
}

/// <summary>The text that a caller sends in <c>X-Api-Key</c>.</summary>
internal static class ApiKeyText
{
    private const string Prefix = "cp_";
    private const int SecretBytes = 32;

    /// <summary>Longer texts are not even hashed.</summary>
    private const int MaxLength = 200;

    /// <summary>
    /// A new key: <c>cp_</c> and 256 random bits. The prefix lets scanners of source code find keys that strayed there.
    /// </summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    public static bool IsPlausible(string text) => text.Length is > 0 and <= MaxLength;

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
