using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What was to be reported and was not is a gap: never a zero, and never nothing.</summary>
[Tier(Tier.Pure)]
public sealed class NotReportedTests
{
    private static ReadingsAcceptedEvent March(Func<SourceSnapshot, SourceSnapshot> change)
    {
        var sheet = Sheets.Event(
            "2024-03",
            "SX",
            "BOILER-1 boiler technology=grate | GRID-1 grid-connection",
            "GRID-1 electricity.grid 10 MWh"
        );
        return sheet with { Sources = [.. sheet.Sources.Select(change)] };
    }

    private static List<string> Gaps(ReadingsAcceptedEvent sheet) =>
        [.. Sheets.Calculate(sheet).Gaps.Select(gap => $"{Sheets.Key(sheet, gap)}: {gap.Detail}")];

    [Fact]
    public void An_activity_that_was_expected_and_not_reported_is_a_gap_of_its_source()
    {
        var sheet = March(source =>
            source.Code == "BOILER-1" ? source with { NotReported = ["fuel.natural-gas"] } : source
        );

        Gaps(sheet)
            .ShouldBe([
                "gap not-reported BOILER-1 fuel.natural-gas scope1.combustion CO2: BOILER-1 is expected to report "
                    + "fuel.natural-gas and has not; report it, with 0 where there was none, or have it waived.",
            ]);
        var calculated = CalculatedMonthOf(sheet);
        calculated.Gaps.ShouldHaveSingleItem().Activity.ShouldBe("fuel.natural-gas");
        GapKinds.BlocksClosing(calculated.Gaps[0].Kind).ShouldBeTrue();
        // The lines are those of what was reported.
        Sheets.Calculate(sheet).All.Length.ShouldBe(Sheets.Calculate(March(source => source)).All.Length);
    }

    [Fact]
    public void Readings_of_a_part_of_the_month_leave_a_gap_beside_their_lines()
    {
        var sheet = March(source =>
            source.Code == "GRID-1" ? source with { PartlyReported = [new("electricity.grid", 12)] } : source
        );

        Gaps(sheet)
            .ShouldBe([
                "gap not-reported GRID-1 electricity.grid scope2.electricity location-national CO2: The readings of "
                    + "electricity.grid at GRID-1 cover 12 of 31 days; report the other days, or explain at one of the "
                    + "readings why there are none.",
            ]);
        Sheets.Calculate(sheet).All.Length.ShouldBe(6);
    }

    /// <summary>A sheet from before anybody asked has none, and gives what it always gave.</summary>
    [Fact]
    public void A_sheet_that_says_nothing_of_it_misses_nothing() => Gaps(March(source => source)).ShouldBeEmpty();

    [Fact]
    public void Whatever_activity_is_missing_has_a_line_that_it_stands_for()
    {
        foreach (var activity in ActivityVocabulary.Read().All)
        {
            var sheet = March(source =>
                source.Code == "BOILER-1" ? source with { NotReported = [activity.Code] } : source
            );
            var gap = Sheets.Calculate(sheet).Gaps.ShouldHaveSingleItem(activity.Code);
            gap.Activity!.Code.ShouldBe(activity.Code);
            Categories.All.ShouldContain(gap.Kind.Category, activity.Code);
        }
    }

    /// <summary>A reading of zero is a report: it makes lines of zero, and no gap.</summary>
    [Theory]
    [InlineData("BOILER-1 fuel.natural-gas 0 Nm3")]
    [InlineData("BOILER-1 fuel.bituminous-coal 0 t ncv=20 sulphurPercent=1")]
    [InlineData("GRID-1 electricity.grid 0 kWh")]
    [InlineData("GRID-1 electricity.exported 0 kWh origin=fossil")]
    [InlineData("GRID-1 heat.purchased 0 GJ")]
    [InlineData("BOILER-1 water.fresh 0 m3")]
    public void A_reading_of_zero_makes_lines_of_zero(string reading)
    {
        var lines = Sheets.Calculate(
            "2022-03",
            "SX",
            "BOILER-1 boiler technology=domestic-typical | GRID-1 grid-connection",
            reading
        );
        lines.All.Length.ShouldBeGreaterThan(0);
        foreach (var line in lines.All)
            line.Amount.ShouldBe(0m);
    }

    private static EmissionsCalculatedEvent CalculatedMonthOf(ReadingsAcceptedEvent sheet) =>
        CalculatedMonth.Of(sheet, Sheets.Catalogue).ToEvent(Reasons.Reading, sheet.AcceptedAt);
}
