using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>Every test says what it needs, so that a run can be made of those that answer soon.</summary>
public sealed partial class TierTests
{
    [Fact]
    public void Every_test_class_has_one_tier()
    {
        var classes = Repository
            .Projects.Where(project => project.Packages.Contains("xunit.v3", StringComparer.Ordinal))
            .SelectMany(Classes)
            .ToList();
        classes.Count.ShouldBeGreaterThan(80);
        classes.Where(type => type.Tiers != 1).Select(type => $"{type.Name}: {type.Tiers} tiers").ShouldBeEmpty();
    }

    /// <summary>Test classes of a project, each with the number of tiers that it and its assembly name.</summary>
    private static IEnumerable<(string Name, int Tiers)> Classes(Project project)
    {
        var sources = Repository.Sources(project.Folder).ToList();
        var ofAssembly = sources.Sum(file => AssemblyTier().Count(Repository.Read(file)));
        foreach (var file in sources)
        {
            // A type at the top ends with a brace at the beginning of a line.
            foreach (var type in Repository.Read(file).Split("\n}"))
            {
                if (Test().IsMatch(type) && Class().Match(type) is { Success: true } found)
                    yield return (
                        $"{file} {found.Groups["name"].Value}",
                        ofAssembly + ClassTier().Count(type[..found.Index])
                    );
            }
        }
    }

    [GeneratedRegex(
        @"^\[assembly: Tier\(",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex AssemblyTier();

    [GeneratedRegex(
        @"^\[Tier\(",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex ClassTier();

    [GeneratedRegex(
        @"^ +\[(Fact|Theory)\b",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex Test();

    [GeneratedRegex(
        @"^(public|internal) ((sealed|static|abstract|partial) )*class (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex Class();
}
