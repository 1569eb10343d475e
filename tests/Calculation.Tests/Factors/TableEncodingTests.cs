using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>A table as a Chinese spreadsheet saves it is kept as it was written, or not at all.</summary>
[Tier(Tier.Service)]
public sealed class TableEncodingTests(SharedCalculation shared) : IClassFixture<SharedCalculation>
{
    private const string Table =
        "id,value,unit,source,standing,explanation\nheat.default,0.12,tCO2/GJ,化验报告,T,与报告一致\n";

    private static readonly Encoding s_gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    private Task<(HttpStatusCode Status, JsonNode Body)> ProposeAsync(byte[] table, string type)
    {
        var content = new ByteArrayContent(table);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return FactorsApi.SendAsync(
            new FactorsApi(shared.Host).Proposer,
            HttpMethod.Post,
            "factors?reason=test",
            content,
            Guid.NewGuid().ToString()
        );
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/csv; charset=gbk")]
    [InlineData("text/csv; charset=GB18030")]
    public async Task A_table_in_GBK_is_stored_as_it_was_written(string type)
    {
        var (status, body) = await ProposeAsync(s_gb18030.GetBytes(Table), type);
        status.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
        body["factors"]![0]!["source"]!.GetValue<string>().ShouldBe("化验报告");
    }

    [Theory]
    [InlineData("text/csv; charset=utf-8", "化验", "line 2, byte 27")]
    [InlineData("text/csv", "Zähler", "line 2, byte 28")]
    public async Task A_table_in_another_encoding_is_not_stored(string type, string source, string place)
    {
        var table = Table.Replace("化验报告,T,与报告一致", source + ",T,", StringComparison.Ordinal);
        var bytes = (source == "化验" ? s_gb18030 : Encoding.Latin1).GetBytes(table);
        var before = await shared.Host.CountAsync("factor_proposal");
        var (status, body) = await ProposeAsync(bytes, type);
        (status, body["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.BadRequest, "encoding-mismatch"));
        body["detail"]!.GetValue<string>().ShouldContain(place);
        (await shared.Host.CountAsync("factor_proposal")).ShouldBe(before);
    }

    [Fact]
    public async Task A_text_whose_characters_were_lost_before_is_not_stored()
    {
        var (status, body) = await ProposeAsync(
            Encoding.UTF8.GetBytes(Table.Replace("化验报告", "\uFFFD\uFFFD", StringComparison.Ordinal)),
            "text/csv"
        );
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body["errors"]!.AsArray().ShouldContain(error => error!["code"]!.GetValue<string>() == "text-character");
    }

    [Fact]
    public async Task Every_operation_refuses_a_parameter_that_it_does_not_have()
    {
        using var client = shared.Host.As(Roles.Admin);
        var document = JsonNode.Parse(
            await client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative))
        )!;
        (await UnknownParameters.ShouldBeRefusedAsync(document, client.SendAsync)).ShouldBeGreaterThanOrEqualTo(12);
    }
}
