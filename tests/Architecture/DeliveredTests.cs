using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>What is delivered names its parts, their licences and whose they are.</summary>
public sealed class DeliveredTests
{
    /// <summary>Under which delivering asks for no more than the notice.</summary>
    private static readonly string[] s_licenses =
    [
        "Apache-2.0",
        "BSD-3-Clause",
        "MIT",
        "MS-PL OR Apache-2.0",
        "Apache-2.0 OR MPL-2.0",
        "PostgreSQL",
    ];

    private static bool Renews => Environment.GetEnvironmentVariable("CARBON_RENEW") is "1";

    [Fact]
    public void The_notices_are_those_of_the_lock_files() =>
        Agree("THIRD-PARTY-NOTICES.md", DeliveredDocuments.Notices());

    [Fact]
    public void So_is_the_bill_of_materials() => Agree("deploy/sbom.json", DeliveredDocuments.BillOfMaterials());

    [Fact]
    public void Every_licence_allows_delivering_with_a_notice()
    {
        DeliveredPackage.All.Count.ShouldBeGreaterThan(30);
        DeliveredPackage
            .All.Where(package => !s_licenses.Contains(package.License, StringComparer.Ordinal))
            .Select(package => $"{package.Name}: {package.License}")
            .ShouldBeEmpty();
    }

    /// <summary>A package is in one version in all programs, or the list would name one of several.</summary>
    [Fact]
    public void Every_program_holds_the_same_version_of_a_package()
    {
        var versions =
            from program in DeliveredPackage.Programs
            from line in Repository.Read(program.Folder + "/packages.lock.json").Split("\n      \"").Skip(1)
            let name = line[..line.IndexOf('"', StringComparison.Ordinal)]
            let at = line.IndexOf("\"resolved\": \"", StringComparison.Ordinal)
            where at >= 0
            select (Name: name, Version: line[(at + 13)..line.IndexOf('"', at + 13)]);
        versions
            .Distinct()
            .GroupBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
            .Where(package => package.Count() > 1)
            .Select(package => $"{package.Key}: {string.Join(", ", package.Select(one => one.Version))}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_images_carry_the_notices() =>
        Repository.Read("deploy/compose/Dockerfile").ShouldContain("COPY LICENSE THIRD-PARTY-NOTICES.md /app/\n");

    private static void Agree(string file, string wanted)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Renews)
            File.WriteAllText(path, wanted);
        (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(
            wanted,
            "a package has changed: CARBON_RENEW=1 ./deploy/local/test Architecture"
        );
    }
}
