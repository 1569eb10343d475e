using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.TestKit;

/// <summary>Somebody who signs tickets, with a key of this process.</summary>
/// <param name="name">As tickets and configuration name it.</param>
public sealed class Issuer(string name)
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The Gateway, which vouches for people and plants.</summary>
    public static Issuer Gateway { get; } = new("gateway");

    /// <summary>Ingestion, which calls the ledger on its own account.</summary>
    public static Issuer Ingestion { get; } = new("ingestion");

    /// <summary>Calculation, which asks Ingestion on its own account.</summary>
    public static Issuer Calculation { get; } = new("calculation");

    /// <summary>For <c>Tickets:Issuers:NAME</c>.</summary>
    public string PublicKey => Convert.ToBase64String(PublicKeyBytes);

    /// <summary>For <c>Tickets:SigningKey</c>.</summary>
    public string PrivateKey => Convert.ToBase64String(_key.ExportPkcs8PrivateKey());

    /// <summary>The public key as a verifier takes it.</summary>
    public byte[] PublicKeyBytes => _key.ExportSubjectPublicKeyInfo();

    /// <summary>A signature over any text, as this issuer would sign a ticket.</summary>
    public byte[] Sign(string text) => _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);

    /// <summary>The same in the form that certificates use.</summary>
    public byte[] SignDer(string text) =>
        _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Signs tickets by a clock.</summary>
    public TicketSigner Signer(TimeProvider time) => new(name, _key.ExportPkcs8PrivateKey(), time);
}
