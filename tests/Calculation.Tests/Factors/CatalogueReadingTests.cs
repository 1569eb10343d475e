using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>The catalogue as it is asked for: searched, and its tables listed.</summary>
[Tier(Tier.Service)]
public sealed class CatalogueReadingTests
{
    [Fact]
    public async Task The_catalogue_is_searched_by_words_set_standing_status_and_month()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        async Task<string[]> Ids(string query) =>
            [
                .. (await api.GetAsync("factors?" + query))["factors"]!
                    .AsArray()
                    .Select(factor => factor!["id"]!.GetValue<string>()),
            ];
        (await Ids("search=ANTHRACITE&set=ndrc-2013&what=ncv")).ShouldBe(["fuel.ndrc-2013.anthracite.ncv"]);
        (await Ids("set=cdm-2019&standing=T")).Length.ShouldBe(12);
        (await Ids("status=verified")).Count().ShouldBe(158);
        (await Ids("what=grid-average&search=.CN.&validIn=2024-06")).ShouldBe([
            "grid.average.CN.2022",
            "grid.average.CN.proposed-2021",
        ]);
        foreach (var wrong in (string[])["validIn=2024", "standing=hearsay", "status=final"])
        {
            var (status, body) = await FactorsApi.SendAsync(
                api.Proposer,
                HttpMethod.Get,
                "factors?" + wrong,
                null,
                null
            );
            (status, body["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "invalid-parameter"));
        }
        (await FactorsApi.SendAsync(api.Proposer, HttpMethod.Get, "factors/no.such", null, null)).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (
            await FactorsApi.SendAsync(api.Proposer, HttpMethod.Get, $"factors/proposals/{Guid.Empty}", null, null)
        ).Status.ShouldBe(HttpStatusCode.NotFound);
        (
            await FactorsApi.SendAsync(api.Proposer, HttpMethod.Get, "factors/proposals?state=lost", null, null)
        ).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void More_versions_of_factors_than_an_answer_may_have_are_refused_with_what_to_search_for()
    {
        var refusal = Calculation.Factors.GetFactors.TooMany(10_001);
        (refusal.Status, refusal.Code).ShouldBe((422, "too-many-rows"));
        refusal.Detail.ShouldBe(
            "10,001 versions of factors were found, and at most 10,000 are answered. "
                + "Search for a part of them: search, set, what, standing, status, plant."
        );
    }

    [Fact]
    public async Task The_mapping_of_years_and_the_profiles_are_listed()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var years = (await api.GetAsync("factors/years"))["years"]!
            .AsArray()
            .Where(year => year!["series"]!.GetValue<string>() == "national-average")
            .ToList();
        years
            .Select(year =>
                $"{Text(year!["fromYear"])}–{Text(year["toYear"])} {Text(year["factor"])} {Text(year["status"])}"
            )
            .ShouldBe([
                "–2020 grid.average.CN.2015 ",
                "2021–2021 grid.average.CN.for-2021 ",
                "2022–2022 grid.average.CN.for-2022 ",
                "2023–2025 grid.average.CN.{year-2} ",
                "2026– grid.average.CN.2023 provisional-factor",
            ]);
        var profiles = await api.GetAsync("factors/profiles");
        profiles["profiles"]!
            .AsArray()
            .Select(profile => $"{Text(profile!["name"])} {Text(profile["anodeSet"])}")
            .ShouldBe([
                "ndrc-2013 ndrc-2013",
                "ets-2024 ets-2024",
                "gbt-32151-34-2024 ndrc-2013",
                "ipcc-2019 ndrc-2013",
            ]);
        profiles["defaults"]!
            .AsArray()
            .Select(row => $"{Text(row!["kind"])} {Text(row["from"])} {Text(row["profile"])}")
            .ShouldContain("potline 2024-01 ets-2024");

        static string Text(JsonNode? node) => node?.ToString() ?? "";
    }
}
