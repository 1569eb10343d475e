using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Organisation;

/// <summary>An organisation is as large as a group may be, and no larger.</summary>
[Tier(Tier.Pure)]
public sealed class OrganisationSizeTests
{
    private static UnitRecord Unit(int i) => new() { Code = $"U-{i}", Name = "U" };

    private static PlantRecord Plant(int i, int sources = 0) =>
        new()
        {
            Code = $"P-{i}",
            Name = "P",
            Country = "CN",
            From = Month.Parse("2020-01"),
            Memberships = [],
            Sources =
            [
                .. Enumerable
                    .Range(1, sources)
                    .Select(s => new SourceRecord
                    {
                        Code = $"S-{s}",
                        Name = "S",
                        Kind = "boiler",
                        Process = "other",
                    }),
            ],
        };

    private static readonly OrganisationState s_full = OrganisationState.Empty with
    {
        Units = OrganisationState.Empty.Units.AddRange(
            Enumerable.Range(1, OrganisationSize.MostUnits).Select(i => KeyValuePair.Create(Unit(i).Code, Of(Unit(i))))
        ),
        Plants = OrganisationState.Empty.Plants.AddRange(
            Enumerable
                .Range(1, OrganisationSize.MostPlants)
                .Select(i => KeyValuePair.Create(PlantCode.Parse(Plant(i).Code), Of(Plant(i))))
        ),
    };

    private static Versioned<T> Of<T>(T record) => new(record, 1, DateTimeOffset.UnixEpoch, "key", "key");

    [Fact]
    public void A_full_organisation_takes_no_other_unit_or_plant_and_changes_those_it_has()
    {
        OrganisationSize
            .Check(s_full, Unit(OrganisationSize.MostUnits + 1))
            .ShouldNotBeNull()
            .Message.ShouldBe("There are 500 units already.");
        OrganisationSize
            .Check(s_full, Plant(OrganisationSize.MostPlants + 1))
            .ShouldNotBeNull()
            .Message.ShouldBe("There are 5,000 plants already.");
        OrganisationSize.Check(s_full, Unit(1)).ShouldBeNull();
        OrganisationSize.Check(s_full, Plant(1)).ShouldBeNull();
    }

    [Fact]
    public void A_plant_has_so_many_sources()
    {
        OrganisationSize.Check(OrganisationState.Empty, Plant(1, OrganisationSize.MostSources)).ShouldBeNull();
        var fault = OrganisationSize.Check(OrganisationState.Empty, Plant(1, OrganisationSize.MostSources + 1));
        (fault.ShouldNotBeNull().Path, fault.Code, fault.Message).ShouldBe(
            ("source", "too-many", "There are 1,000 sources of a plant already.")
        );
    }
}
