using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// What travels in <see cref="TicketSigner.Header"/>: base64url(JSON) "." base64url(ECDSA P-256 SHA-256 signature of
/// the
/// first part). There is one algorithm and the ticket does not name it, so none can be swapped in.
/// </summary>
/// <param name="Iss">Who signed.</param>
/// <param name="Sub">Caller id.</param>
/// <param name="Roles">Roles of the caller.</param>
/// <param name="Plants">Plants it is confined to; null for all.</param>
/// <param name="Aud">The one service that the ticket is for.</param>
/// <param name="Iat">Issued at, seconds since 1970.</param>
/// <param name="Exp">Expires at, seconds since 1970.</param>
/// <param name="Subject">Who holds the key; null when that is the caller id.</param>
/// <param name="Makers">The subject that made the key, and on up; null for none.</param>
internal sealed record CallerTicket(
    string Iss,
    string Sub,
    IReadOnlyList<string> Roles,
    IReadOnlyList<PlantCode>? Plants,
    string Aud,
    long Iat,
    long Exp,
    string? Subject = null,
    IReadOnlyList<string>? Makers = null
)
{
    /// <summary>How long a ticket is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the same ticket goes with further calls of a caller to a service before another one is signed.
    /// </summary>
    public static readonly TimeSpan Reuse = TimeSpan.FromSeconds(5);

    /// <summary>
    /// By how much the issuer's clock may be ahead. A ticket is no longer good for that: where the issuer's is behind,
    /// what is left of its life is enough.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>A caller confined to as many plants as a key may have fits.</summary>
    public const int MaxLength = 16_384;

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>
    /// Null when the text is not exactly what <see cref="Encode"/> would write: there is one spelling of a ticket.
    /// </summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (!Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        return text.SequenceEqual(Encode(bytes)) ? bytes : null;
    }

    /// <summary>
    /// The key as one object per thread: <see cref="ECDsa"/> promises nothing for concurrent use, and importing it for
    /// each call would cost as much as the signature.
    /// </summary>
    public static ThreadLocal<ECDsa> PerThread(Func<ECDsa, int> import) =>
        new(() =>
        {
            var key = ECDsa.Create();
            import(key);
            return key.KeySize == 256 ? key : throw new InvalidOperationException("A ticket key is ECDSA P-256.");
        });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(CallerTicket))]
internal sealed partial class TicketJson : JsonSerializerContext;
