using System.Security.Cryptography;

namespace CarbonPlatform.Record.Tests;

/// <summary>RFC 6962, 2.1, as it stands there.</summary>
internal static class NaiveTree
{
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 0)
            return SHA256.HashData([]);
        if (leaves.Count == 1)
            return leaves[0];
        var k = 1;
        while (k * 2 < leaves.Count)
            k *= 2;
        return SHA256.HashData([1, .. Root([.. leaves.Take(k)]), .. Root([.. leaves.Skip(k)])]);
    }
}
