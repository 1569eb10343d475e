using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.Workbooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What was read is what was written, or it is refused with its place.</summary>
[Tier(Tier.Service)]
public sealed class TextEncodingTests
{
    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);
    private static readonly Encoding s_gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

    private sealed record Note(string Text, string? Other = null);

    private static Task<RunningService> Service() =>
        RunningService.StartAsync(app =>
        {
            app.MapPost("/bound", (Note note) => TypedResults.Ok(note));
            app.MapPost(
                "/read",
                async (HttpRequest request, CancellationToken cancellationToken) =>
                    TypedResults.Ok(RequestBody.Json<Note>((await RequestBody.ReadAsync(request, cancellationToken))!))
            );
            app.MapPost(
                "/table",
                async (HttpRequest request, CancellationToken cancellationToken) =>
                    TableBody
                        .Read(request, (await RequestBody.ReadAsync(request, cancellationToken))!)
                        .IsRefused(out var refusal, out var text)
                        ? (IResult)refusal.ToResult()
                        : TypedResults.Text(text, "text/plain")
            );
        });

    private static ByteArrayContent Content(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public static IEnumerable<TheoryDataRow<string, string>> Broken() =>
        from path in new[] { "/bound", "/read" }
        from encoding in new[] { "gb18030", "iso-8859-1", "utf-16" }
        select new TheoryDataRow<string, string>(path, encoding);

    [Theory, MemberData(nameof(Broken))]
    public async Task A_body_that_is_not_in_UTF_8_is_refused_where_it_stops_being_that(string path, string encoding)
    {
        await using var service = await Service();
        var text = "{\n\"text\":\"Zähler\"}";
        var bytes = encoding switch
        {
            "gb18030" => s_gb18030.GetBytes(text.Replace("ä", "表", StringComparison.Ordinal)),
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            _ => Encoding.Latin1.GetBytes(text),
        };
        using var response = await service.SendAs(s_admin, HttpMethod.Post, path, Content(bytes, "application/json"));
        var isText = path == "/read" || encoding != "utf-16";
        var problem = await response.ShouldBeProblem(400, isText ? "encoding-mismatch" : "malformed-json");
        problem.GetProperty("detail").GetString()!.ShouldContain(encoding == "utf-16" ? "line 1, byte 1" : "line 2");
        problem.GetProperty("errors")[0].GetProperty("expected").GetString()!.ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData("/bound")]
    [InlineData("/read")]
    public async Task A_name_of_a_member_that_is_no_text_is_refused(string path)
    {
        await using var service = await Service();
        var bytes = Encoding.Latin1.GetBytes("{\"text\":\"n\",\"Zähler\":1}");
        using var response = await service.SendAs(s_admin, HttpMethod.Post, path, Content(bytes, "application/json"));
        ((int)response.StatusCode).ShouldBe(400, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/bound")]
    [InlineData("/read")]
    public async Task The_mark_before_UTF_8_is_passed_over(string path)
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            s_admin,
            HttpMethod.Post,
            path,
            Content([0xEF, 0xBB, 0xBF, .. "{\"text\":\"化验\"}"u8], "application/json")
        );
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"text\":\"化验\",\"other\":null}");
    }

    [Theory]
    [InlineData("/bound")]
    [InlineData("/read")]
    public async Task A_text_that_was_broken_before_is_refused(string path)
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            s_admin,
            HttpMethod.Post,
            path,
            Content([.. "{\"text\":\"\uFFFD\uFFFD\"}"u8], "application/json")
        );
        (await response.ShouldBeProblem(400, "malformed-json"))
            .GetProperty("errors")[0]
            .GetProperty("code")
            .GetString()
            .ShouldBe("text-character");
    }

    [Theory]
    [InlineData("gb18030", "text/csv; charset=gb18030")]
    [InlineData("gb18030", "text/csv; charset=GBK")]
    [InlineData("gb18030", "text/csv;charset=\"gb2312\"")]
    [InlineData("gb18030", "text/csv")]
    [InlineData("utf-8", "text/csv")]
    [InlineData("utf-8", "text/csv; charset=utf-8")]
    [InlineData("utf-8-mark", "TEXT/CSV; charset=\"UTF-8\"")]
    public async Task A_table_is_read_as_it_says_or_as_it_shows(string encoding, string type)
    {
        await using var service = await Service();
        const string Text = "id,source\r\nfuel.x,化验\r\n";
        var bytes = encoding switch
        {
            "gb18030" => s_gb18030.GetBytes(Text),
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            _ => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
        };
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/table", Content(bytes, type));
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Encoding.UTF8.GetBytes(Text));
    }

    [Theory]
    [InlineData("化验", "gb18030", "text/csv; charset=utf-8", "line 2, byte 3")]
    [InlineData("Zähler", "iso-8859-1", "text/csv", "line 2, byte 4")]
    [InlineData("镕", "gb18030", "text/csv", "line 2, byte 3")]
    [InlineData("ÿÿ", "iso-8859-1", "text/csv; charset=gbk", "line 2")]
    public async Task A_table_in_another_encoding_than_it_says_is_refused(
        string word,
        string encoding,
        string type,
        string place
    )
    {
        await using var service = await Service();
        var text = $"id,source\nx,{word}\n";
        var bytes = (encoding == "gb18030" ? s_gb18030 : Encoding.Latin1).GetBytes(text);
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/table", Content(bytes, type));
        (await response.ShouldBeProblem(400, "encoding-mismatch"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain(place);
    }

    [Fact]
    public async Task A_table_in_an_encoding_that_is_not_read_is_refused_by_its_name()
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            s_admin,
            HttpMethod.Post,
            "/table",
            Content([.. "id\n"u8], "text/csv; charset=big5")
        );
        await response.ShouldBeProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task A_header_in_whatever_bytes_is_no_broken_request()
    {
        await using var service = await Service();
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Address.Host, service.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.Latin1.GetBytes("GET /health/live HTTP/1.1\r\nHost: x\r\nUser-Agent: Z\u00E4hler\r\n\r\n")
        );
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 200 OK");
    }

    [Fact]
    public void Where_a_text_breaks_is_told_by_line_and_byte()
    {
        TableText.BreakInUtf8("ok 化验"u8).ShouldBeNull();
        TableText.BreakInUtf8([.. "a\n化"u8, 0xE5, 0x8C]).ShouldBe(new TextPlace(2, 4));
        TableText.BreakInUtf8([0xFF]).ShouldBe(new TextPlace(1, 1));
    }
}
