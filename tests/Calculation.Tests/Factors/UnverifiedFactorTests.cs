using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// A line says unverified-factor when one of the numbers it took from the catalogue was never compared with the
/// official text, and not otherwise.
/// </summary>
[Tier(Tier.Pure)]
public sealed class UnverifiedFactorTests
{
    private const int Share = 5;

    /// <summary>
    /// Every line of the golden files, with ever other factors of the catalogue verified: its working names what it
    /// took, so that it must say unverified exactly when one of those is. One factor in five is unverified, so that
    /// often it is the only one of a line.
    /// </summary>
    [Fact]
    public void A_line_is_unverified_when_one_factor_of_its_working_is()
    {
        var alone = new HashSet<string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 40; round++)
        {
            using var folder = DataFolder.Copy();
            Verify(folder, id => Draw(id, round) != 0);
            var catalogue = Catalogue.Read(folder.Path);
            foreach (var golden in GoldenFile.All.SelectMany(file => file.Cases.Values))
            {
                var accepted = golden.Event();
                foreach (var line in Tests.Sheets.Calculate(accepted, withWorking: true, catalogue).All)
                {
                    var factors = line.Working!.Inputs.Where(input => input.Factor is not null)
                        .Select(input => input.Factor!)
                        .Distinct()
                        .ToList();
                    var unverified = factors
                        .Where(factor => factor.Status != Factor.Verified)
                        .Select(factor => factor.Id)
                        .ToList();
                    line.Grounds.Statuses.HasFlag(LineStatuses.UnverifiedFactor)
                        .ShouldBe(
                            unverified.Count > 0,
                            $"{Tests.Sheets.Key(accepted, line)}: {string.Join(", ", unverified)}"
                        );
                    taken.UnionWith(factors.Select(factor => factor.Id));
                    if (unverified.Count == 1)
                        alone.Add(unverified[0]);
                }
            }
        }
        taken.Count.ShouldBeGreaterThan(200);
        taken.Except(alone, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_unverified_when_every_factor_is_verified()
    {
        using var folder = DataFolder.Copy();
        Verify(folder, _ => true);
        var catalogue = Catalogue.Read(folder.Path);
        GoldenFile
            .All.SelectMany(file => file.Cases.Values)
            .SelectMany(golden => Tests.Sheets.Calculate(golden.Event(), withWorking: false, catalogue).All.ToArray())
            .ShouldAllBe(line => !line.Grounds.Statuses.HasFlag(LineStatuses.UnverifiedFactor));
    }

    private static void Verify(DataFolder folder, Func<string, bool> isVerified)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder.Path, "factors"), "*.csv"))
        {
            File.WriteAllLines(
                path,
                File.ReadAllLines(path)
                    .Select(row => row.StartsWith('#') ? row : Marked(row, isVerified(row.Split(',')[0])))
            );
        }
    }

    private static string Marked(string row, bool isVerified)
    {
        const string Reference = "Verbatim copy: ";
        var at = row.IndexOf(Reference, StringComparison.Ordinal);
        if (at < 0)
            return isVerified && row.Contains(",provisional,", StringComparison.Ordinal)
                ? row.Replace(",provisional,", ",verified,", StringComparison.Ordinal) + Reference + "a text"
                : row;
        return isVerified
            ? row
            : row[..at].TrimEnd('"').Replace(",verified,", ",provisional,", StringComparison.Ordinal);
    }

    /// <summary>0 to 4, as by chance and always the same.</summary>
    private static int Draw(string id, int round)
    {
        var hash = 2166136261u;
        foreach (var c in $"{round} {id} {round}")
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)((hash >> 8) % Share);
    }
}
