using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CarbonPlatform.TestKit;

/// <summary>
/// The keys that services sign their events with, made for this process: each service has one, and knows the others'.
/// </summary>
public static class EventKeys
{
    private static readonly string[] s_producers = ["ingestion", "calculation", "ledger"];

    private static readonly ConcurrentDictionary<string, ECDsa> s_keys = new(StringComparer.Ordinal);

    /// <summary>For <c>Events:SigningKey</c> of a service.</summary>
    public static string PrivateKeyOf(string service) => Convert.ToBase64String(KeyOf(service).ExportPkcs8PrivateKey());

    /// <summary>For <c>Events:Producers:SERVICE</c> of those who listen to it.</summary>
    public static string PublicKeyOf(string service) =>
        Convert.ToBase64String(KeyOf(service).ExportSubjectPublicKeyInfo());

    /// <summary>The settings of a service, as configuration names them.</summary>
    public static IEnumerable<(string Name, string Value)> SettingsOf(string service) =>
        [
            ("Events:SigningKey", PrivateKeyOf(service)),
            .. s_producers.Select(producer => ($"Events:Producers:{producer}", PublicKeyOf(producer))),
        ];

    /// <summary>The same as environment variables.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EnvironmentOf(string service) =>
        SettingsOf(service)
            .Select(setting =>
                KeyValuePair.Create(setting.Name.Replace(":", "__", StringComparison.Ordinal), setting.Value)
            );

    private static ECDsa KeyOf(string service) =>
        s_keys.GetOrAdd(service, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));
}
