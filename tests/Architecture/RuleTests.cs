using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>Rules that hold in every file: clocks, floating point, size, names, nothing left undone.</summary>
public sealed partial class RuleTests
{
    /// <summary>Where values are exact: no floating point in any member, parameter or local.</summary>
    private static readonly string[] s_exact =
    [
        "shared/Quantities",
        "shared/Contracts",
        "shared/Record",
        "services/Calculation",
        "services/Ledger",
    ];

    /// <summary>
    /// Instruments of telemetry take seconds as floating point; they live in types and files of these names.
    /// </summary>
    private static readonly string[] s_telemetry = ["Telemetry", "LedgerTelemetry", "CalculationTelemetry"];

    /// <summary>Where statistics are made of amounts, and whose results nothing adds up.</summary>
    private static readonly string[] s_statistics = ["Deviations", "NormalDraws", "Bounds"];

    /// <summary>As in <c>.editorconfig</c>.</summary>
    private const int LineLength = 120;

    /// <summary>Where lines end in time.</summary>
    private static readonly string[] s_formatted = ["services", "shared", "deploy", "tests"];

    /// <summary>Files that may use a banned symbol: none.</summary>
    private static readonly string[] s_mayUseBanned = [];

    private static readonly string[] s_bannedMembers =
    [
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.Random.get_Shared",
        "System.Random..ctor",
        "System.Threading.Thread.Sleep",
    ];

