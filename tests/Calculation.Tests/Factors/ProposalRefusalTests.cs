using System.Net;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>What may not be proposed for the catalogue: it is refused with row, field and reason.</summary>
[Tier(Tier.Service)]
public sealed class ProposalRefusalTests(SharedCalculation shared) : IClassFixture<SharedCalculation>
{
    private const string Header =
        "id,version,set,what,applies_to,value,unit,valid_from,valid_to,data_year,source,standing,status,"
        + "uncertainty_percent,note,reference,plant,plant_source,explanation\n";

    public static TheoryData<string, string, string, string> Factors => RefusedRows.Of("RefusedFactors.csv");

    public static TheoryData<string, string, string, string> Years => RefusedRows.Of("RefusedYears.csv");

    [Theory]
    [MemberData(nameof(Factors))]
    public async Task A_row_that_cannot_go_in_is_refused_with_field_and_reason(
        string proposed,
        string code,
        string field,
        string message
    )
    {
        var host = shared.Host;
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(RefusedRows.ToCsv(proposed));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        body["code"]!.GetValue<string>().ShouldBe("proposal-refused");
        var error = body["errors"]!
            .AsArray()
            .FirstOrDefault(e => e!["code"]!.GetValue<string>() == code)
            .ShouldNotBeNull(body.ToJsonString());
        error["position"]!.GetValue<int>().ShouldBe(RefusedRows.Position(proposed));
        error["path"]!.GetValue<string>().ShouldEndWith("." + field);
        error["message"]!.GetValue<string>().ShouldBe(message);
        error["expected"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public async Task A_year_that_cannot_go_in_is_refused(string proposed, string code, string field, string message)
    {
        var host = shared.Host;
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(RefusedRows.ToCsv(proposed));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        var error = body["errors"]!
            .AsArray()
            .FirstOrDefault(e => e!["code"]!.GetValue<string>() == code)
            .ShouldNotBeNull(body.ToJsonString());
        error["path"]!.GetValue<string>().ShouldEndWith(field);
        error["message"]!.GetValue<string>().ShouldBe(message);
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Theory]
    [InlineData(
        """{"reason":"","factors":[{"id":"heat.default","value":"0.12","source":"s"}]}""",
        422,
        "proposal-refused",
        "reason-missing"
    )]
    [InlineData("""{"reason":"r"}""", 422, "proposal-refused", "proposal-empty")]
    [InlineData("""{"factors":[]}""", 400, "malformed-json", null)]
    [InlineData("""{"reason":"r","factors":[{"id":"heat.default","worth":"0.12"}]}""", 400, "unknown-member", null)]
    [InlineData(
        """
            {"reason":"r","factors":[
                {"id":"heat.default","note":"N501","value":"0.12","source":"S501","explanation":"N501"}]}
            """,
        422,
        "proposal-refused",
        "factor-text-too-long"
    )]
    public async Task A_body_that_is_no_proposal_is_refused(string body, int status, string code, string? error)
    {
        var host = shared.Host;
        var api = new FactorsApi(host);
        body = body.Replace("N501", new string('n', 501), StringComparison.Ordinal)
            .Replace("S501", new string('s', 501), StringComparison.Ordinal);
        var (answered, problem) = await FactorsApi.SendAsync(
            api.Proposer,
            HttpMethod.Post,
            "factors",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            "k"
        );
        ((int)answered).ShouldBe(status, problem.ToJsonString());
        problem["code"]!.GetValue<string>().ShouldBe(code);
        if (error is not null)
            problem["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == error);
    }

    [Fact]
    public async Task A_row_with_too_few_cells_is_refused()
    {
        await using var host = await CalculationHost.StartAsync();
        var (status, body) = await new FactorsApi(host).ProposeCsvAsync(Header + "heat.default,0.12");
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToJsonString());
        var error = body["errors"]!.AsArray().First(e => e!["code"]!.GetValue<string>() == "proposal-row-broken")!;
        error["position"]!.GetValue<int>().ShouldBe(0);
        error["path"]!.GetValue<string>().ShouldEndWith("]");
        error["message"]!.GetValue<string>().ShouldBe("2 cells where 19 columns are.");
        error["expected"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
        (await host.CountAsync("factor_proposal")).ShouldBe(0);
    }

    [Fact]
    public async Task A_table_without_a_header_of_ours_or_with_too_many_rows_is_refused()
    {
        var host = shared.Host;
        var api = new FactorsApi(host);
        var (_, body) = await api.ProposeCsvAsync("id,worth\nheat.default,1\n");
        body["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == "proposal-header-unknown");
        (_, body) = await api.ProposeCsvAsync(
            "id,value,source\n" + string.Concat(Enumerable.Repeat("heat.default,0.12,s\n", 2_001))
        );
        body["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == "proposal-too-large");
        (_, body) = await api.ProposeCsvAsync("id,value,source\nheat.default,0.12,s\n", "");
        body["errors"]!.AsArray().ShouldContain(e => e!["code"]!.GetValue<string>() == "reason-missing");
        var (status, _) = await FactorsApi.SendAsync(
            api.Proposer,
            HttpMethod.Post,
            "factors",
            new StringContent("x"),
            "k"
        );
        status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (status, body) = await FactorsApi.SendAsync(
            api.Proposer,
            HttpMethod.Post,
            "factors",
            new StringContent("{}", System.Text.Encoding.UTF8, "application/json"),
            key: null
        );
        (status, body["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "idempotency-key-missing"));
    }
}
