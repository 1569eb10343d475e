using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>Where things lie, and who may lean on whom.</summary>
public sealed partial class RoomTests
{
    private static readonly string[] s_top =
    [
        ".ci",
        ".config",
        "deploy",
        "docs",
        "services",
        "shared",
        "tests",
        ".dockerignore",
        ".editorconfig",
        ".gitattributes",
        ".gitignore",
        "BannedSymbols.txt",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "CarbonPlatform.sln",
        "Directory.Build.props",
        "Directory.Packages.props",
        "LICENSE",
        "README.md",
        "README.zh.md",
        "THIRD-PARTY-NOTICES.md",
        "global.json",
    ];

    private static readonly Dictionary<string, string[]> s_rooms = new(StringComparer.Ordinal)
    {
        ["services"] = ["Ingestion", "Calculation", "Ledger", "Gateway", "Portal", "Reporting", "Verifier"],
        ["shared"] = ["Contracts", "Quantities", "Messaging", "Record", "ServiceDefaults", "Vocabulary", "Workbooks"],
        ["deploy"] = ["local", "compose", "kubernetes", "postgres", "rabbitmq", "observability", "demo"],
    };

    [Fact]
    public void The_root_holds_only_what_a_newcomer_needs() =>
        Repository
            .Files.Select(file => file.Split('/')[0])
            .Distinct(StringComparer.Ordinal)
            .Except(s_top, StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void What_everything_stands_on_is_there() =>
        s_top
            .Except([".ci", ".dockerignore", ".gitattributes", "README.md"], StringComparer.Ordinal)
            .Where(name => !Path.Exists(Path.Combine(Repository.Root, name)))
            .ShouldBeEmpty();

    [Fact]
    public void Every_room_has_its_name()
    {
        foreach (var (room, names) in s_rooms)
        {
            Repository
                .Files.Where(file => file.StartsWith(room + "/", StringComparison.Ordinal))
                .Select(file => file.Split('/'))
                .Where(parts => parts.Length > 2)
                .Select(parts => parts[1])
                .Distinct(StringComparer.Ordinal)
                .Except(names, StringComparer.Ordinal)
                .ShouldBeEmpty($"unknown room in {room}/");
        }
    }

    [Fact]
    public void Four_services_are_looked_at() =>
        Repository.Services.ShouldBe(["Calculation", "Gateway", "Ingestion", "Ledger"], ignoreOrder: true);

    [Fact]
    public void Services_reference_shared_code_only() => Strangers("services", "shared/").ShouldBeEmpty();

    [Fact]
    public void Shared_code_references_shared_code_only() => Strangers("shared", "shared/").ShouldBeEmpty();

    [Fact]
    public void Deployment_tools_reference_shared_code_only() => Strangers("deploy", "shared/").ShouldBeEmpty();

    /// <summary>What is delivered was accepted before; who accepts knows nothing of delivering.</summary>
    [Fact]
    public void In_ingestion_delivery_leads_to_readings_and_not_back() =>
        Repository
            .Sources("services/Ingestion/Readings")
            .Where(file => Repository.Read(file).Contains("Ingestion.Delivery", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void No_reference_leads_out_of_the_repository()
    {
        Repository
            .Projects.SelectMany(project =>
                project.References.Where(Outside).Select(reference => $"{project} → {reference}")
            )
            .ShouldBeEmpty();
        Repository
            .Projects.SelectMany(project =>
                project
                    .Elements("HintPath")
                    .Concat(project.Elements("Import"))
                    .Select(element => $"{project}: {element}")
            )
            .ShouldBeEmpty("assemblies and build files come from packages or Directory.Build.props");

        static bool Outside(string reference) =>
            !File.Exists(Path.Combine(Repository.Root, reference))
            || reference.StartsWith("..", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_is_in_the_solution() =>
        ProjectInSolution()
            .Matches(Repository.Read("CarbonPlatform.sln"))
            .Select(match => match.Groups["file"].Value.Replace('\\', '/'))
            .ShouldBe(Repository.Projects.Select(project => project.File), ignoreOrder: true);

    [Fact]
    public void Built_services_do_not_know_each_other()
    {
        foreach (var service in Repository.Services)
        {
            OurAssembly
                .Of(service)
                .References.Intersect(
                    Repository.Services.Select(name => $"CarbonPlatform.{name}"),
                    StringComparer.Ordinal
                )
                .ShouldBeEmpty(service);
        }
        foreach (var library in s_rooms["shared"])
        {
            OurAssembly
                .Of(library)
                .References.Intersect(
                    Repository.Services.Select(name => $"CarbonPlatform.{name}"),
                    StringComparer.Ordinal
                )
                .ShouldBeEmpty(library);
        }
    }

    [Fact]
    public void The_oracle_calculates_by_itself()
    {
        // It starts the services and reaches them as others do; by their aliases nothing else of them is within reach.
        var oracle = Repository.Projects.Single(project => project.Name == "Oracle");
        oracle
            .References.Except(
                [
                    "tests/TestKit/TestKit.csproj",
                    "shared/Quantities/Quantities.csproj",
                    "shared/Messaging/Messaging.csproj",
                    "shared/ServiceDefaults/ServiceDefaults.csproj",
                ],
                StringComparer.Ordinal
            )
            .ShouldBe(
                [
                    "services/Ingestion/Ingestion.csproj",
                    "services/Calculation/Calculation.csproj",
                    "services/Ledger/Ledger.csproj",
                ],
                ignoreOrder: true
            );
        Repository
            .Sources("tests/Oracle")
            .Where(file => Repository.Code(file).Contains("extern alias", StringComparison.Ordinal))
            .ShouldBe(["tests/Oracle/InProcess/PlatformInProcess.cs"]);
        XDocument
            .Parse(Repository.Read(oracle.File))
            .Descendants("ProjectReference")
            .Where(reference =>
                ((string)reference.Attribute("Include")!).Contains("/services/", StringComparison.Ordinal)
            )
            .Where(reference => reference.Attribute("Aliases") is null)
            .ShouldBeEmpty();
        Repository
            .Sources("tests/Oracle")
            .Where(file => !file.Contains("/InProcess/", StringComparison.Ordinal))
            .Where(file =>
                Repository.Code(file).Contains("CarbonPlatform.Messaging", StringComparison.Ordinal)
                || Repository.Code(file).Contains("CarbonPlatform.Contracts", StringComparison.Ordinal)
                || Repository.Code(file).Contains("CarbonPlatform.ServiceDefaults", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Values_and_events_lean_on_nothing_but_each_other()
    {
        foreach (var library in (string[])["Quantities", "Contracts", "Record"])
        {
            OurAssembly
                .Of(library)
                .References.Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
                .Except(["CarbonPlatform.Quantities"], StringComparer.Ordinal)
                .ShouldBeEmpty(library);
        }
    }

    [Fact]
    public void Only_messaging_knows_the_bus()
    {
        Repository
            .Projects.Where(project => project.Packages.Any(IsTheBus))
            .Select(project => project.Name)
            .Except(["Messaging", "Messaging.Tests"], StringComparer.Ordinal)
            .ShouldBeEmpty();
        OurAssembly
            .All.Where(assembly => assembly.References.Any(IsTheBus))
            .Select(assembly => assembly.Name)
            .ShouldBe(["CarbonPlatform.Messaging"]);
        Repository
            .Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file =>
                !file.StartsWith("shared/Messaging/", StringComparison.Ordinal)
                && !file.StartsWith("tests/Messaging.Tests/", StringComparison.Ordinal)
            )
            .SelectMany(file => Repository.Matches(file, Repository.Code(file), TheBus()))
            .ShouldBeEmpty();

        static bool IsTheBus(string name) => name.StartsWith("MassTransit", StringComparison.Ordinal);
    }

    [Fact]
    public void Only_messaging_speaks_to_the_broker() =>
        OurAssembly
            .All.Where(assembly => assembly.References.Contains("RabbitMQ.Client", StringComparer.Ordinal))
            .Select(assembly => assembly.Name)
            .Except(["CarbonPlatform.Messaging"], StringComparer.Ordinal)
            .ShouldBeEmpty();

    [Fact]
    public void The_bus_stays_on_its_last_free_line() =>
        BusVersion()
            .Matches(Repository.Read("Directory.Packages.props"))
            .Select(match => match.Groups["major"].Value)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(["8"], "MassTransit 9 needs a commercial licence");

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Repository
            .Projects.Where(project =>
                !Repository.Files.Contains($"{project.Folder}/packages.lock.json", StringComparer.Ordinal)
            )
            .ShouldBeEmpty();

    /// <summary>References of a room's projects that lead elsewhere than allowed.</summary>
    private static IEnumerable<string> Strangers(string room, string allowed) =>
        from project in Repository.Projects
        where project.Room == room
        from reference in project.References
        where !reference.StartsWith(allowed, StringComparison.Ordinal)
        select $"{project} → {reference}";

    [GeneratedRegex(
        """
            "(?<file>[^"]+\.csproj)"
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex ProjectInSolution();

    [GeneratedRegex(@"\bMassTransit\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex TheBus();

    [GeneratedRegex(
        """Include="MassTransit[.\w]*"\s+Version="(?<major>\d+)\.""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex BusVersion();
}
