using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Avoided amounts in totals, and what is not credited.</summary>
[Tier(Tier.Service)]
public sealed class TotalsAvoidedTests
{
    private const string March = "from=2024-03&to=2024-03";

    [Fact]
    public async Task Avoided_amounts_come_with_what_must_be_said_of_their_basis_own_and_bought_apart()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        var wind = new SheetLine("WF-1", "generation.wind", Categories.AvoidedWind, Bases.Displacement, "CO2", 50);
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03").With([
                wind with
                {
                    FactorSet = "cec-2023/1",
                },
                wind with
                {
                    Source = "GRID-1",
                    Activity = "electricity.wind",
                    Category = Categories.AvoidedWindBought,
                    Amount = 7,
                    FactorSet = "cec-2022/1",
                },
            ])
        );

        (await api.RowsAsync(March)).ShouldBe([
            "avoided.wind displacement CO2 50.000000",
            "avoided.wind.bought displacement CO2 7.000000",
        ]);
        var plain = (await api.TotalsAsync(March))["caveats"]!.AsArray().Single()!;
        plain["basis"]!.GetValue<string>().ShouldBe("displacement");
        plain["editions"].ShouldBeNull();

        var caveat = (await api.TotalsAsync(March + "&provenance=true"))["caveats"]!.AsArray().Single()!;
        caveat["editions"]!.AsArray().Select(set => set!.GetValue<string>()).ShouldBe(["cec-2022/1", "cec-2023/1"]);
        caveat["text"]!.GetValue<string>().ShouldContain("editions: cec-2022/1, cec-2023/1; not a reduction unit;");
    }

    [Theory]
    [InlineData("", "40.000000", "15.000000")]
    [InlineData("&groupBy=month,orgUnit", "40.000000", "15.000000")]
    [InlineData("&groupBy=plant", "40.000000", "15.000000")]
    [InlineData("&provenance=true&unit=t", "0.040000", "0.015000")]
    [InlineData("&asOf=3", "40.000000", "15.000000")]
    [InlineData("&asOf=2", "100.000000", null)]
    public async Task A_total_says_what_of_it_rests_on_factors_of_another_year(
        string question,
        string provisional,
        string? carried
    )
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        SheetLine Wind(string source, decimal co2, LineStatuses statuses) =>
            new(source, "generation.wind", Categories.AvoidedWind, Bases.Displacement, "CO2", co2, Statuses: statuses);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ENERGY")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").With(Wind("WF-1", 100, LineStatuses.ProvisionalFactor)));
        await ledger.PostAsync(
            new Sheet("SX-A1", "2024-03", 2) { Reason = "factor", Catalogue = 2 }.With(
                Wind("WF-1", 60, LineStatuses.None),
                Wind("WF-2", 40, LineStatuses.ProvisionalFactor | LineStatuses.UnverifiedFactor),
                Wind("WF-3", 15, LineStatuses.CarriedForward)
            )
        );
        await ledger.PostAsync(new Sheet("SX-A1", "2024-04").WithCoal(1));

        var totals = await api.TotalsAsync(March + question);

        var row = totals["rows"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)row["onProvisionalFactors"]).ShouldBe(provisional);
        ((string?)row["onCarriedForwardFactors"]).ShouldBe(carried);
        string[] statuses = carried is null ? ["provisional-factor"] : ["provisional-factor", "carried-forward"];
        totals["caveats"]![0]!["statuses"]!.AsArray().Select(status => status!.GetValue<string>()).ShouldBe(statuses);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Totals_say_what_has_no_figure_and_why_now_and_as_of_before()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        GapRecord Ended(string source) =>
            Sheet.Gap(source, GapKinds.CreditingEnded) with
            {
                Category = Categories.AvoidedHydro,
                Basis = Bases.CombinedMargin,
                Measure = "CO2",
            };
        await ledger.PostAsync(Organisation.Unit("ALU"));
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        var sheet = new Sheet("SX-A1", "2024-03").WithCoal(100);
        await ledger.PostAsync(sheet.WithGaps(Ended("HS-1"), Ended("HS-2"), Sheet.Gap("BOILER-1")));
        await ledger.PostAsync((sheet with { Revision = 2 }).WithGaps(Ended("HS-1")));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(1).WithGaps(Ended("HS-1")));
        var boiler = Sheet.Gap("BOILER-1");
        var ofBoiler = $"{boiler.Category} {boiler.Basis} {boiler.Measure} {boiler.Kind} 1";

        const string Hydro = "avoided.hydro combined-margin CO2 crediting-ended";
        await GapsAsync("", $"{Hydro} 2");
        await GapsAsync("&org=SX-A1", $"{Hydro} 1");
        await GapsAsync("&org=ALU", $"{Hydro} 1");
        await GapsAsync("&asOf=3", $"{Hydro} 2", ofBoiler);
        (await api.TotalsAsync("from=2024-04&to=2024-04"))["gaps"].ShouldBeNull();

        async Task GapsAsync(string question, params string[] expected) =>
            (await api.TotalsAsync(March + question))["gaps"]!
                .AsArray()
                .Select(gap => $"{gap!["category"]} {gap["basis"]} {gap["measure"]} {gap["kind"]} {gap["count"]}")
                .ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task Totals_without_avoided_amounts_need_no_caveat()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        (await api.TotalsAsync(March))["caveats"].ShouldBeNull();
    }

    [Fact]
    public async Task Gaps_that_keep_no_month_from_closing_are_counted_apart_now_and_as_of_before()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        var sheet = new Sheet("SX-A1", "2024-03").WithCoal(100);
        await ledger.PostAsync(
            sheet.WithGaps(
                Sheet.Gap("BOILER-1"),
                Sheet.Gap("HS-1", GapKinds.CreditingEnded),
                Sheet.Gap("HS-2", GapKinds.DensityUnknown),
                Sheet.Gap("HS-3", GapKinds.DensityTooLow)
            )
        );
        await ledger.PostAsync(
            (sheet with { Revision = 2 }).WithGaps(
                Sheet.Gap("HS-2", GapKinds.DensityUnknown),
                Sheet.Gap("HS-3", GapKinds.DensityTooLow)
            )
        );

        await CoverageAsync(March, openGaps: 0, notBlocking: 2);
        await CoverageAsync(March + "&asOf=1", openGaps: 1, notBlocking: 3);
        (await ledger.ReceiptsAsync()).Select(receipt => receipt.OpenGaps).ShouldBe([1, 0]);

        async Task CoverageAsync(string question, int openGaps, int notBlocking)
        {
            var coverage = (await api.TotalsAsync(question))["coverage"]!;
            coverage["openGaps"]!.GetValue<int>().ShouldBe(openGaps);
            coverage["gapsNotBlocking"]!.GetValue<int>().ShouldBe(notBlocking);
        }
    }
}
