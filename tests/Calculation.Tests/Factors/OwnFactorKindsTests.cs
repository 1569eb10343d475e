using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using static CarbonPlatform.Calculation.Tests.Factors.Publications;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>What a plant may have measured itself: a coefficient, a process, coal that has no default.</summary>
[Tier(Tier.Service)]
public sealed class OwnFactorKindsTests
{
    [Fact]
    public async Task An_own_value_serves_a_coefficient_a_process_and_coal_that_has_no_default()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(
            Sheets.Event(
                "2024-03",
                "SX",
                "BOILER-1 boiler | POT-1 potline technology=CWPB",
                "BOILER-1 fuel.raw-coal 100 t carbonContent=0.026; BOILER-1 fuel.diesel 10 t; POT-1 "
                    + "aluminium.net-anode 420 t"
            ) with
            {
                Plant = PlantCode.Parse("P-1"),
            }
        );
        (await host.OutboxAsync())
            .ShouldHaveSingleItem()
            .Gaps.ShouldContain(gap =>
                gap.Activity == "fuel.raw-coal" && gap.Kind == GapKinds.NoFactor && gap.Measure == "CO2"
            );
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(
            new
            {
                reason = "Laboratory",
                factors = new object[]
                {
                    new
                    {
                        id = "fuel.ndrc-2013.raw-coal.ncv",
                        what = "ncv",
                        appliesTo = "raw-coal",
                        unit = "GJ/t",
                        plant = "P-1",
                        value = "20.5",
                        validFrom = "2024-01",
                        source = "lab",
                        reference = "r1",
                        uncertaintyPercent = "2",
                    },
                    new
                    {
                        id = "fuel.ndrc-2013.diesel.ncv",
                        plant = "P-1",
                        value = "42.9",
                        validFrom = "2024-01",
                        source = "lab",
                        reference = "r2",
                        uncertaintyPercent = "2",
                    },
                    new
                    {
                        id = "anode.ash",
                        plant = "P-1",
                        value = "0.5",
                        validFrom = "2024-01",
                        source = "lab",
                        reference = "r3",
                        uncertaintyPercent = "2",
                    },
                },
            }
        );
        (await host.SweepAsync()).ShouldBe(1);
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.Gaps.ShouldNotContain(gap => gap.Activity == "fuel.raw-coal" && gap.Measure == "CO2");
        var lines = (await api.GetAsync("plants/P-1/months/2024-03/lines"))["lines"]!.AsArray();
        string Amount(string activity, string category) =>
            lines.First(l =>
                l!["activity"]!.GetValue<string>() == activity && l["category"]!.GetValue<string>() == category
            )!["amount"]!.GetValue<string>();
        Amount("fuel.raw-coal", "scope1.combustion")
            .ShouldBe($"{Arithmetic.Evaluate("100 × 20.5 × 0.026 × 93 / 100 × 44 / 12 × 1000"):F6}");
        Amount("fuel.diesel", "energy.consumed").ShouldBe($"{Arithmetic.Evaluate("10 × 42.9 / 29.3076 × 1000"):F6}");
        Amount("aluminium.net-anode", "scope1.anode")
            .ShouldBe($"{Arithmetic.Evaluate("420 × (100 − 2 − 0.5) / 100 × 44 / 12 × 1000"):F6}");
    }

    [Fact]
    public async Task Raw_coal_counts_by_the_heat_that_its_plant_has_measured_and_without_any_stays_a_gap()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var plant in (string[])["P-1", "P-2"])
            await host.DeliverAsync(
                Sheet(
                    plant,
                    "BOILER-1 fuel.raw-coal#A 100 t carbonFraction=0.52; BOILER-1 fuel.raw-coal#B 50 t "
                        + "carbonContent=0.0262"
                )
            );
        (await host.OutboxAsync()).ShouldAllBe(e =>
            e.Gaps.Any(gap => gap.Activity == "fuel.raw-coal" && gap.Kind == GapKinds.NoFactor && gap.Measure == "CO2")
        );
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(
            FactorsApi.One(
                new
                {
                    id = "fuel.ndrc-2013.raw-coal.ncv",
                    what = "ncv",
                    appliesTo = "raw-coal",
                    unit = "GJ/t",
                    plant = "P-1",
                    value = "20.5",
                    validFrom = "2024-01",
                    source = "lab",
                    reference = "r1",
                    uncertaintyPercent = "2",
                }
            )
        );

        (await host.SweepAsync()).ShouldBe(1);
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.Plant.Value.ShouldBe("P-1");
        calculated.Gaps.ShouldNotContain(gap => gap.Activity == "fuel.raw-coal" && gap.Measure == "CO2");
        Sums(calculated)["scope1.combustion  CO2"]
            .ShouldBe(
                decimal.Round(Arithmetic.Evaluate("(100 × 0.52 + 50 × 20.5 × 0.0262) × 93 / 100 × 44 / 12 × 1000"), 6)
            );
        Sums(calculated)["energy.consumed equal ENERGY"]
            .ShouldBe(decimal.Round(Arithmetic.Evaluate("150 × 20.5 / 29.3076 × 1000"), 6));
        var line = (await api.GetAsync("plants/P-1/months/2024-03/lines"))["lines"]!
            .AsArray()
            .Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-P-1/1+given");

        // By the measured carbon alone: the heat does not count, and its set is not named.
        await host.EmptyOutboxAsync();
        await host.DeliverAsync(
            Sheets.Event("2024-04", "SX", "BOILER-1 boiler", "BOILER-1 fuel.raw-coal 100 t carbonFraction=0.52") with
            {
                Plant = PlantCode.Parse("P-1"),
            }
        );
        line = (await api.GetAsync("plants/P-1/months/2024-04/lines"))["lines"]!
            .AsArray()
            .Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+given");
        await host.DeliverAsync(
            Sheets.Event("2024-05", "SX", "BOILER-1 boiler", "BOILER-1 fuel.raw-coal 100 t") with
            {
                Plant = PlantCode.Parse("P-1"),
            }
        );
        (await host.OutboxAsync())[^1]
            .Gaps.Single(gap => gap.Measure == "CO2")
            .Detail.ShouldBe("Raw coal has no default: give carbonContent or carbonFraction.");
    }
}
