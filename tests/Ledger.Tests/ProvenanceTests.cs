using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>What totals say of the methods and factor sets they rest on.</summary>
[Tier(Tier.Service)]
public sealed class ProvenanceTests
{
    private const string March = "from=2024-03&to=2024-03&provenance=true";

    private static SheetLine Grid(
        decimal kg,
        string source,
        string factorSet,
        LineStatuses statuses = LineStatuses.None,
        Quality quality = Quality.Measured
    ) =>
        new(
            source,
            "electricity.grid",
            Categories.PurchasedElectricity,
            "location-national",
            "CO2",
            kg,
            Quality: quality,
            Method: "purchased-electricity/1",
            FactorSet: factorSet,
            Statuses: statuses
        );

    private static async Task<IReadOnlyList<string>> SharesAsync(LedgerApi api, string query) =>
        [
            .. (await api.TotalsAsync(query))["rows"]!
                .AsArray()
                .SelectMany(row =>
                    row!["provenance"]!
                        .AsArray()
                        .Select(share =>
                            $"{share!["quantity"]} {share["method"]} {share["factorSet"]} {share["quality"]} "
                            + $"[{string.Join(' ', share["statuses"]!.AsArray())}]"
                        )
                ),
        ];

    [Fact]
    public async Task A_total_says_how_much_of_it_rests_on_what()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                Grid(10, "GRID-1", "grid-2022/1"),
                Grid(25, "GRID-2", "grid-2022/1"),
                Grid(40, "GRID-3", "grid-2022/1", LineStatuses.ProvisionalFactor),
                Grid(7, "GRID-4", "grid-2022/1", quality: Quality.Estimated)
            )
        );

        (await SharesAsync(api, March)).ShouldBe([
            "40.000000 purchased-electricity/1 grid-2022/1 measured [provisional-factor]",
            "35.000000 purchased-electricity/1 grid-2022/1 measured []",
            "7.000000 purchased-electricity/1 grid-2022/1 estimated []",
        ]);
        (await SharesAsync(api, March + "&unit=t&groupBy=source"))[2].ShouldStartWith("0.040000 ");
    }

    // Group and year are otherwise answered from the roll-up, which knows no factor sets.
    [Fact]
    public async Task The_shares_are_the_total_now_and_as_of_then()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03")
                .With(Grid(100, "GRID-1", "grid-2021/1", LineStatuses.ProvisionalFactor))
                .WithDirectPower(50, "SX-A1")
        );
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 2) { Reason = "factor", Catalogue = 2 }
                .With(Grid(90, "GRID-1", "grid-2022/1"))
                .WithDirectPower(50, "SX-A1")
        );

        (await SharesAsync(api, March + "&org=SX-A1"))[0]
            .ShouldBe("90.000000 purchased-electricity/1 grid-2022/1 measured []");
        (await SharesAsync(api, March + "&asOf=2&groupBy=source&org=SX-A1"))[0]
            .ShouldBe("100.000000 purchased-electricity/1 grid-2021/1 measured [provisional-factor]");
        (await SharesAsync(api, March + "&asOf=2")).ShouldNotContain(
            share => share.Contains("grid-2022"),
            "what came later"
        );
        foreach (var query in new[] { "", "&asOf=2", "&groupBy=orgUnit,month", "&groupBy=plant,activity" })
        {
            foreach (var row in (await api.TotalsAsync(March + query))["rows"]!.AsArray())
            {
                row!["provenance"]!
                    .AsArray()
                    .Sum(share =>
                        decimal.Parse(share!["quantity"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture)
                    )
                    .ShouldBe(
                        decimal.Parse(row["quantity"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture),
                        row.ToJsonString()
                    );
            }
        }
    }

    /// <summary>
    /// 100 kg of which 40 rest on a disputed factor that nobody has compared with its text; 50 kg of power of a plant
    /// of the group, unverified too.
    /// </summary>
    [Theory]
    [InlineData("", "60.000000", "40.000000")]
    [InlineData("&groupBy=month,orgUnit", "60.000000", "40.000000")]
    [InlineData("&groupBy=plant", "60.000000", "40.000000")]
    [InlineData("&provenance=true&unit=t", "0.060000", "0.040000")]
    [InlineData("&org=SX-A1&asOf=3", "60.000000", "40.000000")]
    [InlineData("&asOf=2", "100.000000", null)]
    public async Task A_total_says_what_of_it_rests_on_verified_and_on_disputed_factors(
        string question,
        string expected,
        string? disputed
    )
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").With(Grid(100, "GRID-1", "grid-2021/1")));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 2) { Reason = "factor", Catalogue = 2 }.With(
                Grid(60, "GRID-1", "grid-2022/1"),
                Grid(40, "GRID-2", "grid-2022/1", LineStatuses.UnverifiedFactor | LineStatuses.DisputedFactor)
            )
        );

        var row = (await api.TotalsAsync("from=2024-03&to=2024-03" + question))["rows"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        row["onVerifiedFactors"]!.ToString().ShouldBe(expected);
        ((string?)row["onDisputedFactors"]).ShouldBe(disputed);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task So_does_co2e_by_the_weights_of_its_gases()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With(
                new SheetLine("POT-1", "aluminium.output", Categories.Pfc, null, "CF4", 10),
                new SheetLine(
                    "POT-1",
                    "aluminium.output",
                    Categories.Pfc,
                    null,
                    "C2F6",
                    1,
                    Statuses: LineStatuses.UnverifiedFactor | LineStatuses.DisputedFactor
                ),
                new SheetLine(
                    "POT-1",
                    "aluminium.net-anode",
                    Categories.Anode,
                    null,
                    "CO2",
                    1000,
                    Statuses: LineStatuses.UnverifiedFactor
                ),
                Grid(7, "GRID-1", "grid-2022/1")
            )
        );

        var co2e = (await api.TotalsAsync("from=2024-03&to=2024-03&uncertainty=true"))["co2e"]!;
        // 10 kg CF4 × 6630 of 66,300 + 11,100.
        co2e["rows"]!
            .AsArray()
            .Select(row =>
                $"{row!["category"]} {row["quantity"]} {row["onVerifiedFactors"]} {row["onDisputedFactors"]}"
            )
            .ShouldBe(
                [
                    "scope1.anode 1000.000000 0.000000 ",
                    "scope1.pfc 77400.000000 66300.000000 11100.000000",
                    "scope2.electricity 7.000000 7.000000 ",
                ],
                ignoreOrder: true
            );
        co2e["scopes"]!
            .AsArray()
            .Select(scope =>
                $"{scope!["scope"]} {scope["quantity"]} {scope["onVerifiedFactors"]} {scope["onDisputedFactors"]}"
            )
            .ShouldBe([
                "scope1 78400.000000 66300.000000 11100.000000",
                "scope2 7.000000 7.000000 ",
                "scope1+2 78407.000000 66307.000000 11100.000000",
            ]);
    }

    [Fact]
    public async Task It_is_not_there_unless_asked_for()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));

        (await api.TotalsAsync("from=2024-03&to=2024-03&uncertainty=true"))["rows"]![0]!["provenance"].ShouldBeNull();
        (await api.TotalsAsync(March))["rows"]![0]!["uncertainty"].ShouldBeNull();
        (await api.RefusedAsync("/api/v1/totals?from=2024-01&to=2024-12&provenance=1")).ShouldBe(
            (
                "400 choice-invalid",
                "provenance is \"1\"; give true for the methods and factor sets that each total rests on, "
                    + "or leave it out."
            )
        );
    }
}
