using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What calculation refuses to read, with the reason that stands beside the parked message.</summary>
[Tier(Tier.Pure)]
public sealed class SheetReaderTests
{
    [Theory]
    [InlineData(
        "BOILER-2 fuel.anthracite 1 t",
        "A reading names the source BOILER-2, which the plant does not have in the month."
    )]
    [InlineData(
        "A-1 fuel.anthracite 1 t",
        "A reading names the source A-1, which the plant does not have in the month."
    )]
    [InlineData("BOILER-1 fuel.peat 1 t", "The activity fuel.peat is not in the vocabulary of this calculation.")]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 stone",
        "The reading BOILER-1, fuel.anthracite is in stone, which does not convert into t."
    )]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 kWh",
        "The reading BOILER-1, fuel.anthracite is in kWh, which does not convert into t."
    )]
    [InlineData(
        "BOILER-1 fuel.coal-tar 1 L",
        "The reading BOILER-1, fuel.coal-tar is in L, which does not convert into t."
    )]
    [InlineData(
        "BOILER-1 fuel.natural-gas 1 GJ ncv=350",
        "A reading of natural-gas is by heat and does not say heatBasis: lower or upper."
    )]
    [InlineData(
        "BOILER-1 fuel.natural-gas 1 GJ heatBasis=net",
        "The reading BOILER-1, fuel.natural-gas has heatBasis = \"net\"; expected lower or upper."
    )]
    [InlineData("BOILER-1 fuel.anthracite -1 t", "The reading BOILER-1, fuel.anthracite is below zero.")]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 t; BOILER-1 fuel.anthracite 2 t",
        "The reading BOILER-1, fuel.anthracite, ,  stands twice."
    )]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 t colour=black",
        "The reading BOILER-1, fuel.anthracite has the attribute colour, which no method knows."
    )]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 t ncv=high",
        "The reading BOILER-1, fuel.anthracite has ncv = \"high\"; expected a decimal number, zero or more."
    )]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 t oxidationPercent=101",
        "The reading BOILER-1, fuel.anthracite has oxidationPercent = \"101\"; expected at most 100."
    )]
    [InlineData(
        "BOILER-1 fuel.anthracite 1 t basis=daf",
        "The reading BOILER-1, fuel.anthracite has basis = \"daf\"; expected ar or ad."
    )]
    public void A_reading_that_is_not_known_is_refused_with_its_reason(string readings, string reason) =>
        Should
            .Throw<UnreadableSheetException>(() => Sheets.Calculate("2024-03", "SX", "BOILER-1 boiler", readings))
            .Message.ShouldBe(reason);

    [Fact]
    public void A_profile_that_is_not_offered_is_refused() =>
        Should
            .Throw<UnreadableSheetException>(() =>
                Sheets.Calculate("2024-03", "SX", "BOILER-1 boiler profile=own", "BOILER-1 fuel.anthracite 1 t")
            )
            .Message.ShouldBe("Source BOILER-1 has the profile own, which the catalogue does not offer in 2024-03.");

    [Fact]
    public void A_source_stands_once() =>
        Should
            .Throw<UnreadableSheetException>(() =>
                Sheets.Calculate("2024-03", "SX", "BOILER-1 boiler | BOILER-1 kiln", "BOILER-1 fuel.anthracite 1 t")
            )
            .Message.ShouldBe("Source BOILER-1 stands twice.");

    [Fact]
    public void An_amount_beyond_this_world_overflows_and_is_never_cut() =>
        Should.Throw<ExactOverflowException>(() =>
            Sheets.Calculate("2024-03", "SX", "SITE-1 site", "SITE-1 use.other 79228162514264337593543950335 TWh")
        );

    [Fact]
    public void A_product_beyond_this_world_is_a_gap()
    {
        var lines = Sheets.Calculate(
            "2024-03",
            "SX",
            "STACK-1 stack",
            "STACK-1 stack.flue-gas 999999999999999 Nm3; STACK-1 stack.so2.concentration 999999999999999 "
                + "mg/Nm3; STACK-1 stack.operating-hours 1 h"
        );
        lines.All.Length.ShouldBe(1);
        var gap = lines.Gaps.ShouldHaveSingleItem();
        (gap.GapKind, gap.Detail).ShouldBe(
            ("not-computable", "The amount is too large for any plant: check the readings.")
        );
    }

    [Theory]
    [InlineData("999999999999", 0)]
    [InlineData("999999999999999999", 3)]
    public void An_amount_that_the_ledger_does_not_take_is_a_gap(string tonnes, int gaps)
    {
        var lines = Sheets.Calculate("2024-03", "SX", "BOILER-1 boiler", $"BOILER-1 fuel.anthracite {tonnes} t");
        lines
            .Gaps.Count(gap => gap.Detail.StartsWith("The amount is too large", StringComparison.Ordinal))
            .ShouldBe(gaps);
        lines.All.ToArray().ShouldAllBe(line => line.Amount < Contracts.Amounts.Limit);
    }

    [Fact]
    public void A_sheet_without_readings_gives_nothing()
    {
        var lines = Sheets.Calculate(
            Sheets.Event("2024-03", "SX", "BOILER-1 boiler", "BOILER-1 fuel.anthracite 1 t") with
            {
                Readings = [],
            }
        );
        lines.All.Length.ShouldBe(0);
        lines.Gaps.ShouldBeEmpty();
    }

    [Fact]
    public void Gaps_say_what_would_close_them()
    {
        var lines = Sheets.Calculate(
            "2024-03",
            "XZ",
            "BOILER-1 boiler | GRID-1 grid-connection",
            "BOILER-1 fuel.raw-coal 1 t; GRID-1 electricity.grid 1 kWh"
        );
        lines
            .Gaps.Select(gap => gap.Detail)
            .ShouldBe([
                "Neither stack measurements nor noxKgPerUnit are given, and there is no default for raw-coal "
                    + "with technology unknown; give one of them, or file a waiver.",
                "Neither stack measurements nor sulphurPercent are given; give one of them, or file a waiver.",
                "Raw coal has no default: give ncv, and carbonContent or carbonFraction.",
                "There is no provincial average factor for XZ in 2024; one has to be published.",
            ]);
    }

    [Fact]
    public void Every_activity_gives_a_line_or_a_gap_or_is_known_to_give_none()
    {
        string[] silent = ["stack.flue-gas", "stack.valid-hours", "discharge.wastewater"];
        foreach (var activity in Sheets.Catalogue.Activities.All)
        {
            var lines = Sheets.Calculate(
                "2024-03",
                "SX",
                "SRC-1 furnace technology=CWPB",
                $"SRC-1 {activity.Code} 1 {activity.Unit.Symbol}"
            );
            (lines.All.Length + lines.Gaps.Count > 0).ShouldBe(
                !silent.Contains(activity.Code, StringComparer.Ordinal),
                activity.Code
            );
        }
    }
}
