using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CarbonPlatform.Architecture;

/// <summary>What is said of the parts of others: a page for people, a bill of materials for machines.</summary>
internal static class DeliveredDocuments
{
    /// <summary>Stands in tests/Architecture/Notices.md where the list of packages goes.</summary>
    private const string Place = "<!-- packages -->\n";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>THIRD-PARTY-NOTICES.md.</summary>
    public static string Notices()
    {
        var text = new StringBuilder();
        foreach (var package in DeliveredPackage.All)
        {
            var rights = package.Copyright.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
            text.Append(
                $"| {package.Name} | {package.Version} | {package.License} | {rights.Trim()} | {package.Url} |\n"
            );
        }
        return Repository
            .Read("tests/Architecture/Notices.md")
            .Replace(Place, text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// deploy/sbom.json: CycloneDX 1.6, without a time and a number, so that the same parts give the same text.
    /// </summary>
    public static string BillOfMaterials()
    {
        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        var platform = $"pkg:generic/carbon-platform@{version}";
        var bill = new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = platform,
                    ["name"] = "CarbonPlatform",
                    ["version"] = version,
                    ["purl"] = platform,
                },
            },
            ["components"] = new JsonArray([.. DeliveredPackage.All.Select(Component)]),
            ["dependencies"] = new JsonArray([
                Needs(platform, DeliveredPackage.All),
                .. DeliveredPackage.All.Select(package => Needs(package.Reference, package.Dependencies.Select(Named))),
            ]),
        };
        return bill.ToJsonString(s_json) + "\n";

        static DeliveredPackage Named(string name) =>
            DeliveredPackage.All.Single(package => package.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static JsonObject Component(DeliveredPackage package) =>
        new()
        {
            ["type"] = "library",
            ["bom-ref"] = package.Reference,
            ["authors"] = new JsonArray(new JsonObject { ["name"] = package.Authors }),
            ["name"] = package.Name,
            ["version"] = package.Version,
            ["hashes"] = new JsonArray(
                new JsonObject
                {
                    ["alg"] = "SHA-512",
                    ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(package.Hash)),
                }
            ),
            ["licenses"] = new JsonArray(License(package)),
            ["copyright"] = package.Copyright,
            ["purl"] = package.Reference,
            ["externalReferences"] = new JsonArray(new JsonObject { ["type"] = "website", ["url"] = package.Url }),
        };

    private static JsonObject License(DeliveredPackage package)
    {
        if (!package.HasLicenseExpression)
            return new JsonObject { ["license"] = new JsonObject { ["name"] = package.License } };
        return package.License.Contains(' ', StringComparison.Ordinal)
            ? new JsonObject { ["expression"] = package.License }
            : new JsonObject { ["license"] = new JsonObject { ["id"] = package.License } };
    }

    private static JsonObject Needs(string reference, IEnumerable<DeliveredPackage> packages) =>
        new()
        {
            ["ref"] = reference,
            ["dependsOn"] = new JsonArray([.. packages.Select(package => JsonValue.Create(package.Reference))]),
        };
}