    [Fact]
    public void The_analyzer_of_banned_symbols_is_on_in_every_project()
    {
        XDocument
            .Parse(Repository.Read("Directory.Packages.props"))
            .Descendants("GlobalPackageReference")
            .Select(element => (string?)element.Attribute("Include"))
            .ShouldContain("Microsoft.CodeAnalysis.BannedApiAnalyzers");
        XDocument
            .Parse(Repository.Read("Directory.Build.props"))
            .Descendants("AdditionalFiles")
            .Select(element => (string?)element.Attribute("Include"))
            .ShouldContain("$(MSBuildThisFileDirectory)BannedSymbols.txt");
        XDocument
            .Parse(Repository.Read("Directory.Build.props"))
            .Descendants("TreatWarningsAsErrors")
            .Single()
            .Value.ShouldBe("true");

        var banned = Repository.Read("BannedSymbols.txt");
        foreach (
            var symbol in (string[])
                ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow"]
        )
            banned.ShouldContain($"P:System.{symbol};");

        // A build file of a folder hides the one above it unless it imports it.
        Repository
            .Files.Where(file =>
                Path.GetFileName(file) is "Directory.Packages.props" && file.Contains('/', StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
        Repository
            .Files.Where(file =>
                Path.GetFileName(file) is "Directory.Build.props" && file.Contains('/', StringComparison.Ordinal)
            )
            .Where(file =>
                !Repository.Read(file).Contains("GetPathOfFileAbove('Directory.Build.props'", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_switches_the_analyzer_off()
    {
        Repository
            .Files.Where(file =>
                Path.GetExtension(file)
                    is ".cs"
                        or ".csproj"
                        or ".props"
                        or ".targets"
                        or ".editorconfig"
                        or ".globalconfig"
                        or ".ruleset"
            )
            .Where(file =>
                file != "tests/Architecture/RuleTests.cs" && !s_mayUseBanned.Contains(file, StringComparer.Ordinal)
            )
            .SelectMany(file => Repository.Matches(file, Repository.Read(file), SwitchedOff()))
            .ShouldBeEmpty();
        Repository
            .Projects.SelectMany(project =>
                project
                    .Elements("AdditionalFiles")
                    .Concat(project.Elements("GlobalPackageReference"))
                    .Concat(project.Elements("ManagePackageVersionsCentrally"))
                    .Concat(project.Elements("RunAnalyzers"))
                    .Concat(project.Elements("TreatWarningsAsErrors"))
                    .Select(element => $"{project}: {element}")
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_built_code_asks_a_banned_clock()
    {
        foreach (var assembly in OurAssembly.All)
            assembly.UsedMembers.Intersect(s_bannedMembers, StringComparer.Ordinal).ShouldBeEmpty(assembly.Name);
    }

    [Fact]
    public void The_metadata_is_really_read()
    {
        // The two tests about assemblies would pass on nothing: here is something they must see.
        OurAssembly
            .All.Select(assembly => assembly.Name["CarbonPlatform.".Length..])
            .ShouldBe(
                [
                    "Calculation",
                    "Contracts",
                    "Gateway",
                    "Ingestion",
                    "Ledger",
                    "Messaging",
                    "Quantities",
                    "Record",
                    "ServiceDefaults",
                    "Vocabulary",
                    "Workbooks",
                ],
                ignoreOrder: true
            );
        OurAssembly.Of("Quantities").UsedMembers.ShouldContain("System.DateTime.DaysInMonth");
        OurAssembly.Of("Quantities").WrittenTypes.ShouldContain(("CarbonPlatform.Quantities", "Month", true));
    }

    [Fact]
    public void Exact_rooms_have_no_floating_point_in_their_text() =>
        s_exact
            .SelectMany(Repository.Sources)
            .Where(file =>
                !s_telemetry
                    .Concat(s_statistics)
                    .Contains(Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
            )
            .SelectMany(file => Repository.Matches(file, Repository.Code(file), FloatingPoint()))
            .ShouldBeEmpty();

    [Fact]
    public void Exact_rooms_have_no_floating_point_in_their_members() =>
        s_exact
            .Select(room => OurAssembly.Of(Path.GetFileName(room)))
            .SelectMany(assembly => assembly.FloatingPoint())
            .Where(found => !s_telemetry.Concat(s_statistics).Contains(found.Type, StringComparer.Ordinal))
            .Select(found => found.Member)
            .ShouldBeEmpty();

    [Fact]
    public void A_program_fits_one_screen() =>
        Repository
            .Files.Where(file => Path.GetFileName(file) == "Program.cs")
            .Select(file => (file, lines: Repository.Read(file).AsSpan().TrimEnd().Count('\n') + 1))
            .Where(program => program.lines > 60)
            .ShouldBeEmpty();

    [Fact]
    public void Names_say_what_a_thing_is() =>
        OurAssembly
            .All.SelectMany(assembly =>
                assembly
                    .WrittenTypes.Where(type => EmptyName().IsMatch(type.Name))
                    .Select(type => $"{assembly}: {type.Name}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Services_keep_their_types_to_themselves() =>
        Repository
            .Services.Select(OurAssembly.Of)
            .SelectMany(service =>
                service
                    .WrittenTypes.Where(type =>
                        type.IsPublic
                        && type.Name != "Program"
                        && !type.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)
                    )
                    .Select(type => $"{service}: {type.Name}")
            )
            .ShouldBeEmpty();

    /// <summary>
    /// A new method touches its file, its test, the vocabulary and the catalogue: nothing else knows what it is about.
    /// </summary>
    [Fact]
    public void Only_the_files_of_methods_name_activities_factors_and_attributes()
    {
        const string service = "services/Calculation";
        var named = Repository
            .Files.Where(file => file.StartsWith($"{service}/Data/factors/", StringComparison.Ordinal))
            .Append("shared/Vocabulary/activities.csv")
            .Append("shared/Vocabulary/attributes.csv")
            .SelectMany(file =>
                Repository
                    .Read(file)
                    .Split('\n')
                    .Where(line => line.Length > 0 && line[0] != '#')
                    .Skip(1)
                    .Select(line => line.Split(',')[0])
            )
            // Gas is also a state of fuels; what has no mark of a code may be any word.
            .Where(name => name.Any(c => c == '.' || char.IsAsciiLetterUpper(c)))
            .ToHashSet(StringComparer.Ordinal);
        named.ShouldContain("aluminium.net-anode");
        named.ShouldContain("anode.sulphur");
        named.ShouldContain("sulphurPercent");

        string[] Named(IEnumerable<string> files) =>
            [
                .. files.SelectMany(file =>
                    Literal()
                        .Matches(Repository.Read(file))
                        .Where(literal => named.Contains(literal.Groups["text"].Value))
                        .Select(literal => $"{file}: {literal.Value}")
                ),
            ];
        var (ofMethods, others) = (
            Repository.Sources($"{service}/Methods"),
            Repository.Sources(service).Where(file => !file.StartsWith($"{service}/Methods/", StringComparison.Ordinal))
        );
        Named(ofMethods).ShouldNotBeEmpty();
        Named(others).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_for_later() =>
        Repository
            .Files.Where(file => file != "tests/Architecture/RuleTests.cs")
            .Select(file => (file, text: Repository.Read(file)))
            .Where(file => !file.text.Contains('\0', StringComparison.Ordinal))
            .SelectMany(file => Repository.Matches(file.file, file.text, LeftForLater()))
            .ShouldBeEmpty();

    /// <summary>
    /// What the formatter cannot break, texts and comments, is broken by hand. Characters count, a tab as one;
    /// migrations are written by the tool.
    /// </summary>
    [Fact]
    public void No_line_is_longer_than_the_formatter_would_leave_it() =>
        Repository
            .Files.Where(file =>
                file.EndsWith(".cs", StringComparison.Ordinal)
                && s_formatted.Contains(file.Split('/')[0])
                && !file.Contains("/Migrations/", StringComparison.Ordinal)
            )
            .SelectMany(file =>
                Repository
                    .Read(file)
                    .Split('\n')
                    .Index()
                    .Where(line => line.Item.TrimEnd('\r').EnumerateRunes().Count() > LineLength)
                    .Select(line => $"{file}:{line.Index + 1}")
            )
            .ShouldBeEmpty();

    [GeneratedRegex(
        @"(#pragma\s+warning\s+disable\b[^\n]*|SuppressMessage[^\n]*|NoWarn[^\n]*|"
            + @"WarningsNotAsErrors[^\n]*|dotnet_diagnostic\.)RS0030\b(?!\.severity\s*=\s*(error|warning))",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex SwitchedOff();

    [GeneratedRegex(
        "\"(?<text>[^\"\\\\{}\r\n]+)\"",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex Literal();

    [GeneratedRegex(
        @"\b(double|float|Double|System\.Single|(Get|To|TryGet|Read)(Double|Single))\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex FloatingPoint();

    [GeneratedRegex(
        @"(Manager|Helpers?|Utils?|Utility|Utilities|Impl|Base|Common)(`\d+)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\b(TODO|FIXME)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex LeftForLater();
}
