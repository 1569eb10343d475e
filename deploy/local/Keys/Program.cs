// Makes the keys of an installation and prints them as NAME=value lines. A program of its own,
// because the machine that sets up the platform is sure to have .NET (or the image) but not sure to have openssl.
// "callers": what tickets are signed with, and the first administrator's key; "events": what events are signed with;
// all of it unless one is named.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

if (args is [] or ["callers"])
{
    WritePair("GATEWAY");
    WritePair("INGESTION");
    var adminKey = "cp_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    Console.WriteLine($"ADMIN_KEY={adminKey}");
    Console.WriteLine(
        $"ADMIN_KEY_SHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(adminKey)))}"
    );
}

// A service that signs tickets has another key for its events: neither can be taken for the other.
if (args is [] or ["events"])
{
    WritePair("INGESTION_EVENTS");
    WritePair("CALCULATION_EVENTS");
    WritePair("LEDGER_EVENTS");
}

static void WritePair(string name)
{
    using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    Console.WriteLine($"{name}_SIGNING_KEY={Convert.ToBase64String(key.ExportPkcs8PrivateKey())}");
    Console.WriteLine($"{name}_PUBLIC_KEY={Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())}");
}
