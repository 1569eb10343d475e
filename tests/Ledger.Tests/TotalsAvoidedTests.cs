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
                    Statuses = LineStatuses.CertificateSold,
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
        plain["certificatesSold"]!.GetValue<string>().ShouldBe("unknown");

        var caveat = (await api.TotalsAsync(March + "&provenance=true"))["caveats"]!.AsArray().Single()!;
        caveat["editions"]!.AsArray().Select(set => set!.GetValue<string>()).ShouldBe(["cec-2022/1", "cec-2023/1"]);
        caveat["certificatesSold"]!.GetValue<string>().ShouldBe("yes");
        caveat["text"]!.GetValue<string>().ShouldContain("editions: cec-2022/1, cec-2023/1; not a reduction unit;");
        caveat["textZh"]!.GetValue<string>().ShouldContain("绿证或减排量是否已出售：是（已出售部分不计）");
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
                Sheet.Gap("HS-2", GapKinds.DensityUnknown)
            )
        );
        await ledger.PostAsync((sheet with { Revision = 2 }).WithGaps(Sheet.Gap("HS-2", GapKinds.DensityUnknown)));

        await CoverageAsync(March, openGaps: 0, notBlocking: 1);
        await CoverageAsync(March + "&asOf=1", openGaps: 1, notBlocking: 2);
        (await ledger.ReceiptsAsync()).Select(receipt => receipt.OpenGaps).ShouldBe([1, 0]);

        async Task CoverageAsync(string question, int openGaps, int notBlocking)
        {
            var coverage = (await api.TotalsAsync(question))["coverage"]!;
            coverage["openGaps"]!.GetValue<int>().ShouldBe(openGaps);
            coverage["gapsNotBlocking"]!.GetValue<int>().ShouldBe(notBlocking);
        }
    }
}
