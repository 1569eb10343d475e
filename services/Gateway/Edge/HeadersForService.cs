using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// The headers of a caller that reach a service: what the body is, and what services read. What else a caller's
/// software sends along concerns nobody behind the Gateway.
/// </summary>
internal static class HeadersForService
{
    public static IReadOnlyList<string> Names { get; } =
    ["Accept", "Accept-Language", "Content-Length", "Content-Type", IdempotencyKey.Header, "If-Match", "If-None-Match"];

    /// <summary>What is wrong with them, before they are sent on; null when nothing is.</summary>
    public static Refusal? Check(IHeaderDictionary headers)
    {
        foreach (var name in Names)
        {
            if (headers[name].Any(value => value.AsSpan().ContainsAnyExceptInRange(' ', '~')))
                return name == IdempotencyKey.Header
                    ? IdempotencyKey.Malformed
                    : Refusals.InvalidParameter(
                        $"The header {name} has characters other than ASCII; write it with visible ASCII characters."
                    );
        }
        return null;
    }
}
