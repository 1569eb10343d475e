using System.Text.RegularExpressions;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// A line says unverified-factor when one of the numbers it took from the catalogue was never compared with the
/// official text, and not otherwise.
/// </summary>
[Tier(Tier.Pure)]
public sealed partial class UnverifiedFactorTests
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
                        .Where(factor => factor.Status == Vouching.Provisional)
                        .Select(factor => factor.Id)
                        .ToList();
                    line.Grounds.Statuses.HasFlag(LineStatuses.UnverifiedFactor)
                        .ShouldBe(
                            unverified.Count > 0,
                            $"{Tests.Sheets.Key(accepted, line)}: {string.Join(", ", unverified)}"
                        );
                    taken.UnionWith(
                        factors.Where(factor => factor.Status != Vouching.ByDefinition).Select(factor => factor.Id)
                    );
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

    /// <summary>A measured mass is the amount itself: 1, which carries only how well it is measured.</summary>
    [Fact]
    public void What_is_measured_rests_on_no_factor()
    {
        var accepted = Tests.Sheets.Event(
            "2024-03",
            "SX",
            "STACK-1 stack process=power | OUT-1 outfall",
            "STACK-1 stack.so2.mass 120 kg; STACK-1 stack.flue-gas 1000000 Nm3; "
                + "STACK-1 stack.nox.concentration 41.2 mg/Nm3; OUT-1 discharge.cod.mass 5 kg"
        );
        Tests
            .Sheets.Calculate(accepted, withWorking: true)
            .All.ToArray()
            .Where(line => line.Grounds.FactorSet == "monitoring/1")
            .Select(line =>
                $"{line.Kind.Measure} {line.Amount}, {line.AmountOnVerifiedFactors} on verified factors, "
                + $"{line.Grounds.Statuses}, "
                + line.Working!.Inputs.Single(input => input.Factor is not null).Factor!.Status
            )
            .ShouldBe(
                [
                    "NOx 41.200000, 41.200000 on verified factors, None, by-definition",
                    "SO2 120.000000, 120.000000 on verified factors, None, by-definition",
                    "COD 5.000000, 5.000000 on verified factors, None, by-definition",
                ],
                ignoreOrder: true
            );
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
            return isVerified && Provisional().IsMatch(row)
                ? Provisional().Replace(row, ",copy,verified,") + Reference + "a text"
                : row;
        return isVerified
            ? row
            : row[..at].TrimEnd('"').Replace(",copy,verified,", ",T,provisional,", StringComparison.Ordinal);
    }

    [GeneratedRegex(",(?:T|GK-[HML]|assumption),provisional,", RegexOptions.NonBacktracking)]
    private static partial Regex Provisional();

    /// <summary>0 to 4, as by chance and always the same.</summary>
    private static int Draw(string id, int round)
    {
        var hash = 2166136261u;
        foreach (var c in $"{round} {id} {round}")
            hash = unchecked((hash ^ c) * 16777619u);
        return (int)((hash >> 8) % Share);
    }
}
