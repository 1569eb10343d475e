using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// What no change of the code may change: every member of every line and gap of <see cref="ManySheets"/>. The hash
/// stands in ManySheets.txt. With <c>CARBON_LINES=FILE</c> they are written there, to be compared with those of another
/// version. A method or a table that is changed on purpose gets a new hash with <c>CARBON_RENEW=1</c>, once the
/// differences have been read.
/// <para>
/// Methods 3 told own generation from bought power, direct lines too, and mended the combined margin (end of crediting,
/// reservoirs, imports, cautious weights): of the sheets before it only avoided lines and their gaps changed; every
/// other line kept amount, quality and grounds. Then the sheets themselves got sold certificates, wind farms,
/// run-of-river, and starts of crediting long ago.
/// </para>
/// <para>
/// Methods 4 put the bill before the plant's own meter: a line of both is own-meter; of the others none changed. A
/// reservoir of too low a density became a gap, where nothing had stood, or a line of zero where all was sold.
/// </para>
/// <para>
/// With catalogue 5 what is measured in stacks and outfalls no longer says unverified-factor; nothing else changed.
/// </para>
/// <para>
/// Catalogue 6 changed no line of them. Then the sheets got liquid fuels by volume and gases by heat.
/// </para>
/// <para>
/// Then avoided lines of power that is said to be kept got certificate-kept; without that word they were the same.
/// </para>
/// </summary>
[Tier(Tier.Pure)]
public sealed class ManySheetsTests(ITestOutputHelper output)
{
    private static readonly string s_file = Path.Combine(
        TestKit.Checkout.Root,
        "tests",
        "Calculation.Tests",
        "ManySheets.txt"
    );

    [Fact]
    public void Lines_and_gaps_are_what_they_were()
    {
        var said = Say(working: null);
        output.WriteLine(said);
        if (Environment.GetEnvironmentVariable("CARBON_RENEW") is "1")
            File.WriteAllText(s_file, said + "\n");
        said.ShouldBe(File.ReadAllText(s_file).Trim(), "a line or a gap has changed; on purpose? CARBON_RENEW=1");
    }

    [Fact]
    public void They_are_the_same_with_their_working() => Say(new Working()).ShouldBe(File.ReadAllText(s_file).Trim());

    /// <summary>An auditor of every tenth sheet has nothing to object to.</summary>
    [Fact]
    public void Every_working_arrives_at_its_amount_and_names_every_number()
    {
        var objections = new List<string>();
        foreach (var (accepted, catalogue) in ManySheets.All.Where((_, index) => index % 10 == 0))
        {
            foreach (var line in Sheets.Calculate(accepted, withWorking: true, catalogue).All)
                objections.AddRange(
                    WorkingAudit
                        .Holds(line.Amount, Explanation.Of(line.Working!))
                        .Select(objection => $"{line.Grounds.Method}: {objection}; {line.Working}")
                );
        }
        objections.ShouldBeEmpty();
    }

    private static string Say(Working? working)
    {
        using var copy =
            working is null && Environment.GetEnvironmentVariable("CARBON_LINES") is { Length: > 0 } path
                ? File.CreateText(path)
                : StreamWriter.Null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int lines = 0,
            gaps = 0;
        foreach (var (accepted, catalogue) in ManySheets.All)
        {
            Add($"{accepted.Month} {accepted.Country} {accepted.Province}");
            var calculated = EmissionLines.Calculate(
                SheetReader.Read(accepted, catalogue),
                catalogue.For(accepted.Month, accepted.Plant),
                working
            );
            foreach (ref readonly var line in calculated.All)
                Add($"{Sheets.Key(accepted, line)}|{Of(line)}|{Of(line.Grounds)}");
            foreach (var gap in calculated.Gaps)
                Add($"{Sheets.Key(accepted, gap)}|{gap.Detail}");
            lines += calculated.All.Length;
            gaps += calculated.Gaps.Count;
        }
        var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        return $"{ManySheets.Count} sheets, {lines} lines, {gaps} gaps, {digest}";

        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
            copy.WriteLine(text);
        }
    }

    private static string Of(in EmissionLine line) => $"{line.Amount}|{line.ActivityQuantity}|{line.Quality}";

    private static string Of(in Grounds grounds) =>
        $"{grounds.Method}|{grounds.FactorSet}|{grounds.Statuses}|{grounds.FactorUncertaintyPercent}";
}
