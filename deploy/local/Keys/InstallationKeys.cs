using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CarbonPlatform.Keys;

/// <summary>What services sign with, and the key that the first administrator's is made with.</summary>
internal static class InstallationKeys
{
    public static void PrintCallers()
    {
        PrintPair("GATEWAY");
        PrintPair("INGESTION");
        PrintCalculation();
        var first = "cp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        Console.WriteLine($"ADMIN_KEY={first}");
        Console.WriteLine(
            $"ADMIN_KEY_SHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(first)))}"
        );
    }

    /// <summary>What an installation from before Calculation asked Ingestion lacks.</summary>
    public static void PrintCalculation() => PrintPair("CALCULATION");

    /// <summary>
    /// A service that signs tickets has another key for its events: neither can be taken for the other.
    /// </summary>
    public static void PrintEvents()
    {
        PrintPair("INGESTION_EVENTS");
        PrintPair("CALCULATION_EVENTS");
        PrintPair("LEDGER_EVENTS");
    }

    private static void PrintPair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Console.WriteLine($"{name}_SIGNING_KEY={Convert.ToBase64String(key.ExportPkcs8PrivateKey())}");
        Console.WriteLine($"{name}_PUBLIC_KEY={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}");
    }
}
