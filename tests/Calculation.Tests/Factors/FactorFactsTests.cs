using System.Reflection;
using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Proposals;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// What is said of a factor is said everywhere: a member that is new in <see cref="FactorFacts"/> and forgotten where
/// it is proposed, read, kept, compared or shown is named here. Where one is left out on purpose, it stands below.
/// </summary>
[Tier(Tier.Pure)]
public sealed class FactorFactsTests
{
    private static readonly PropertyInfo[] s_facts = typeof(FactorFacts).GetProperties();

    /// <summary>Everything is said, and all of it differs.</summary>
    private static readonly FactorFacts s_full = new()
    {
        Id = "fuel.ndrc-2013.anthracite.ncv",
        Version = 1,
        Set = "own-SX-A1-BOILER-1",
        What = "ncv",
        AppliesTo = "anthracite",
        Value = 24.1m,
        Unit = "GJ/t",
        ValidFrom = Month.Parse("2023-02"),
        ValidTo = Month.Parse("2023-11"),
        DataYear = 2022,
        Source = "the laboratory",
        Standing = "measured",
        Status = "verified",
        UncertaintyPercent = 1.5m,
        Note = "a note",
        Reference = "report 7",
        Plant = PlantCode.Parse("SX-A1"),
        PlantSource = "BOILER-1",
        Explanation = "why it is right",
    };

    [Fact]
    public void The_example_of_these_tests_says_everything() =>
        s_facts.Where(fact => fact.GetValue(s_full) is null).Select(fact => fact.Name).ShouldBeEmpty();

    [Fact]
    public void Every_fact_is_a_column_of_a_table_that_is_proposed() =>
        ProposalCsv.Factors.Columns.ShouldBe(s_facts.Select(fact => Column(fact.Name)));

    [Fact]
    public void Every_fact_but_those_of_a_publication_is_a_column_of_the_delivered_files() =>
        DeliveredFactors.Columns.ShouldBe(
            s_facts.Select(fact => Column(fact.Name)).Except(["plant", "plant_source", "explanation"])
        );

    [Fact]
    public void Every_column_of_the_delivered_files_is_read() =>
        s_facts
            .Where(fact => Sheets.Catalogue.AllVersions.All(factor => fact.GetValue(factor) is null))
            .Select(fact => fact.Name)
            .ShouldBe(["Plant", "PlantSource", "Explanation"]);

    [Fact]
    public void Every_column_of_a_proposed_table_says_its_fact()
    {
        foreach (var fact in s_facts)
        {
            var read = ProposalCsv.Factors.Read([Column(fact.Name)], [$"{fact.GetValue(s_full)}"], 0, []);
            Said(read).ShouldBe([fact.Name], Column(fact.Name));
            $"{Proposed(fact).GetValue(read)}".ShouldBe($"{fact.GetValue(s_full)}", Column(fact.Name));
        }
    }

    [Fact]
    public void What_was_kept_can_be_proposed_again_and_is_kept_the_same()
    {
        var again = JsonSerializer.Deserialize<ProposedFactor>(
            JsonSerializer.SerializeToUtf8Bytes(s_full, StrictJson.Options),
            StrictJson.Options
        )!;
        Said(again).ShouldBe(s_facts.Select(fact => fact.Name));
        new FactorDraft(again, Sheets.Catalogue, []).ToFacts().ShouldBe(s_full);
    }

    [Fact]
    public void What_is_not_said_is_as_in_the_version_before()
    {
        var catalogue = With(s_full);
        var next = new FactorDraft(
            new ProposedFactor
            {
                Id = s_full.Id,
                Source = "another laboratory",
                Plant = "SX-A1",
                PlantSource = "BOILER-1",
            },
            catalogue,
            []
        ).ToFacts();
        s_facts
            .Where(fact => !Equals(fact.GetValue(next), fact.GetValue(s_full)))
            .Select(fact => fact.Name)
            .ShouldBe(["Version", "Source", "Status", "Reference", "Explanation"]);
    }

