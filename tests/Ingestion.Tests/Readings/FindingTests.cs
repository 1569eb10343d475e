using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What a finding knows, and what of it is told.</summary>
[Tier(Tier.Pure)]
public sealed class FindingTests
{
    private static readonly PlantRecord s_plant = new()
    {
        Code = "SX-A1",
        Name = "Smelter",
        Country = "CN",
        Kinds = [],
        From = Month.Parse("2020-01"),
        Memberships = [],
        Sources =
        [
            new SourceRecord
            {
                Code = "BOILER-1",
                Name = "Boiler",
                Kind = "boiler",
                Process = "alumina",
            },
        ],
    };

    private static readonly CodeName[] s_qualities =
    [
        .. OrganisationVocabulary
            .Load(Path.Combine(AppContext.BaseDirectory, "Data"))
            .Qualities.Select(one => new CodeName(one.Code, one.Zh, one.En)),
    ];

    private static Finding Found(Action<ReadingInput> spoil)
    {
        var reading = new ReadingInput(RowPlace.InBody("readings", 3, isReading: true))
        {
            Source = "BOILER-1",
            Activity = "fuel.bituminous-coal",
            Meter = "M1",
            Quantity = "12.5",
            Unit = "t",
            Quality = "measured",
        };
        spoil(reading);
        var findings = new List<Finding>();
        new SheetCheck(ActivityVocabulary.Read(), s_qualities, s_plant, Month.Parse("2024-03"), findings)
            .Readings([reading])
            .ShouldBeEmpty();
        return findings.ShouldHaveSingleItem();
    }

    [Fact]
    public void It_knows_its_reading_and_its_place()
    {
        var finding = Found(reading => reading.Unit = "kWh");

        finding.Severity.ShouldBe(Severity.Error);
        finding.Reading.ShouldBe(new ReadingKey("BOILER-1", "fuel.bituminous-coal", "M1", null));
        finding.Place.ShouldBe(new Place(3, "readings[3].unit"));
    }

    [Fact]
    public void It_has_the_limits_with_their_unit_and_where_they_come_from()
    {
        Found(reading => reading.Attributes.Add(new AttributeInput("sulphurPercent", "101", IsNumber: true)))
            .Limits.ShouldBe(new Limits(0, 100, "%", "attributes.csv"));
        Found(reading => (reading.Quantity, reading.Unit) = ("999999999999999", "万t"))
            .Limits.ShouldBe(new Limits(null, SheetCheck.CanonicalLimit, "t", "the platform"));
    }

    [Fact]
    public void What_was_evidently_meant_is_proposed_and_told()
    {
        var finding = Found(reading => reading.Quality = "mesured");

        finding.Proposal.ShouldBe("measured");
        finding
            .ToRefusalItem()
            .Expected.ShouldBe("Did you mean 'measured'? One of measured, settled, own-meter, estimated, default.");
    }

    /// <summary>What it does not say is not written: clients that know the five members go on reading it.</summary>
    [Fact]
    public void It_is_told_in_five_members_and_further_ones_where_it_says_more()
    {
        var note = SheetFindings.FuelAndReductant(Place.Sheet, "KILN-1", "fuel.coke", "reductant.coke");

        note.Severity.ShouldBe(Severity.Note);
        Members(note).ShouldBe(["position", "path", "code", "message", "expected"]);
        Members(
                note with
                {
                    Limits = new Limits(1.50m, null, "t", "the year before"),
                    Proposal = "2",
                    Explanation = "A new kiln.",
                }
            )
            .ShouldBe(["position", "path", "code", "message", "expected", "limits", "proposal", "explanation"]);

        static IEnumerable<string> Members(Finding finding) =>
            JsonSerializer
                .SerializeToElement(finding.ToView(), StrictJson.Options)
                .EnumerateObject()
                .Select(member => member.Name);
    }
}
