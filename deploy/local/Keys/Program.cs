// Makes the keys of an installation and prints them as NAME=value lines. A program of its own,
// because the machine that sets up the platform is sure to have .NET (or the image) but not sure to have openssl.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

foreach (var issuer in new[] { "GATEWAY", "INGESTION" })
{
    using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    Console.WriteLine($"{issuer}_SIGNING_KEY={Convert.ToBase64String(key.ExportPkcs8PrivateKey())}");
    Console.WriteLine($"{issuer}_PUBLIC_KEY={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}");
}

var adminKey = "cp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
Console.WriteLine($"ADMIN_KEY={adminKey}");
Console.WriteLine($"ADMIN_KEY_SHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(adminKey)))}");