    [Theory]
    [InlineData("Of dry coal. Rests on its source alone: nothing was found", "verified", "same", "Of dry coal.")]
    [InlineData("Of dry coal. Rests on its source alone: nothing was found", null, "other", "Of dry coal.")]
    [InlineData("Of dry coal. Rests on its source alone", null, "same", "Of dry coal. Rests on its source alone")]
    [InlineData("To be checked with the official text. Not found in print; near it: 0.44", "verified", "same", null)]
    [InlineData("Of dry coal", "verified", "other", "Of dry coal")]
    [InlineData(null, "verified", "same", null)]
    public void A_new_version_does_not_say_of_its_grounds_what_the_one_before_said_of_its_own(
        string? note,
        string? status,
        string source,
        string? taken
    )
    {
        var before = s_full with { Note = note, Source = "same", Status = "provisional", Reference = null };
        var next = new FactorDraft(
            new ProposedFactor
            {
                Id = before.Id,
                Source = source,
                Status = status,
                Plant = "SX-A1",
                PlantSource = "BOILER-1",
            },
            With(before),
            []
        ).ToFacts();
        next.Note.ShouldBe(taken);
    }

    [Fact]
    public void A_version_says_the_same_only_if_every_fact_is_the_same_but_its_number_and_its_explanation()
    {
        s_full.SaysTheSameAs(s_full with { }).ShouldBeTrue();
        s_facts
            .Where(fact => s_full.SaysTheSameAs(Otherwise(fact)))
            .Select(fact => fact.Name)
            .ShouldBe(["Version", "Explanation"]);
    }

    [Fact]
    public void A_validity_that_is_open_says_the_same_as_one_from_the_first_month_to_the_last()
    {
        var open = s_full with { ValidFrom = null, ValidTo = null };
        open.SaysTheSameAs(open with { ValidFrom = Month.Min, ValidTo = Month.Max }).ShouldBeTrue();
    }

    [Fact]
    public void Every_fact_but_its_explanation_is_shown_in_the_catalogue()
    {
        var entry = GetFactors.Entry.Of([new Factor(s_full, publishedBy: null)], serving: 1, []);
        var shown = Values(entry).Concat(Values(entry.Versions[0])).ToHashSet(StringComparer.Ordinal);
        s_facts
            .Where(fact => !shown.Contains($"{fact.GetValue(s_full)}"))
            .Select(fact => fact.Name)
            .ShouldBe(["Explanation"]);
    }

    [Fact]
    public void A_working_shows_every_fact_by_which_a_value_is_judged()
    {
        var shown = Values(FactorUse.Of(new Wording("net calorific value", "低位发热量"), new Factor(s_full, null)))
            .ToHashSet(StringComparer.Ordinal);
        s_facts
            .Where(fact => !shown.Contains($"{fact.GetValue(s_full)}"))
            .Select(fact => fact.Name)
            .ShouldBe(["What", "AppliesTo", "PlantSource", "Explanation"]);
    }

    private static Catalogue With(FactorFacts factor)
    {
        var version = Sheets.Catalogue.Version + 1;
        return Catalogue.Of(
            DeliveredData.Read(),
            version,
            [new Publication(version, new ProposedRows { Factors = [factor] })]
        );
    }

    /// <summary>The example with one fact that is another.</summary>
    private static FactorFacts Otherwise(PropertyInfo fact)
    {
        var other = s_full with { };
        fact.SetValue(
            other,
            fact.GetValue(s_full) switch
            {
                string text => text + " otherwise",
                int number => number + 1,
                decimal number => number + 1,
                Month month => month.Next,
                PlantCode => PlantCode.Parse("SX-A2"),
                var value => throw new NotSupportedException($"{value} is of a kind that these tests do not know."),
            }
        );
        return other;
    }

    private static IEnumerable<string> Said(ProposedFactor factor) =>
        s_facts.Where(fact => Proposed(fact).GetValue(factor) is not null).Select(fact => fact.Name);

    private static PropertyInfo Proposed(PropertyInfo fact) =>
        typeof(ProposedFactor).GetProperty(fact.Name).ShouldNotBeNull($"{fact.Name} cannot be proposed");

    private static IEnumerable<string> Values(object shown) =>
        shown.GetType().GetProperties().Select(property => $"{property.GetValue(shown)}");

    private static string Column(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToLowerInvariant();
}
