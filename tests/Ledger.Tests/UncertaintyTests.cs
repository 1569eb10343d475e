using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// Between which bounds totals lie. Activities are known to 2 %, factors to 5 %, where a test does not say otherwise.
/// </summary>
[Tier(Tier.Service)]
public sealed class UncertaintyTests
{
    private const string March = "from=2024-03&to=2024-03&uncertainty=true";

    private static SheetLine Coal(
        decimal kg,
        string source = "BOILER-1",
        string? factorSet = "ndrc-2013/1",
        decimal? activity = 2m,
        decimal? factor = 5m,
        string measure = "CO2"
    ) =>
        new(
            source,
            "fuel.bituminous-coal",
            Categories.Combustion,
            null,
            measure,
            kg,
            FactorSet: factorSet,
            ActivityUncertainty: activity,
            FactorUncertainty: factor
        );

    /// <summary>What a ledger may hold must not make a question fail that others ask too.</summary>
    [Fact]
    public async Task Amounts_as_large_as_can_be_have_bounds_and_are_refused_in_a_unit_that_cannot_hold_them()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        foreach (var plant in new[] { "SX-A1", "SX-A2", "SX-A3", "SX-A4" })
            await ledger.PostAsync(new Sheet(plant, "2024-03").With(Coal(Amounts.Limit - 1, measure: "SF6")));

        var totals = await api.TotalsAsync(March);
        BoundsOf(totals["rows"]!.AsArray().ShouldHaveSingleItem()).ShouldBe("-5.1 +5.1 propagation");
        var co2e = totals["co2e"]!["rows"]!.AsArray().ShouldHaveSingleItem()!;
        // 4 × (10^18 − 1) × 23,500
        ((string?)co2e["quantity"]).ShouldBe("93999999999999999906000.000000");
        BoundsOf(co2e).ShouldBe("-5.1 +5.1 propagation");

