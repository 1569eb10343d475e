using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>How large an answer may be, and that nobody works on one whose caller has left.</summary>
[Tier(Tier.Service)]
public sealed class TotalsLimitTests
{
    private const int Sources = LedgerApi.MostRows / 2 + 1;

    private static Sheet Wide(string month) =>
        new Sheet("SX-A1", month).With([
            .. Enumerable
                .Range(1, Sources)
                .Select(i => new SheetLine($"B-{i:D4}", "fuel.coal", Categories.Combustion, null, "CO2", i)),
        ]);

    [Fact]
    public async Task Totals_with_more_rows_than_an_answer_may_have_are_refused_with_their_number_and_what_to_narrow()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Wide("2024-03"));
        await ledger.PostAsync(Wide("2024-04"));
        const string BothMonths = "from=2024-03&to=2024-04&groupBy=source";

        (await api.RowsAsync(BothMonths)).Count.ShouldBe(Sources);
        (await api.RefusedAsync($"/api/v1/totals?{BothMonths},month")).ShouldBe(
            (
                "422 too-many-rows",
                "It would have 2,002 rows, and may have 2,000. "
                    + "Ask for fewer months (from, to), for a unit or a plant (org), or by less (groupBy)."
            )
        );
        (await api.RowsAsync("from=2024-04&to=2024-04&groupBy=source,month")).Count.ShouldBe(Sources);
        // As of an earlier position the rows are those of then.
        (await api.RowsAsync($"{BothMonths},month&asOf=1")).Count.ShouldBe(Sources);
        foreach (var heavy in new[] { "uncertainty", "provenance" })
        {
            var refused = await api.RefusedAsync($"/api/v1/totals?{BothMonths}&{heavy}=true");
            refused.Code.ShouldBe("422 too-many-rows");
            refused.Detail.ShouldStartWith(
                "It would have 1,001 rows, and may have 400 with uncertainty or provenance."
            );
        }
    }

    [Theory]
    [InlineData("from=2024-01&to=2024-12", false)]
    [InlineData("from=1990-01&to=2100-12&groupBy=month,orgUnit", false)]
    [InlineData("from=2024-01&to=2026-11&groupBy=plant,activity", false)]
    [InlineData("from=2024-01&to=2026-12&groupBy=plant,activity", true)]
    [InlineData("from=2024-01&to=2024-01&uncertainty=true", true)]
    [InlineData("from=2024-01&to=2024-01&provenance=true", true)]
    public void A_question_is_heavy_that_reads_all_lines_that_are_kept_at_hand_or_what_totals_are_made_of(
        string query,
        bool isHeavy
    ) => Question(query).IsHeavy.ShouldBe(isHeavy);

    [Fact]
    public async Task An_answer_that_turns_out_to_be_long_is_a_heavy_call_whatever_its_months()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(Wide("2024-03"));
        await using var host = new ServiceHost<Program>(
            "ledger",
            [
                ("ConnectionStrings:Service", ledger.Database.Service),
                ("Load:HeavyCallsOfOneCaller", "1"),
                ("Load:MostLightRows", $"{Sources - 1}"),
            ]
        );
        using var client = host.As(LedgerApi.Environment);
        const string BySource = "/api/v1/totals?from=2024-03&to=2024-03&groupBy=source";
        (await client.Get(BySource)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The one heavy call that this caller may have.
        var another = new DefaultHttpContext { User = LedgerApi.Environment.ToPrincipal() };
        (await host.Services.GetRequiredService<HeavyCalls>().BeginAsync(another)).ShouldBeNull();

        foreach (var heavy in new[] { BySource, "/api/v1/ledger/entries" })
            await (await client.Get(heavy)).ShouldBeProblem(429, "too-many-at-once");
        (await client.Get("/api/v1/totals?from=2024-03&to=2024-03")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // A row less is no long answer.
        var oneLess = Wide("2024-03") with
        {
            Revision = 2,
            Lines = [.. Wide("2024-03").Lines.Skip(1)],
        };
        await ledger.PostAsync(oneLess);
        (await client.Get(BySource)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_tally_stops_when_its_caller_has_left()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        var question = Question("from=2024-03&to=2024-03&groupBy=plant");
        (await LedgerView.OpenAsync(ledger.Source, new SharedCatalogue(), question.AsOf, CancellationToken.None))
            .IsRefused(out _, out var view)
            .ShouldBeFalse();
        await using var disposed = view;
        using var leaving = new CancellationTokenSource();
        var tally = new Tally(question, Scope.OfGroup(view!.Organisation), view, mostRows: 10, leaving.Token);
        var (plant, month) = (PlantCode.Parse("SX-A1"), Month.Parse("2024-03"));
        var lines = new MonthLines(1, [view.Lines.Index().Last(line => line.Item is not null).Index], [1], [0]);
        tally.Add(plant, month, lines);

        await leaving.CancelAsync();

        Should.Throw<OperationCanceledException>(() => tally.Add(plant, month, lines));
        Should.Throw<OperationCanceledException>(() => tally.Add(plant, month, new CountedLine(1, 1, 0, 1)));
        Should.Throw<OperationCanceledException>(() => tally.Result());
    }

    [Fact]
    public void An_answer_is_not_made_for_a_caller_who_has_left()
    {
        var total = new Total();
        total.Add(new BackedSum(5_000_000, 0, 0, 0, 0, 0, 1, 0, 0));
        var row = new RowKey(null, null, null, null, null, null, Categories.Combustion, null, "CO2", false);
        Should.Throw<OperationCanceledException>(() =>
            TotalsRendering.Of(
                Question("from=2024-03&to=2024-03"),
                new LedgerPosition(),
                new TotalsCoverage(0, 0, 0, Closed: false),
                [],
                new Tallied([new(row, total)], SourcesUnplaced: 0),
                [],
                s_potentials,
                new CancellationToken(canceled: true)
            )
        );
    }

    private static readonly WarmingPotentials s_potentials = WarmingPotentials.Read();

    private static TotalsQuestion Question(string query)
    {
        var given = query.Split('&').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        TotalsQuestion
            .Parse(
                new TotalsParameters
                {
                    From = given["from"],
                    To = given["to"],
                    GroupBy = given.GetValueOrDefault("groupBy"),
                    Uncertainty = given.GetValueOrDefault("uncertainty"),
                    Provenance = given.GetValueOrDefault("provenance"),
                },
                s_potentials,
                Boundaries.Read()
            )
            .IsRefused(out _, out var question)
            .ShouldBeFalse();
        return question!;
    }
}
