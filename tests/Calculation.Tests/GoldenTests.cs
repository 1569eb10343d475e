using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>Cases from files that read like the manual: given these sources and readings, exactly these lines and gaps.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var golden in GoldenFile.All)
        {
            foreach (var name in golden.Cases.Keys) data.Add(golden.Name, name);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_exactly_its_lines_and_gaps(string file, string name)
    {
        var golden = GoldenFile.Of(file).Cases[name];
        var accepted = golden.Event();
        var lines = Sheets.Calculate(accepted);

        var actual = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (ref readonly var line in lines.All) actual.Add(Sheets.Key(accepted, line), $"{line.Amount}");
        foreach (var gap in lines.Gaps) actual.Add(Sheets.Key(accepted, gap), "");
        var expected = new SortedDictionary<string, string>(golden.Expected.ToDictionary(e => e.What, e => e.Amount, StringComparer.Ordinal), StringComparer.Ordinal);
        actual.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_line_says_what_it_rests_on(string file, string name)
    {
        var golden = GoldenFile.Of(file).Cases[name];
        var accepted = golden.Event();
        foreach (ref readonly var line in Sheets.Calculate(accepted).All)
        {
            var key = Sheets.Key(accepted, line);
            var expected = golden.Expected.Single(e => e.What == key);
            if (expected.Quality.Length > 0) line.Quality.ShouldBe(Sheets.QualityOf(expected.Quality), key);
            if (expected.Statuses.Length > 0) string.Join('+', LineStatusesConverter.CodesOf(line.Grounds.Statuses)).ShouldBe(expected.Statuses == "-" ? "" : expected.Statuses, key);
            if (expected.Set.Length > 0) line.Grounds.FactorSet.ShouldBe(expected.Set, key);
            line.Grounds.Method.ShouldMatch("^[a-z0-9-]+/[0-9]+$");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_derivation_of_a_figure_is_the_figure(string file, string name)
    {
        foreach (var expected in GoldenFile.Of(file).Cases[name].Expected.Where(e => e.Derivation.Length > 0))
            Arithmetic.Evaluate(expected.Derivation).ShouldBe(decimal.Parse(expected.Amount), expected.What);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_working_of_a_line_arrives_at_its_amount(string file, string name)
    {
        var accepted = GoldenFile.Of(file).Cases[name].Event();
        var plain = Sheets.Calculate(accepted);
        var explained = Sheets.Calculate(accepted, withWorking: true);
        explained.All.Length.ShouldBe(plain.All.Length);
        for (var i = 0; i < plain.All.Length; i++)
        {
            plain.All[i].Working.ShouldBeNull();
            explained.All[i].Amount.ShouldBe(plain.All[i].Amount);
            var working = explained.All[i].Working.ShouldNotBeNull();
            Arithmetic.Evaluate(working.Calculation).ShouldBe(plain.All[i].Amount, $"{Sheets.Key(accepted, plain.All[i])}: {working.Calculation}");
            WorkingAudit.Holds(plain.All[i].Amount, Explanation.Of(working)).ShouldBeEmpty($"{Sheets.Key(accepted, plain.All[i])}: {working.Calculation}");
        }
    }

    /// <summary>Cases that give a line of the method, in the file that bears its name.</summary>
    [Theory]
    [MemberData(nameof(MethodNames))]
    public void Every_method_has_a_file_with_at_least_five_cases(string method)
    {
        var cases = GoldenFile.Of(method.Split('/')[0]).Cases.Values.Select(golden => Sheets.Calculate(golden.Event())).ToList();
        cases.Count(lines => lines.All.ToArray().Any(line => line.Grounds.Method == method)).ShouldBeGreaterThanOrEqualTo(5);
        // Edges: what is nothing, and what is missing.
        cases.Any(lines => lines.Gaps.Count > 0 || lines.All.ToArray().Any(line => line.Amount == 0)).ShouldBeTrue();
    }

    public static TheoryData<string> MethodNames => [.. MethodEntry.AllCards.Select(card => card.Name)];

    [Fact]
    public void Every_file_is_of_a_method() =>
        GoldenFile.All.Select(file => file.Name).ShouldBe(MethodEntry.AllCards.Select(card => card.Name.Split('/')[0]), ignoreOrder: true);

    [Fact]
    public void Every_profile_is_asked_for_by_name()
    {
        var asked = GoldenFile.All.SelectMany(file => file.Cases.Values).SelectMany(golden => golden.Event().Sources).Select(source => source.Profile).Distinct(StringComparer.Ordinal).ToList();
        Sheets.Catalogue.Profiles.Select(profile => profile.Name).Except(asked, StringComparer.Ordinal).ShouldBeEmpty();
    }
}

/// <summary>A file of the folder Golden.</summary>
internal sealed class GoldenFile
{
    public static readonly IReadOnlyList<GoldenFile> All =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.csv").Order(StringComparer.Ordinal).Select(Read)];

    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, GoldenCase> Cases { get; init; }

    public static GoldenFile Of(string name) => All.Single(file => file.Name == name);

    private static GoldenFile Read(string path)
    {
        var cases = new Dictionary<string, GoldenCase>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(
            Path.GetDirectoryName(path)!, Path.GetFileName(path), "case", "month", "place", "sources", "readings", "group", "expect", "amount", "derivation", "quality", "statuses", "set"))
        {
            var name = row.Required("case");
            if (row["month"].Length > 0) cases.Add(name, new GoldenCase(row["month"], row["place"], row["sources"], row["readings"], row["group"]));
            cases[name].Expected.Add(new GoldenLine(row["expect"], row["amount"], row["derivation"], row["quality"], row["statuses"], row["set"]));
        }
        return new GoldenFile { Name = Path.GetFileNameWithoutExtension(path), Cases = cases };
    }
}

internal sealed record GoldenCase(string Month, string Place, string Sources, string Readings, string Group)
{
    public List<GoldenLine> Expected { get; } = [];

    public ReadingsAcceptedEvent Event() => Tests.Sheets.Event(Month, Place, Sources, Readings, Group);
}

internal sealed record GoldenLine(string What, string Amount, string Derivation, string Quality, string Statuses, string Set);
