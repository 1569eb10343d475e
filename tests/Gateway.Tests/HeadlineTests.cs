using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>The headline over HTTP, with a Ledger that answers as the real one does.</summary>
[Tier(Tier.Service)]
public sealed class HeadlineTests(SharedGateway shared) : HeadlineOfLedger(shared)
{
    [Fact]
    public async Task Both_years_come_exactly_with_change_coverage_and_position()
    {
        Answers["2024"] = Totals(
            "2024",
            18233,
            """
            {"category":"avoided.wind","basis":"displacement","measure":"CO2",
            "quantity":"123456789012.345678","unit":"kg","measuredShare":"0.931",
            "onVerifiedFactors":"23456789012.000001"},{"category":"air.combustion","basis":null,
            "measure":"SO2","quantity":"61486000.000000","unit":"kg","measuredShare":"1",
            "onVerifiedFactors":"0.000000"}
            """.Joined(),
            """
            {"category":"scope1.combustion","basis":null,"quantity":"1240000.100000","unit":"kg",
            "onVerifiedFactors":"0.000000"},{"category":"scope2.electricity","basis":"location-national",
            "quantity":"5366000.000000","unit":"kg","onVerifiedFactors":"0.000000"}
            """.Joined()
        );
        Answers["2024 market,combined-margin"] = Totals(
            "2024",
            18233,
            co2e: """
            {"category":"scope2.electricity","basis":"market","quantity":"5856000.000000","unit":"kg",
            "onVerifiedFactors":"0.000000"}
            """.Joined()
        );
        Answers["2023"] = Totals(
            "2023",
            18233,
            """
            {"category":"avoided.wind","basis":"displacement","measure":"CO2",
            "quantity":"100000000000.000000","unit":"kg","measuredShare":"1",
            "onVerifiedFactors":"100000000000.000000"}
            """.Joined(),
            posted: 477
        );

        var headline = await HeadlineAsync();

        headline.GetProperty("year").GetInt32().ShouldBe(2024);
        headline
            .GetProperty("asOf")
            .GetRawText()
            .ShouldBe(
                """{"sequence":18233,"recordedAt":"2025-01-20T08:00:00+00:00","rootHash":"c0ffee","sealed":false}"""
            );
        headline
            .GetProperty("coverage")
            .GetRawText()
            .ShouldBe(
                """
                {"plantMonthsExpected":480,"plantMonthsPosted":478,"openGaps":2,"closed":false,
                "gapsNotBlocking":0,"plantMonthsNotReported":0,"plantMonthsWithdrawn":0,
                "plantMonthsNotBegun":0}
                """.Joined()
            );
        headline.GetProperty("yearBefore").GetInt32().ShouldBe(2023);
        headline.GetProperty("coverageYearBefore").GetProperty("plantMonthsPosted").GetInt32().ShouldBe(477);
        headline
            .GetProperty("avoided")
            .GetProperty("wind")
            .GetProperty("co2")
            .GetRawText()
            .ShouldBe(
                """
                {"measure":"CO2","quantity":"123456789012.345678","unit":"kg",
                "onVerifiedFactors":"23456789012.000001","display":{"quantity":"12345.68","unit":"万t"},
                "yearBefore":"100000000000.000000","yearBeforeOnVerifiedFactors":"100000000000.000000",
                "change":{"absolute":"23456789012.345678","percent":"23.46"},"missing":null,
                "marks":["year-incomplete","year-before-incomplete","coverage-differs"]}
                """.Joined()
            );
        headline
            .GetProperty("avoided")
            .GetProperty("total")
            .GetProperty("co2")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("123456789012.345678");
        headline
            .GetProperty("air")
            .GetProperty("so2")
            .GetRawText()
            .ShouldBe(
                """
                {"measure":"SO2","quantity":"61486000.000000","unit":"kg","onVerifiedFactors":"0.000000",
                "display":{"quantity":"6.15","unit":"万t"},"yearBefore":null,
                "yearBeforeOnVerifiedFactors":null,"change":null,"missing":"year-before-no-data",
                "marks":["year-incomplete","year-before-incomplete","coverage-differs"]}
                """.Joined()
            );
        headline.GetProperty("greenhouseGases").GetProperty("gwpStatus").GetString().ShouldBe("provisional");
        headline
            .GetProperty("greenhouseGases")
            .GetProperty("scope1")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("1240000.100000");
        headline
            .GetProperty("greenhouseGases")
            .GetProperty("scope2LocationNational")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("5366000.000000");
        headline
            .GetProperty("greenhouseGases")
            .GetProperty("scope2Market")
            .GetProperty("quantity")
            .GetString()
            .ShouldBe("5856000.000000");
    }

