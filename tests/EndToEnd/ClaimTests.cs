using System.Globalization;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// A MWh of wind power in the group is claimed once: by who generates it, whatever the customer says, and by nobody
/// where more is claimed than there is.
/// </summary>
[Collection<PlatformCollection>]
public sealed class ClaimTests(Platform platform)
{
    private const string Month = "from=2023-05&to=2023-05";

    private readonly PlatformClient _admin = platform.Client;

    private async Task NewPlantsAsync(string unit, params string[] plants)
    {
        foreach (var plant in plants)
        {
            await _admin.PutRefineryAsync(plant, orgUnit: unit);
            await _admin.PutAsync(
                $"plants/{plant}/sources/WF-1",
                new
                {
                    name = "WF-1",
                    kind = "wind-farm",
                    capacities = new[] { new { from = "2015-01-01", megawatts = 50 } },
                }
            );
        }
    }

    private async Task PostedAsync(
        string plant,
        string source,
        string activity,
        string megawattHours,
        object attributes
    ) =>
        await _admin.PostedAsync(
            await _admin.PostAsync(
                plant,
                "2023-05",
                new
                {
                    readings = new[]
                    {
                        new
                        {
                            source,
                            activity,
                            quantity = megawattHours,
                            unit = "MWh",
                            quality = "measured",
                            attributes,
                        },
                    },
                }
            )
        );

    private Task DeliveredAsync(string plant, string megawattHours, object attributes) =>
        PostedAsync(plant, "WF-1", "generation.wind", megawattHours, attributes);

    private Task ClaimedAsync(string plant, string megawattHours, object attributes) =>
        PostedAsync(plant, "GRID-1", "electricity.wind", megawattHours, attributes);

    private async Task<string> AvoidedAsync(string org) =>
        $"{await SumAsync(org, "avoided.wind")} | {await SumAsync(org, "avoided.wind.bought")}";

    private Task<decimal> MarketAsync(string org) => SumAsync(org, "scope2.electricity");

    /// <summary>kg CO2 by displacement or by the market; 0 where there is no line.</summary>
    private async Task<decimal> SumAsync(string org, string category)
    {
        var totals = await _admin.GetAsync($"totals?groupBy=category,measure&basis=market&{Month}&org={org}");
        return totals["rows"]!
            .AsArray()
            .Where(row => row!["category"]!.GetValue<string>() == category)
            .Where(row => row!["measure"]!.GetValue<string>() == "CO2")
            .Sum(row => decimal.Parse(row!["quantity"]!.GetValue<string>(), CultureInfo.InvariantCulture));
    }

    private async Task<string> ReasonsAsync(string plant) =>
        string.Join(
            ' ',
            (await _admin.GetAsync($"ledger/entries?plant={plant}&month=2023-05"))["entries"]!
                .AsArray()
                .Select(entry => entry!["reason"]!.GetValue<string>())
        );

    [Theory]
    [InlineData("CLA", true)]
    [InlineData("CLB", false)]
    public async Task Wind_of_a_plant_that_names_its_customer_avoids_once(string unit, bool generatorFirst)
    {
        var (generator, customer) = ($"{unit}-W", $"{unit}-K");
        await NewPlantsAsync(unit, generator, customer);
        if (generatorFirst)
            await DeliveredAsync(generator, "100", new { customerPlant = customer });
        await ClaimedAsync(customer, "100", new { proof = "certificate" });
        if (!generatorFirst)
            await DeliveredAsync(generator, "100", new { customerPlant = customer });

        // 100 MWh × 821 g, once; before it was found twice. By the market it is wind at the customer.
        await Eventually.PassAsync(async () => (await AvoidedAsync(unit)).ShouldBe("82100.000000 | 0"));
        (await MarketAsync(unit)).ShouldBe(0);
        (await ReasonsAsync(customer)).ShouldBe(generatorFirst ? "reading" : "reading claim");
    }

    [Fact]
    public async Task What_is_claimed_beyond_what_was_generated_is_a_gap_and_a_correction_moves_every_consumer()
    {
        await NewPlantsAsync("CLC", "CLC-W", "CLC-K", "CLC-L");
        foreach (var consumer in (string[])["CLC-K", "CLC-L"])
        {
            await _admin.PutAsync(
                $"plants/CLC-W/supplies/{consumer}",
                new
                {
                    carrier = "electricity",
                    state = "confirmed",
                    from = "2023-01",
                    reason = "contract",
                }
            );
            await ClaimedAsync(consumer, "100", new { proof = "certificate", supplierPlant = "CLC-W" });
        }
        // 0.5942 for each of 200,000 kWh before the generator has reported, none once it has generated them.
        await Eventually.PassAsync(async () => (await MarketAsync("CLC")).ShouldBe(118_840m));
        await DeliveredAsync("CLC-W", "200", new { });
        await Eventually.PassAsync(async () => (await MarketAsync("CLC")).ShouldBe(0));

        await DeliveredAsync("CLC-W", "150", new { });

        await Eventually.PassAsync(async () => (await MarketAsync("CLC")).ShouldBe(29_710m));
        foreach (var consumer in (string[])["CLC-K", "CLC-L"])
        {
            (await MarketAsync(consumer)).ShouldBe(14_855m);
            (await ReasonsAsync(consumer)).ShouldBe("reading claim claim");
            var gap = (await _admin.GetAsync($"plants/{consumer}/months/2023-05/lines"))["gaps"]!
                .AsArray()
                .ShouldHaveSingleItem()!;
            gap["kind"]!.GetValue<string>().ShouldBe("claim-not-held");
            gap["detail"]!.GetValue<string>().ShouldContain("25000 kWh from CLC-W are not held");
        }
        // Its certificates sold, nobody holds anything, and it avoids nothing either.
        await DeliveredAsync("CLC-W", "150", new { certificateSold = "yes" });
        await Eventually.PassAsync(async () => (await MarketAsync("CLC")).ShouldBe(118_840m));
        (await AvoidedAsync("CLC")).ShouldBe("0.000000 | 0");
        await platform.LedgerShouldBeSoundAsync();
    }
}
