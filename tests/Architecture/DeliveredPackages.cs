using System.Text.Json;
using System.Xml.Linq;

namespace CarbonPlatform.Architecture;

/// <summary>A package of others that what is delivered consists of.</summary>
/// <param name="Name">As its source has it.</param>
/// <param name="Version">The locked one.</param>
/// <param name="Hash">SHA-512 of the package, in Base64, as the lock files have it.</param>
/// <param name="Dependencies">Names of the packages that it needs, of those that are delivered.</param>
internal sealed record DeliveredPackage(string Name, string Version, string Hash, IReadOnlyList<string> Dependencies)
{
    private readonly Lazy<XElement> _about = new(() => ReadAbout(Name, Version));

    /// <summary>An SPDX expression; for the few that come with a text of their own, the name of that file.</summary>
    public string License => Element("license")?.Value ?? Element("licenseUrl")!.Value;

    public bool HasLicenseExpression => (string?)Element("license")?.Attribute("type") == "expression";

    public string Authors => Element("authors")!.Value;

    /// <summary>Whose rights it names, or else who wrote it.</summary>
    public string Copyright => Element("copyright")?.Value is { Length: > 0 } said ? said : Authors;

    public string Url =>
        Element("projectUrl")?.Value
        ?? (string?)Element("repository")?.Attribute("url")
        ?? throw new InvalidOperationException($"{Name} {Version} names neither its project nor its repository.");

    /// <summary>As other tools name it: <c>pkg:nuget/Npgsql@10.0.3</c>.</summary>
    public string Reference => $"pkg:nuget/{Name}@{Version}";

    /// <summary>
    /// All that the lock files of the programs name, without the analyzers, which see the code only when it is built.
    /// </summary>
    public static IReadOnlyList<DeliveredPackage> All { get; } = ReadAll();

    private XElement? Element(string name) =>
        _about.Value.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static XElement ReadAbout(string name, string version)
    {
        var packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var id = name.ToLowerInvariant();
        var document = XDocument.Load(Path.Combine(packages, id, version.ToLowerInvariant(), id + ".nuspec"));
        return document.Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static DeliveredPackage[] ReadAll()
    {
        var analyzers = XDocument
            .Parse(Repository.Read("Directory.Packages.props"))
            .Descendants("GlobalPackageReference")
            .Select(element => (string)element.Attribute("Include")!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var locked = new SortedDictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var program in Programs)
        {
            using var file = JsonDocument.Parse(Repository.Read(program.Folder + "/packages.lock.json"));
            foreach (var framework in file.RootElement.GetProperty("dependencies").EnumerateObject())
            foreach (var package in framework.Value.EnumerateObject())
            {
                if (package.Value.GetProperty("type").GetString() != "Project" && !analyzers.Contains(package.Name))
                    locked[package.Name] = package.Value.Clone();
            }
        }
        return
        [
            .. locked.Select(package => new DeliveredPackage(
                package.Key,
                package.Value.GetProperty("resolved").GetString()!,
                package.Value.GetProperty("contentHash").GetString()!,
                package.Value.TryGetProperty("dependencies", out var needs)
                    ? [.. needs.EnumerateObject().Select(need => need.Name).Where(locked.ContainsKey)]
                    : []
            )),
        ];
    }

    /// <summary>What the images hold: services, loader, key maker.</summary>
    public static IEnumerable<Project> Programs =>
        Repository.Projects.Where(project => project.Room is "services" or "deploy");
}
