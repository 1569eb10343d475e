using System.Net;
using System.Text.Json;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>Lines with their working, over HTTP.</summary>
[Tier(Tier.Service)]
public sealed class GetLinesTests
{
    private const string Path = "/api/v1/plants/XX-P1/months/2024-03/lines";

    private static async Task<CalculationHost> WithAnthraciteAsync()
    {
        var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(
            Sheets.Event(
                "2024-03",
                "SX",
                "BOILER-1 boiler process=alumina",
                "BOILER-1 fuel.anthracite#A 1000 t; BOILER-1 fuel.anthracite#B 10 t ncv=21.5 @settled",
                revision: 4
            )
        );
        return host;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(HttpClient client, string path = Path)
    {
        using var response = await client.GetAsync(path);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    [Fact]
    public async Task A_line_comes_with_formula_numbers_inputs_and_factors()
    {
        await using var host = await WithAnthraciteAsync();
        var (status, body) = await GetAsync(host.As(Roles.Auditor));
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("revision").GetInt32().ShouldBe(4);
        body.GetProperty("catalogueVersion").GetInt32().ShouldBe(Sheets.Catalogue.Version);
        body.GetProperty("gaps").GetArrayLength().ShouldBe(2);

        var line = body.GetProperty("lines")
            .EnumerateArray()
            .Single(l => l.GetProperty("category").GetString() == "scope1.combustion");
        line.GetProperty("amount")
            .GetString()
            .ShouldBe($"{Arithmetic.Evaluate("(1000 × 24.515 + 10 × 21.5) × 0.02749 × 94 / 100 × 44 / 12 × 1000")}");
        line.GetProperty("reproduced").GetBoolean().ShouldBeTrue();
        line.GetProperty("unit").GetString().ShouldBe("kg");
        line.GetProperty("process").GetString().ShouldBe("alumina");
        line.GetProperty("activityQuantity").GetString().ShouldBe("1010.000000");
        line.GetProperty("quality").GetString().ShouldBe("settled");
        line.GetProperty("factorSet").GetString().ShouldBe("ndrc-2013/1+given");
        var working = line.GetProperty("working");
        working
            .GetProperty("calculation")
            .GetString()
            .ShouldBe(
                "1000 × 24.515 × 0.02749 × 94 / 100 × 44 / 12 × 1000 + 10 × 21.5 × 0.02749 × 94 / 100 × 44 / 12 × 1000"
            );
        working
            .GetProperty("inputs")
            .EnumerateArray()
            .Select(i =>
                $"{i.GetProperty("name")} {i.GetProperty("value")} {i.GetProperty("unit")} "
                + $"{i.GetProperty("lot")} {i.GetProperty("origin")}"
            )
            .ShouldBe([
                "amount 1000 t A given",
                "net calorific value 24.515 GJ/t  default",
                "carbon content 0.02749 tC/GJ  default",
                "oxidation 94 %  default",
                "amount 10 t B given",
                "net calorific value 21.5 GJ/t B given",
            ]);
        working
            .GetProperty("formulaZh")
            .GetString()
            .ShouldBe("CO2 (kg) = Σ 数量 × 低位发热量 × 单位热值含碳量 × 碳氧化率 % / 100 × 44 / 12 × 1000");
        working
            .GetProperty("choice")
            .GetString()
            .ShouldBe(
                "No carbonFraction was given, so net calorific value × carbon content counts. "
                    + "What was not given is taken from the set ndrc-2013."
            );
        line.GetProperty("statuses").ToString().ShouldBe("""["unverified-factor"]""");
        line.GetProperty("profile").GetString().ShouldBe("ndrc-2013");
        line.GetProperty("profileOf").GetString().ShouldBe("kind");
        body.GetProperty("methods")
            .EnumerateArray()
            .Single(m => m.GetProperty("method").GetString() == "fuel-combustion/1")
            .GetProperty("standardZh")
            .GetString()!
            .ShouldContain("GB/T 2589-2020");
        working
            .GetProperty("factors")
            .EnumerateArray()
            .Select(f =>
                $"{f.GetProperty("name")} {f.GetProperty("id")}/{f.GetProperty("version")} "
                + $"{f.GetProperty("value")} {f.GetProperty("unit")} {f.GetProperty("standing")} "
                + $"{f.GetProperty("status")}"
            )
            .ShouldBe([
                "net calorific value fuel.ndrc-2013.anthracite.ncv/1 24.515 GJ/t T provisional",
                "carbon content fuel.ndrc-2013.anthracite.carbon-content/1 0.02749 tC/GJ T provisional",
                "oxidation fuel.ndrc-2013.anthracite.oxidation/1 94 % T provisional",
            ]);
    }

    [Fact]
    public async Task Statuses_are_given_as_their_codes()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(
            Sheets.Event("2024-03", "SX", "GRID-1 grid-connection", "GRID-1 electricity.hydro 1000 MWh proof=pending")
        );

        var (_, body) = await GetAsync(host.As(Roles.Auditor));

        body.GetProperty("lines")
            .EnumerateArray()
            .Where(l => l.GetProperty("category").GetString() == "scope2.electricity")
            .Select(l => $"{l.GetProperty("basis")} {l.GetProperty("statuses")}")
            .ShouldBe([
                "location-national [\"unverified-factor\"]",
                "location-provincial [\"unverified-factor\"]",
                "market [\"proof-pending\",\"unverified-factor\"]",
            ]);
    }

    [Fact]
    public async Task Every_line_of_the_answer_is_the_line_of_the_event()
    {
        await using var host = await WithAnthraciteAsync();
        var sent = (await host.OutboxAsync()).Single();
        var (_, body) = await GetAsync(host.As(Roles.Environment));
        body.GetProperty("lines")
            .EnumerateArray()
            .Select(l => decimal.Parse(l.GetProperty("amount").GetString()!))
            .ShouldBe(sent.Lines.Amount);
        body.GetProperty("calculatedAt").GetDateTimeOffset().ShouldBe(sent.CalculatedAt);
    }

    [Fact]
    public async Task Another_plants_lines_are_as_absent_as_those_of_no_plant()
    {
        await using var host = await WithAnthraciteAsync();
        (await GetAsync(host.As(Roles.Plant, "XX-P1"))).Status.ShouldBe(HttpStatusCode.OK);
        var other = await GetAsync(host.As(Roles.Plant, "XX-P2"));
        var none = await GetAsync(host.As(Roles.Plant, "XX-P2"), "/api/v1/plants/XX-P9/months/2024-03/lines");
        (other.Status, none.Status).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        other.Body.GetProperty("detail").GetString().ShouldBe("Nothing of 'XX-P1' has been calculated for 2024-03.");
        none.Body.GetProperty("code").GetString().ShouldBe(other.Body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_festival_sees_no_lines_and_a_stranger_nothing()
    {
        await using var host = await WithAnthraciteAsync();
        (await GetAsync(host.As(Roles.Festival))).Body.GetProperty("code").GetString().ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_month_is_written_yyyy_MM()
    {
        await using var host = await WithAnthraciteAsync();
        var (status, body) = await GetAsync(host.As(Roles.Auditor), "/api/v1/plants/XX-P1/months/2024-13/lines");
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("code").GetString().ShouldBe("invalid-parameter");
    }

    [Fact]
    public async Task Where_there_is_neither_figure_nor_gap_the_waiver_says_by_whose_word()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(
            Sheets.Event("2024-03", "SX", "BOILER-1 boiler waived=SO2", "BOILER-1 fuel.anthracite 1000 t")
        );
        var (_, body) = await GetAsync(host.As(Roles.Auditor));
        body.GetProperty("gaps")
            .EnumerateArray()
            .Select(gap => gap.GetProperty("measure").GetString())
            .ShouldBe(["NOx"]);
        body.GetProperty("waivers")
            .GetRawText()
            .ShouldBe(
                """
                [{"source":"BOILER-1","measure":"SO2","kind":"measured-quarterly","reason":"order 12/2024",
                "signedBy":"signer","signedBySubject":"wang","signedAt":"2024-01-15T00:00:00+00:00"}]
                """.Joined()
            );
    }

    [Fact]
    public async Task A_working_that_arrives_elsewhere_is_not_given()
    {
        await using var host = await WithAnthraciteAsync();
        await host.Database.ExecuteAsync(
            "UPDATE input SET body = convert_to(replace(convert_from(body, 'UTF8'), '\"1000\"', '\"1001\"'), 'UTF8')"
        );
        var (status, body) = await GetAsync(host.As(Roles.Auditor));
        status.ShouldBe(HttpStatusCode.InternalServerError);
        body.GetProperty("code").GetString().ShouldBe("working-not-reproduced");
    }

    [Fact]
    public async Task While_a_new_catalogue_has_not_come_to_the_month_its_working_waits()
    {
        await using var host = await WithAnthraciteAsync();
        using var folder = DataFolder.Copy();
        folder.AddVersion("Nothing changed but the version");
        await host.SweepBy(host.Catalogues(DeliveredData.Read(folder.Path))).SweepAsync(CancellationToken.None);
        var (status, body) = await GetAsync(host.As(Roles.Auditor));
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.GetProperty("code").GetString().ShouldBe("recalculation-pending");
    }
}
