using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// The ETag of an answer that stays the same as long as what it depends on does. It is a weak one: the same answer may
/// be compressed or not.
/// </summary>
public static class EntityTag
{
    private const int Bytes = 15;

    /// <summary>The tag of the answer of a name.</summary>
    /// <param name="name">All that the answer depends on.</param>
    public static string Of(string name) =>
        $"W/\"{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, Bytes))}\"";

    /// <summary>Whether the caller has the answer already (<c>If-None-Match</c>).</summary>
    public static bool IsKnownTo(HttpRequest request, string tag)
    {
        var known = request.Headers.IfNoneMatch;
        if (known.Count == 0 || !EntityTagHeaderValue.TryParseList(known, out var tags))
            return false;
        var own = EntityTagHeaderValue.Parse(tag);
        return tags.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(own, useStrongComparison: false));
    }
}