    [Fact]
    public async Task What_has_no_figure_says_by_which_kind_of_gap()
    {
        const string Ended = """
            { "category": "avoided.hydro", "basis": "combined-margin", "measure": "CO2", "kind": "crediting-ended",
              "count": 12 }
            """;
        Answers["2024"] = Totals("2024", 18233, gaps: Ended);

        var margin = (await HeadlineAsync())
            .GetProperty("avoided")
            .GetProperty("bases")
            .EnumerateArray()
            .Single(basis => basis.GetProperty("basis").GetString() == "combined-margin");

        var hydro = margin.GetProperty("own").GetProperty("hydro");
        hydro.GetProperty("missing").GetString().ShouldBe("crediting-ended");
        hydro
            .GetProperty("lacks")
            .GetRawText()
            .ShouldBe("""[{"category":"avoided.hydro","kind":"crediting-ended","gaps":12}]""");
        margin.GetProperty("own").GetProperty("wind").GetProperty("missing").GetString().ShouldBe("no-data");
    }

    [Fact]
    public async Task All_of_it_is_read_at_the_position_of_the_first_answer_and_in_the_callers_name()
    {
        var (id, key) = await Gateway.MakeKeyAsync("festival");
        (await Gateway.Client(key).Get("/api/v1/headline/2024")).EnsureSuccessStatusCode();

        const string Question = "org=GROUP&groupBy=category,measure&gwp=AR5";
        Gateway.Ledger.Requests.Select(request => request.Path).Distinct().ShouldBe(["/api/v1/totals"]);
        Gateway.Ledger.Requests.First().Query.ShouldBe($"?from=2024-01&to=2024-12&{Question}");
        Gateway
            .Ledger.Requests.Skip(1)
            .Select(request => request.Query)
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                $"?from=2023-01&to=2023-12&{Question}&asOf=18233",
                $"?from=2023-01&to=2023-12&{Question}&basis=grid-average&asOf=18233",
                $"?from=2023-01&to=2023-12&{Question}&basis=market,combined-margin&asOf=18233",
                $"?from=2024-01&to=2024-12&{Question}&basis=grid-average&asOf=18233",
                $"?from=2024-01&to=2024-12&{Question}&basis=market,combined-margin&asOf=18233",
            ]);
        foreach (var request in Gateway.Ledger.Requests)
            RunningGateway.ReadTicket(request, "ledger").Id.ShouldBe(id.ToString());
    }

    [Fact]
    public async Task An_earlier_position_may_be_asked()
    {
        foreach (var year in new[] { "2024", "2023" })
        {
            foreach (var basis in new[] { "", " market,combined-margin", " grid-average" })
                Answers[year + basis] = Totals(year, 17000);
        }
        var headline = await HeadlineAsync("/api/v1/headline/2024?asOf=2024-12-31T23:59:59%2B08:00");

        headline.GetProperty("asOf").GetProperty("sequence").GetInt64().ShouldBe(17000);
        Gateway.Ledger.Requests.First().Query.ShouldEndWith("&asOf=2024-12-31T23%3A59%3A59%2B08%3A00");
        Gateway
            .Ledger.Requests.Skip(1)
            .ShouldAllBe(request => request.Query.EndsWith("&asOf=17000", StringComparison.Ordinal));
        Gateway.Ledger.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Answers_of_two_positions_are_not_mixed()
    {
        Answers["2023"] = Totals("2023", 18234);
        await (await Gateway.Client().Get("/api/v1/headline/2024")).ShouldBeProblem(500, "internal-error");
    }
}
