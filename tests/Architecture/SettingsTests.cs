using System.Text.RegularExpressions;
using CarbonPlatform.Workbooks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>
/// deploy/settings.csv is the one place of the services' settings: code, scripts, compose and tests know no others.
/// </summary>
public sealed partial class SettingsTests
{
    /// <summary>The job that brings a service's database up to date.</summary>
    private const string Migrate = "migrate";

    private static readonly string[] s_yesOrNo = ["yes", "no"];

    private static readonly string[] s_services =
    [
        .. Repository.Services.Select(service => service.ToLowerInvariant()),
    ];

    private static readonly Setting[] s_settings =
    [
        .. CsvTable
            .ReadNamed(Path.Combine(Repository.Root, "deploy/settings.csv"))
            .Select(row => new Setting(row["setting"], row["services"].Split(';'), row["needed"])),
    ];

    private sealed record Setting(string Name, string[] Services, string Needed);

    [Fact]
    public void The_file_names_each_setting_once_and_for_services_that_there_are()
    {
        s_settings.Select(setting => setting.Name).ShouldBeUnique();
        s_settings.ShouldAllBe(setting => s_yesOrNo.Contains(setting.Needed));
        s_settings
            .SelectMany(setting => setting.Services)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe([.. s_services, Migrate], ignoreOrder: true);
    }

    /// <summary>Whoever may change the schema may take the triggers off the record; no service may.</summary>
    [Fact]
    public void What_may_change_the_schema_is_the_migrations_alone()
    {
        s_settings
            .Where(setting => setting.Services.Contains(Migrate, StringComparer.Ordinal))
            .Select(setting => $"{setting.Name} {string.Join(';', setting.Services)}")
            .ShouldBe(["ConnectionStrings__Migrations migrate"]);
        Repository
            .Sources("services")
            .Concat(Repository.Sources("shared"))
            .Where(file => Repository.Read(file).Contains("\"Migrations\"", StringComparison.Ordinal))
            .ShouldBe(["shared/ServiceDefaults/Database/MigrationJob.cs"]);
    }

    [Fact]
    public void The_code_reads_what_the_file_names()
    {
        var read = Repository
            .Sources("services")
            .Concat(Repository.Sources("shared"))
            .SelectMany(file => ReadIn(Repository.Read(file)))
            .ToHashSet(StringComparer.Ordinal);
        // Read by their last part, whatever it is: an issuer, a service.
        read.RemoveWhere(name =>
            name is "Tickets__Issuers" or "Events__Producers" or "Services" or "ConnectionStrings"
        );
        var named = s_settings
            .Select(setting => setting.Name)
            .Where(name => !Family().IsMatch(name))
            .ToHashSet(StringComparer.Ordinal);
        read.ShouldBe(named, ignoreOrder: true);
    }

    [Fact]
    public void The_local_platform_gives_what_the_file_names()
    {
        var given = Given()
            .Matches(Repository.Read("deploy/local/up"))
            .Select(match => match.Groups["name"].Value)
            .ToList();
        given.ShouldBeUnique();
        given.Except(s_settings.Select(setting => setting.Name), StringComparer.Ordinal).ShouldBeEmpty();
        s_settings
            .Where(setting => setting.Needed == "yes")
            .Select(setting => setting.Name)
            .Except(given, StringComparer.Ordinal)
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_composition_gives_each_service_what_is_its_own()
    {
        foreach (var service in s_services.Concat(s_services.Select(service => $"{service}-{Migrate}")))
        {
            var given = Composition.SettingsOf(service);
            var whose = service[(service.IndexOf('-', StringComparison.Ordinal) + 1)..];
            var own = s_settings.Where(setting => setting.Services.Contains(whose, StringComparer.Ordinal)).ToList();
            given.ShouldBeUnique();
            given.Except(own.Select(setting => setting.Name), StringComparer.Ordinal).ShouldBeEmpty(service);
            own.Where(setting => setting.Needed == "yes")
                .Select(setting => setting.Name)
                .Except(given, StringComparer.Ordinal)
                .ShouldBeEmpty(service);
        }
    }

    [Fact]
    public void Tests_set_what_the_file_names()
    {
        var unknown =
            from file in Repository.Sources("tests")
            where
                !file.StartsWith("tests/ServiceDefaults.Tests/", StringComparison.Ordinal)
                && !file.StartsWith("tests/Architecture/", StringComparison.Ordinal)
            from Match match in InTests().Matches(Repository.Read(file))
            let name = match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)
            where !s_settings.Any(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            select $"{file}: {name}";
        unknown.ShouldBeEmpty();
    }

    private static IEnumerable<string> ReadIn(string code)
    {
        foreach (Match match in Indexed().Matches(code))
            yield return match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal);
        foreach (Match section in Section().Matches(code))
        {
            var name = section.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal);
            if (section.Groups["type"] is not { Success: true, Value: var type })
            {
                yield return name;
                continue;
            }
            var declared = Repository
                .Sources("services")
                .Select(Repository.Read)
                .Single(text => text.Contains($" {type}\n{{", StringComparison.Ordinal));
            var body = declared[declared.IndexOf($" {type}\n{{", StringComparison.Ordinal)..];
            foreach (Match property in Property().Matches(body))
                yield return $"{name}__{property.Groups["name"].Value}";
        }
    }

    // configuration["A:B"], configuration.GetValue("A:B", …), const string Key = "A:B".
    [GeneratedRegex(
        """(onfiguration\[|GetValue(<\w+>)?\(|const string \w*Key\w* = )"(?<name>([A-Z]\w+:[\w:]+)|OTEL_\w+)(?=")""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Indexed();

    [GeneratedRegex(
        """GetSection\("(?<name>(?!Kestrel)[\w:]+)"\)(\.Get<(?<type>\w+)>)?""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Section();

    [GeneratedRegex("""public [\w<>?]+ (?<name>\w+) \{ get; init; \}""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Property();

    // Of the host and the runtime, or one of a family that is read by its last part.
    [GeneratedRegex(
        "^(ASPNETCORE_|DOTNET_|ConnectionStrings__|Tickets__Issuers__|Events__Producers__|Services__)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Family();

    [GeneratedRegex("""^ *give (?<name>\w+) """, RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Given();

    [GeneratedRegex(
        """(?<=")(?<name>(ConnectionStrings|RabbitMq|Tickets|Events|Services|Group|Gateway|Delivery|Catalogue|"""
            + """Service)(__|:)[A-Z]\w*((__|:)\w+)*)(?=["=])""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex InTests();
}
