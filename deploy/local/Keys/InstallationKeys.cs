using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CarbonPlatform.Keys;

/// <summary>What services sign with, and the key that the first administrator's is made with.</summary>
internal static class InstallationKeys
{
    private static readonly string[] s_issuers = ["GATEWAY", "INGESTION"];

    public static int Print()
    {
        foreach (var issuer in s_issuers)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Console.WriteLine($"{issuer}_SIGNING_KEY={Convert.ToBase64String(key.ExportPkcs8PrivateKey())}");
            Console.WriteLine($"{issuer}_PUBLIC_KEY={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}");
        }

        var first = "cp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Console.WriteLine($"ADMIN_KEY={first}");
        Console.WriteLine(
            $"ADMIN_KEY_SHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(first)))}"
        );
        return 0;
    }
}
