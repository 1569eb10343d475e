using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// Nobody moves another plant's totals by naming it; once that plant says so itself, it is taken off where it stands.
/// </summary>
[Collection<PlatformCollection>]
public sealed class SupplierTests(Platform platform)
{
    private const string Month = "from=2024-04&to=2024-04";

    private readonly PlatformClient _admin = platform.Client;

    private async Task<PlatformClient> KeyOfAsync(string plant) =>
        new(platform.Address, (await _admin.MakeKeyAsync("plant", plant)).Key);

    private async Task<JsonArray> LinesAsync(string plant) =>
        (await _admin.GetAsync($"plants/{plant}/months/2024-04/lines"))["lines"]!.AsArray();

    [Fact]
    public async Task A_plant_that_is_named_stays_as_it_is_until_it_confirms_and_then_counts_what_it_passed_on()
    {
        await _admin.PutRefineryAsync("SUP-T1", orgUnit: "POWER");
        await _admin.PutRefineryAsync("SUP-Z1", orgUnit: "ZINC");
        await _admin.PostedAsync(await _admin.PostAsync("SUP-T1", "2024-04", Sheets.Grid("10000", "kWh")));
        using var receiver = await KeyOfAsync("SUP-Z1");
        using var supplier = await KeyOfAsync("SUP-T1");

        async Task<string> SumsAsync() =>
            string.Join(
                " | ",
                await CO2Async("SUP-T1"),
                await CO2Async("SUP-Z1"),
                await _admin.TotalAsync($"{Month}&org=SUP-T1", "energy.consumed", "ENERGY")
            );

        (await CO2Async("SUP-T1")).ShouldBe(5_366m);
        await _admin.PostedAsync(
            await receiver.PostAsync(
                "SUP-Z1",
                "2024-04",
                new
                {
                    readings = new[]
                    {
                        new
                        {
                            source = "GRID-1",
                            activity = "electricity.direct.fossil",
                            quantity = "900000000",
                            unit = "kWh",
                            quality = "measured",
                            attributes = new { supplierPlant = "SUP-T1", proof = "contract" },
                        },
                    },
                }
            )
        );

        // 9 × 10⁸ kWh × 0.8325; what is 10,000 kWh of grid power stays that, energy too.
        (await SumsAsync()).ShouldBe("5366.000000 | 749250000.000000 | 1229.000000");
        var unconfirmed = await LinesAsync("SUP-Z1");
        unconfirmed.ShouldAllBe(line => line!["counterparty"] == null);
        unconfirmed
            .Where(line => line!["category"]!.GetValue<string>() == "scope2.electricity")
            .ShouldAllBe(line => line!["statuses"]!.ToJsonString().Contains("supplier-unconfirmed"));
        unconfirmed[0]!.ToJsonString().ShouldNotContain("supplier-unconfirmed", Case.Sensitive, "the kWh are its own");
        (await _admin.GetAsync($"totals?groupBy=category,measure&provenance=true&{Month}&org=SUP-Z1"))
            .ToJsonString()
            .ShouldContain("supplier-unconfirmed");

        await supplier.PutAsync(
            "plants/SUP-T1/supplies/SUP-Z1",
            new
            {
                carrier = "electricity",
                state = "confirmed",
                from = "2024-01",
                reason = "contract 12",
            }
        );

        // Decision 0008: the receiver shows it, the supplier has it taken off, a set of both shows neither.
        await Eventually.PassAsync(async () =>
            (await SumsAsync()).ShouldBe("-749244634.000000 | 749250000.000000 | -110608771.000000")
        );
        var entries = (await _admin.GetAsync("ledger/entries?plant=SUP-Z1&month=2024-04"))["entries"]!.AsArray();
        entries.Select(entry => entry!["reason"]!.GetValue<string>()).ShouldBe(["reading", "master-data"]);
        (await LinesAsync("SUP-Z1")).ShouldContain(line =>
            line!["counterparty"] != null && line["counterparty"]!.GetValue<string>() == "SUP-T1"
        );

        await _admin.PutAsync(
            "plants/SUP-T1/supplies/SUP-Z1",
            new
            {
                carrier = "electricity",
                state = "refused",
                from = "2024-01",
                reason = "There is no such line",
            }
        );
        await Eventually.PassAsync(async () =>
            (await SumsAsync()).ShouldBe("5366.000000 | 749250000.000000 | 1229.000000")
        );
        await platform.LedgerShouldBeSoundAsync();
    }

    private async Task<decimal> CO2Async(string org) =>
        await _admin.TotalAsync($"{Month}&org={org}", "scope2.electricity", "CO2", "location-national");
}
