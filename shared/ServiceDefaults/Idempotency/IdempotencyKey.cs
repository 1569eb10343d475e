using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// What makes a repeated call the same call: caller, route and the caller's own key.
/// With the hash of query and body it tells a repetition from another call under the same key.
/// </summary>
/// <param name="Caller">Caller id.</param>
/// <param name="Route">Method and path, as the route writes it.</param>
/// <param name="Key">The caller's own text.</param>
/// <param name="BodyHash">SHA-256 of the query, if there is one, and the body.</param>
public sealed record IdempotencyKey(string Caller, string Route, string Key, byte[] BodyHash)
{
    /// <summary>The header it comes in.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Set on an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>So long a key is remembered.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    internal const int LongestKey = 128;

    /// <summary>The key of a call, or why it cannot be one.</summary>
    /// <param name="key">The header as it came.</param>
    /// <param name="request">Names the route.</param>
    /// <param name="caller">Caller id.</param>
    /// <param name="body">The body as it came.</param>
    public static Answer<IdempotencyKey> Read(
        string? key,
        HttpRequest request,
        string caller,
        ReadOnlySpan<byte> body
    ) =>
        key switch
        {
            null or "" => Missing,
            { Length: <= LongestKey } when key.All(c => c is > ' ' and <= '~') => new IdempotencyKey(
                caller,
                $"{request.Method} {PathOf(request)}",
                key,
                HashOf(request.QueryString, body)
            ),
            _ => Malformed,
        };

    /// <summary>
    /// As the route writes it: a path may be spelt in other cases, or with a slash at its end, and is the same.
    /// </summary>
    private static string PathOf(HttpRequest request)
    {
        if (request.HttpContext.GetEndpoint() is not RouteEndpoint { RoutePattern: var pattern })
            return request.Path;
        var path = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(
                    part is RoutePatternParameterPart { Name: var name } ? ValueOf(request.RouteValues[name])
                    : part is RoutePatternLiteralPart { Content: var text } ? text
                    : ""
                );
        }
        return path.ToString();
    }

    private static string ValueOf(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return Guid.TryParse(text, out var id) ? id.ToString() : text;
    }

    /// <summary>Names the advisory lock that one call under the key holds while it is under way.</summary>
    public long LockId =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Caller}\n{Route}\n{Key}")));

    private static byte[] HashOf(QueryString query, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A question mark that nothing follows is no query.
        if (query.Value is { Length: > 1 } text)
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    internal static Refusal Missing { get; } =
        new(
            "idempotency-key-missing",
            "The idempotency key is missing",
            $"Send the header {Header} with a text of your own for each change, for example a UUID. "
                + "Repeat the call with the same key when no answer came: it then takes effect once.",
            StatusCodes.Status400BadRequest
        );

    /// <summary>The key is too long, or has other characters than are seen in ASCII.</summary>
    public static Refusal Malformed { get; } =
        new(
            "idempotency-key-malformed",
            "The idempotency key cannot be used",
            $"One {Header} of 1 to {LongestKey} visible ASCII characters.",
            StatusCodes.Status400BadRequest
        );

    /// <summary>The key came before with another body.</summary>
    public static Refusal Reused { get; } =
        new(
            "idempotency-key-reused",
            "The idempotency key was used for another call",
            "This key came before with a body or query that differs. "
                + "Repeat a call exactly as it was, or give a new call a new key.",
            StatusCodes.Status422UnprocessableEntity
        );

    /// <summary>The first call under the key has not been answered yet.</summary>
    public static Refusal InFlight { get; } =
        new(
            "idempotency-key-in-flight",
            "A call with this idempotency key is under way",
            "Wait for its answer, or ask again in a moment with the same key and body.",
            StatusCodes.Status409Conflict
        )
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
}