        var refused = await api.RefusedAsync($"/api/v1/totals?{March}&unit=mg");
        refused.Code.ShouldBe("422 amount-too-large");
        refused.Detail.ShouldContain("Ask for a larger unit");
    }

    private static string BoundsOf(JsonNode? row) =>
        row!["uncertainty"] is { } bounds
            ? $"-{bounds["lowerPercent"]} +{bounds["upperPercent"]} {bounds["method"]}"
            : "none";

    private static async Task<string> BoundsAsync(string query, params Sheet[] sheets)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        foreach (var sheet in sheets)
            await ledger.PostAsync(sheet);
        return BoundsOf((await api.TotalsAsync(query))["rows"]!.AsArray().ShouldHaveSingleItem());
    }

    // One line: √(2² + 5²) = 5.385.
    [Fact]
    public async Task Activity_and_factor_are_joined_by_the_root_of_the_sum_of_squares() =>
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100)))).ShouldBe("-5.4 +5.4 propagation");

    // Activities √(2² + 2²), factors 5 + 5: √(8 + 100) / 200 = 5.196 %.
    [Fact]
    public async Task Two_sources_of_one_factor_set_err_together_in_the_factor() =>
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100), Coal(100, "BOILER-2")))).ShouldBe(
            "-5.2 +5.2 propagation"
        );

    // Both √: √(8 + 50) / 200 = 3.808 %.
    [Theory]
    [InlineData("other/1")]
    [InlineData("ndrc-2013/2")]
    public async Task Two_factor_sets_err_each_for_itself(string other) =>
        (
            await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100), Coal(100, "BOILER-2", other)))
        ).ShouldBe("-3.8 +3.8 propagation");

    // The carbon is of the set in both, whatever else the second took from its reading or from another set.
    [Theory]
    [InlineData("ndrc-2013/1+given")]
    [InlineData("ndrc-2013/1+own-SX-A1/1")]
    public async Task A_line_of_several_sets_errs_with_the_first(string sets) =>
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100), Coal(100, "BOILER-2", sets)))).ShouldBe(
            "-5.2 +5.2 propagation"
        );

    [Fact]
    public async Task Values_given_with_readings_err_source_by_source() =>
        (
            await BoundsAsync(
                March,
                new Sheet("SX-A1", "2024-03").With(Coal(100, factorSet: "given"), Coal(100, "BOILER-2", "given"))
            )
        ).ShouldBe("-3.8 +3.8 propagation");

    // The meter is the same: √((2 + 2)² + (5 + 5)²) / 200 = 5.385 %, not 5.196 %.
    [Fact]
    public async Task A_meter_errs_in_the_same_direction_in_every_month() =>
        (
            await BoundsAsync(
                "from=2024-01&to=2024-12&uncertainty=true",
                new Sheet("SX-A1", "2024-03").With(Coal(100)),
                new Sheet("SX-A1", "2024-04").With(Coal(100))
            )
        ).ShouldBe("-5.4 +5.4 propagation");

    // Three plants with a boiler each: √(3 · 2² + 15²) / 300 = 5.132 %.
    [Fact]
    public async Task Sources_of_one_name_in_several_plants_are_several_meters() =>
        (
            await BoundsAsync(
                March,
                new Sheet("SX-A1", "2024-03").With(Coal(100)),
                new Sheet("SX-A2", "2024-03").With(Coal(100)),
                new Sheet("SX-A3", "2024-03").With(Coal(100))
            )
        ).ShouldBe("-5.1 +5.1 propagation");

    [Fact]
    public async Task A_correction_leaves_the_bounds_of_what_stands()
    {
        var first = new Sheet("SX-A1", "2024-03").With(Coal(700, factorSet: "other/1", factor: 90m));
        (await BoundsAsync(March, first, new Sheet("SX-A1", "2024-03", 2).With(Coal(100)))).ShouldBe(
            "-5.4 +5.4 propagation"
        );
    }

    // The default of perfluorocarbons, −99 to +380 % in the guidelines: the mean is kept and the upper bound is met.
    [Fact]
    public async Task A_very_uncertain_factor_is_drawn_and_never_below_zero() =>
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100, factor: 380m, activity: 0m)))).ShouldBe(
            "-94.1 +380.0 monte-carlo"
        );

    [Fact]
    public async Task Drawn_twice_the_bounds_are_the_same()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                Coal(100, factor: 60m),
                Coal(50, "BOILER-2", "other/1", factor: 100m),
                Coal(900, "BOILER-3", "third/1")
            )
        );

        var once = BoundsOf((await api.TotalsAsync(March))["rows"]![0]);

        once.ShouldEndWith("monte-carlo");
        BoundsOf((await api.TotalsAsync(March))["rows"]![0]).ShouldBe(once);
    }

    // A half-width of 30 % is still joined by squares; 31 % is drawn and skew: 1 − exp(−0.14298 · 1.95996 − 0.14298²
    // / 2) = 25.2 % below.
    [Fact]
    public async Task Above_thirty_percent_a_factor_is_drawn()
    {
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100, factor: 30m, activity: 0m)))).ShouldBe(
            "-30.0 +30.0 propagation"
        );
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100, factor: 31m, activity: 0m)))).ShouldBe(
            "-25.2 +31.0 monte-carlo"
        );
    }

    [Fact]
    public async Task Gases_of_one_source_err_together_in_co2e_and_scopes_have_bounds_of_their_own()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                Coal(2800),
                Coal(100, measure: "CH4"),
                new SheetLine(
                    "GRID-1",
                    "electricity.grid",
                    Categories.PurchasedElectricity,
                    "location-national",
                    "CO2",
                    5600m,
                    FactorSet: "grid-2022/1"
                )
            )
        );

        var co2e = (await api.TotalsAsync(March))["co2e"]!;

        // 2,800 kg of each, metered by the same scale and of one set: as if it were one line.
        co2e["rows"]!
            .AsArray()
            .Select(row => $"{row!["category"]} {row["quantity"]} {BoundsOf(row)}")
            .ShouldBe([
                "scope1.combustion 5600.000000 -5.4 +5.4 propagation",
                "scope2.electricity 5600.000000 -5.4 +5.4 propagation",
            ]);
        // √2 · 5.385 % / 2 = 3.808 %.
        co2e["scopes"]!
            .AsArray()
            .Select(row => $"{row!["scope"]} {row["quantity"]} {row["unit"]} {BoundsOf(row)}")
            .ShouldBe([
                "scope1 5600.000000 kg -5.4 +5.4 propagation",
                "scope2 5600.000000 kg -5.4 +5.4 propagation",
                "scope1+2 11200.000000 kg -3.8 +3.8 propagation",
            ]);
    }

    [Fact]
    public async Task What_a_group_supplies_to_itself_cancels_in_the_bounds_too()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(Organisation.Plant("SX-P1", 1, ("2020-01", "POWER")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03")
                .WithDirectPower(40, "SX-P1")
                .With(
                    new SheetLine(
                        "GRID-2",
                        "electricity.grid",
                        Categories.PurchasedElectricity,
                        "location-national",
                        "CO2",
                        60m,
                        FactorSet: "grid-2022/1"
                    )
                )
        );

        async Task<string> OfAsync(string org) =>
            (await api.TotalsAsync($"{March}&org={org}"))["rows"]!
                .AsArray()
                .Where(row => row!["category"]!.ToString() == Categories.PurchasedElectricity)
                .Select(row => $"{row!["quantity"]} {BoundsOf(row)}")
                .ShouldHaveSingleItem();

        // Alone: √((2² + 5²)(40² + 60²)) / 100 = 3.883 %. In the group only what comes from the grid counts.
        (await OfAsync("ALU")).ShouldBe("100.000000 -3.9 +3.9 propagation");
        (await OfAsync("GROUP")).ShouldBe("60.000000 -5.4 +5.4 propagation");
        (await OfAsync("POWER")).ShouldBe("-40.000000 -5.4 +5.4 propagation");
    }

    [Fact]
    public async Task A_zero_has_no_bounds_and_neither_has_what_does_not_say()
    {
        (await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(0)))).ShouldBe("none");
        (
            await BoundsAsync(March, new Sheet("SX-A1", "2024-03").With(Coal(100), Coal(1, "BOILER-2", activity: null)))
        ).ShouldBe("none");
    }

    [Fact]
    public async Task The_totals_are_those_without_bounds_now_and_as_of_then()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").With(Coal(100)).WithDirectPower(50, "SX-P1"));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03", 2).With(Coal(300)));

        foreach (
            var query in new[]
            {
                "",
                "&asOf=2",
                "&groupBy=orgUnit",
                "&groupBy=month,plant,source",
                "&asOf=2&groupBy=activity",
                "&org=ALU",
            }
        )
        {
            var with = await api.TotalsAsync("from=2024-01&to=2024-12&uncertainty=true" + query);
            foreach (var row in with["rows"]!.AsArray().Concat(with["co2e"]!["rows"]!.AsArray()))
            {
                (row!["uncertainty"] is null).ShouldBe(row["quantity"]!.ToString() == "0.000000", row.ToJsonString());
                row.AsObject().Remove("uncertainty");
            }
            with["co2e"]!.AsObject().Remove("scopes");
            with.ToJsonString().ShouldBe((await api.TotalsAsync("from=2024-01&to=2024-12" + query)).ToJsonString());
        }
        BoundsOf((await api.TotalsAsync("from=2024-01&to=2024-12&uncertainty=true&asOf=2"))["rows"]![0])
            .ShouldBe("-5.4 +5.4 propagation");
    }

    [Fact]
    public async Task Another_word_than_true_or_false_is_refused()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);

        (await api.RefusedAsync("/api/v1/totals?from=2024-01&to=2024-12&uncertainty=maybe")).ShouldBe(
            ("400 choice-invalid", "uncertainty is \"maybe\"; give true for the bounds of each total, or leave it out.")
        );
    }

    /// <summary>
    /// A single lognormal has bounds that can be written down; so can two normals. What is drawn must meet them.
    /// </summary>
    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(380)]
    public void Drawn_bounds_meet_those_that_can_be_written_down(int percent)
    {
        var deviations = new Deviations();
        deviations.Add(
            1_000 * BackedSum.Million,
            0,
            new CataloguedProvenance(
                new LineGrounds("measured", "x/1", null, LineStatuses.None),
                new Backing(true, true, false, false, false, false, false),
                0m,
                percent,
                0,
                true
            )
        );
        var width = percent / 100.0;
        var s = 1.959964 - Math.Sqrt(1.959964 * 1.959964 - 2 * Math.Log(1 + width));

        var bounds = deviations.Around(1_000m).ShouldNotBeNull();

        double.Parse(bounds.UpperPercent, System.Globalization.CultureInfo.InvariantCulture).ShouldBe(percent, 0.15);
        double.Parse(bounds.LowerPercent, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(100 * (1 - Math.Exp(-s * 1.959964 - s * s / 2)), 0.15);
    }
}
