using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Disputes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>Where two values are in print for a factor, the difference can be asked for.</summary>
[Tier(Tier.Service)]
public sealed class DisputeTests
{
    private const string Cf4 = "factors/disputes/pfc.ets-2024.cf4";

    private static Task DeliverAsync(CalculationHost host, string month) =>
        host.DeliverAsync(
            Sheets.Event(
                month,
                "SX",
                "POT-1 potline technology=CWPB",
                "POT-1 aluminium.output 10000 t; POT-1 aluminium.net-anode 4200 t"
            )
        );

    private static string Sum(JsonNode sum) => $"{sum["measure"]} {sum["old"]} → {sum["new"]}: {sum["delta"]}";

    [Fact]
    public async Task What_is_disputed_is_listed_with_every_value_and_its_source()
    {
        await using var host = await CalculationHost.StartAsync();
        var disputes = (await new FactorsApi(host).GetAsync("factors/disputes"))["disputes"]!.AsArray();

        disputes
            .Select(one => $"{one!["factor"]} {one["value"]} {one["rivals"]![0]!["value"]} {one["unit"]}")
            .ShouldBe([
                "anode.ets-2024.net-consumption 0.411 0.42 t/tAl",
                "cec.supply-rate.2015 315 315.4 gce/kWh",
                "cec.supply-rate.2020 304.9 305.5 gce/kWh",
                "pfc.ets-2024.c2f6 0.0011 0.0034 kg/tAl",
                "pfc.ets-2024.cf4 0.020 0.034 kg/tAl",
            ]);
        disputes.ShouldAllBe(one =>
            one!["source"]!.ToString().Length > 5 && one["rivals"]![0]!["source"]!.ToString().Length > 5
        );
    }

    /// <summary>
    /// CF4 alone: 10,000 t × (0.034 − 0.020) kg/t = 140 kg a month, and 140 × 6630 / 1000 = 928.2 t CO2e.
    /// </summary>
    [Fact]
    public async Task The_difference_is_told_in_kilograms_and_in_CO2e_and_nothing_is_posted()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var month in new[] { "2024-03", "2024-04", "2024-05" })
            await DeliverAsync(host, month);
        await host.EmptyOutboxAsync();

        var answer = await api.GetAsync(Cf4 + "?from=2024-04&to=2024-12");

        answer["gwp"]!.ToString().ShouldBe("AR5");
        answer["plantMonthsWaiting"]!.GetValue<int>().ShouldBe(0);
        var rival = answer["rivals"]!.AsArray().ShouldHaveSingleItem()!;
        rival["value"]!.ToString().ShouldBe("0.034");
        rival["plantMonths"]!.GetValue<int>().ShouldBe(2);
        rival["sums"]!.AsArray().Select(sum => Sum(sum!)).ShouldBe(["CF4 400.000000 → 680.000000: 280.000000"]);
        var co2e = rival["co2e"]!.AsArray().ShouldHaveSingleItem()!;
        (
            co2e["category"]!.ToString(),
            decimal.Parse(co2e["tonnes"]!.ToString()),
            decimal.Parse(co2e["tonnesByRival"]!.ToString()),
            decimal.Parse(co2e["difference"]!.ToString())
        ).ShouldBe(("scope1.pfc", 2652m, 4508.4m, 1856.4m));
        (await host.SweepAsync()).ShouldBe(0);
        (await host.OutboxAsync()).ShouldBeEmpty();
        // With the potential of the sixth report: 280 kg × 7380.
        var sixth = await api.GetAsync(Cf4 + "?from=2024-04&to=2024-12&gwp=AR6");
        decimal.Parse(sixth["rivals"]![0]!["co2e"]![0]!["difference"]!.ToString()).ShouldBe(2066.4m);
    }

    [Fact]
    public void A_gas_that_the_set_has_no_potential_for_is_named_and_not_counted_as_nothing()
    {
        var weights = WarmingPotentials.Read().Of("AR5")!.Where(weight => weight.Key != "C2F6").ToDictionary();
        var difference = CompareRivals.Difference.Of(
            0.034m,
            1,
            [Changed("CF4"), Changed("C2F6"), Changed("C2F6", "scope1.fugitive")],
            weights
        );

        difference.WithoutPotential.ShouldBe(["C2F6"]);
        var co2e = difference.Co2e.ShouldHaveSingleItem();
        (co2e.Tonnes, co2e.TonnesByRival, co2e.Difference).ShouldBe((663m, 1326m, 663m));

        static PreviewSum Changed(string gas, string category = "scope1.pfc") =>
            new(category, null, gas, "kg", Old: 100, New: 200, Delta: 100);
    }

    [Theory]
    [InlineData("factors/disputes/heat.default?from=2024-01&to=2024-12", 404, "pfc.ets-2024.cf4")]
    [InlineData(Cf4 + "?from=2024-13&to=2024-12", 400, "'2024-13' is no month")]
    [InlineData(Cf4 + "?from=2024-02&to=2024-01", 400, "range-invalid")]
    [InlineData(Cf4 + "?from=2021-01&to=2024-01", 400, "are 37 months. Expected: at most 36.")]
    [InlineData(Cf4 + "?from=2024-01&to=2024-12&gwp=AR9", 400, "unknown-gwp")]
    [InlineData(Cf4 + "?from=2024-01", 400, "'to' is missing")]
    public async Task What_cannot_be_compared_is_refused_with_what_would_be_right(string path, int status, string told)
    {
        await using var host = await CalculationHost.StartAsync();
        using var response = await new FactorsApi(host).Proposer.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative));
        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(told);
    }

    [Fact]
    public async Task A_plant_does_not_see_what_others_come_to()
    {
        await using var host = await CalculationHost.StartAsync();
        using var response = await host.As(Roles.Plant, "P-1")
            .GetAsync(new Uri($"/api/v1/{Cf4}?from=2024-01&to=2024-12", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
