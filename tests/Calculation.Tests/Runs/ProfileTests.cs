using System.Net;
using System.Text.Json;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>One sheet under several profiles, and within several boundaries.</summary>
[Tier(Tier.Service)]
public sealed class ProfileTests
{
    private const string Sources = "POT-1 potline technology=CWPB | UNIT-1 thermal-unit waived=SO2,NOx | SITE-1 site";
    private const string Readings =
        "POT-1 aluminium.output 10000 t; POT-1 aluminium.anode-effect-minutes 0.45 min/cell-day; POT-1 "
        + "aluminium.net-anode 4200 t; "
        + "UNIT-1 fuel.bituminous-coal 1000 t; UNIT-1 carbonate.limestone 10 t; SITE-1 electricity.grid 100 MWh";

    private static async Task<CalculationHost> WithSmelterAsync()
    {
        var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Sheets.Event("2024-03", "SX", Sources, Readings));
        return host;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(CalculationHost host, string query)
    {
        using var response = await host.As(Roles.Auditor).GetAsync($"/api/v1/plants/XX-P1/months/2024-03/{query}");
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private static List<string> Keys(JsonElement body) =>
        [
            .. body.GetProperty("lines")
                .EnumerateArray()
                .Select(line =>
                    $"{line.GetProperty("source")} {line.GetProperty("category")} {line.GetProperty("measure")}"
                )
                .Distinct(),
        ];

    [Fact]
    public async Task A_boundary_holds_its_lines_and_no_others()
    {
        await using var host = await WithSmelterAsync();

        Keys((await GetAsync(host, "lines?boundary=ets-aluminium")).Body)
            .ShouldBe(["POT-1 scope1.anode CO2", "POT-1 scope1.pfc C2F6", "POT-1 scope1.pfc CF4"], ignoreOrder: true);
        Keys((await GetAsync(host, "lines?boundary=ets-power")).Body)
            .ShouldBe(["UNIT-1 scope1.carbonate CO2", "UNIT-1 scope1.combustion CO2"], ignoreOrder: true);
        Keys((await GetAsync(host, "lines?boundary=enterprise")).Body)
            .ShouldBe(Keys((await GetAsync(host, "lines")).Body));
        var pfc = (await GetAsync(host, "lines"))
            .Body.GetProperty("lines")
            .EnumerateArray()
            .First(line => line.GetProperty("category").GetString() == "scope1.pfc");
        pfc.GetProperty("boundaries").ToString().ShouldBe("""["enterprise","ets-aluminium"]""");
    }

    [Fact]
    public async Task A_boundary_that_nobody_knows_is_refused()
    {
        await using var host = await WithSmelterAsync();
        var (status, body) = await GetAsync(host, "lines?boundary=ets-steel");
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("detail")
            .GetString()
            .ShouldBe("'ets-steel' is no boundary. Expected: enterprise, ets-aluminium, ets-power.");
    }

    [Fact]
    public async Task Lines_under_another_profile_are_explained_and_posted_nowhere()
    {
        await using var host = await WithSmelterAsync();
        var (_, body) = await GetAsync(host, "lines?profile=ipcc-2019");
        body.GetProperty("posted").GetBoolean().ShouldBeFalse();
        var cf4 = body.GetProperty("lines")
            .EnumerateArray()
            .Single(line => line.GetProperty("measure").GetString() == "CF4");
        cf4.GetProperty("amount").GetString().ShouldBe("643.500000");
        cf4.GetProperty("profile").GetString().ShouldBe("ipcc-2019");
        cf4.GetProperty("profileOf").GetString().ShouldBe("asked");
        body.GetProperty("lines")
            .EnumerateArray()
            .SelectMany(line =>
                WorkingAudit.Holds(decimal.Parse(line.GetProperty("amount").GetString()!), line.GetProperty("working"))
            )
            .ShouldBeEmpty();

        var (_, posted) = await GetAsync(host, "lines");
        posted.GetProperty("posted").GetBoolean().ShouldBeTrue();
        posted
            .GetProperty("lines")
            .EnumerateArray()
            .Single(line => line.GetProperty("measure").GetString() == "CF4")
            .GetProperty("amount")
            .GetString()
            .ShouldBe("200.000000");
        (await host.CountAsync("run")).ShouldBe(1);
    }

    [Fact]
    public async Task Profiles_stand_side_by_side_with_their_differences()
    {
        await using var host = await WithSmelterAsync();
        var (_, body) = await GetAsync(host, "comparison?profiles=ndrc-2013,ipcc-2019&boundary=ets-aluminium");

        body.GetProperty("rows")
            .EnumerateArray()
            .Select(row =>
                $"{row.GetProperty("category")} {row.GetProperty("measure")} {row.GetProperty("unit")}: "
                + string.Join(
                    "; ",
                    row.GetProperty("amounts")
                        .EnumerateArray()
                        .Select(amount =>
                            $"{amount.GetProperty("profile")} {amount.GetProperty("quantity")} "
                            + $"{amount.GetProperty("difference")}"
                        )
                )
            )
            .ShouldBe([
                "scope1.anode CO2 kg: posted 15030400.000000 0.000000; ndrc-2013 15030400.000000 0.000000; "
                    + "ipcc-2019 15030400.000000 0.000000",
                "scope1.pfc C2F6 kg: posted 11.000000 0.000000; ndrc-2013 64.350000 53.350000; ipcc-2019 "
                    + "77.863500 66.863500",
                "scope1.pfc CF4 kg: posted 200.000000 0.000000; ndrc-2013 643.500000 443.500000; ipcc-2019 "
                    + "643.500000 443.500000",
            ]);
    }

    [Fact]
    public async Task An_amount_under_a_profile_says_what_of_it_rests_on_verified_factors()
    {
        await using var host = await WithSmelterAsync();
        var (_, body) = await GetAsync(host, "comparison?profiles=ipcc-2019&source=SITE-1");
        // A meter's reading rests on no factor, the standard coal of it does.
        body.GetProperty("rows")
            .EnumerateArray()
            .Where(row => row.GetProperty("category").GetString() == "energy.consumed")
            .Select(row =>
                $"{row.GetProperty("measure")}: "
                + string.Join(
                    "; ",
                    row.GetProperty("amounts")
                        .EnumerateArray()
                        .Select(amount => $"{amount.GetProperty("quantity")} {amount.GetProperty("onVerifiedFactors")}")
                )
            )
            .ShouldBe([
                "ELECTRICITY: 100000.000000 100000.000000; 100000.000000 100000.000000",
                "ENERGY: 30240.000000 0.000000; 30240.000000 0.000000",
                "ENERGY: 12290.000000 0.000000; 12290.000000 0.000000",
            ]);
    }

    [Fact]
    public async Task What_a_profile_does_not_give_is_no_zero()
    {
        await using var host = await WithSmelterAsync();
        var (_, body) = await GetAsync(host, "comparison?profiles=ipcc-2019&source=UNIT-1");
        var methane = body.GetProperty("rows")
            .EnumerateArray()
            .Single(row => row.GetProperty("measure").GetString() == "CH4")
            .GetProperty("amounts");
        methane[0].GetProperty("profile").GetString().ShouldBe("posted");
        methane[0].TryGetProperty("quantity", out var posted).ShouldBe(posted.ValueKind is not JsonValueKind.Undefined);
        posted.ValueKind.ShouldBeOneOf(JsonValueKind.Undefined, JsonValueKind.Null);
        // 1,000 t × 23.204 GJ/t × 1 kg/TJ in power stations.
        methane[1].GetProperty("quantity").GetString().ShouldBe("23.204000");
        methane[1].GetProperty("onVerifiedFactors").GetString().ShouldBe("0.000000");
        body.GetProperty("rows")
            .EnumerateArray()
            .Select(row => row.GetProperty("category").GetString())
            .ShouldNotContain("scope1.pfc");
    }

    [Theory]
    [InlineData(
        "comparison?profiles=ndrc-2012",
        "'ndrc-2012' is no profile offered in 2024-03. Expected: ndrc-2013, ets-2024, gbt-32151-34-2024, ipcc-2019."
    )]
    [InlineData("comparison?profiles=,", "profiles names 0 profiles. Expected: 1 to 4, separated by commas.")]
    [InlineData("comparison?profiles=a,b,c,d,e", "profiles names 5 profiles. Expected: 1 to 4, separated by commas.")]
    [InlineData(
        "comparison?profiles=ndrc-2013&boundary=sea",
        "'sea' is no boundary. Expected: enterprise, ets-aluminium, ets-power."
    )]
    [InlineData(
        "lines?profile=ndrc-2012",
        "'ndrc-2012' is no profile offered in 2024-03. Expected: ndrc-2013, ets-2024, gbt-32151-34-2024, ipcc-2019."
    )]
    public async Task A_question_that_cannot_be_answered_says_what_could(string query, string detail)
    {
        await using var host = await WithSmelterAsync();
        var (status, body) = await GetAsync(host, query);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("code").GetString().ShouldBe("invalid-parameter");
        body.GetProperty("detail").GetString().ShouldBe(detail);
    }

    [Fact]
    public async Task A_source_that_is_not_there_is_not_compared()
    {
        await using var host = await WithSmelterAsync();
        var (status, body) = await GetAsync(host, "comparison?profiles=ndrc-2013&source=POT-9");
        status.ShouldBe(HttpStatusCode.NotFound);
        body.GetProperty("detail").GetString().ShouldBe("'XX-P1' has no source 'POT-9' in 2024-03.");
    }
}
