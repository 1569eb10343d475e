using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>
/// A header beyond ASCII, in whatever encoding, works or is refused by its name; never is it taken for a service that
/// is away.
/// </summary>
[Tier(Tier.Service)]
public sealed class HeaderTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private readonly RunningGateway _gateway = shared.Gateway;

    public async ValueTask InitializeAsync() => await _gateway.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static IEnumerable<TheoryDataRow<string, string, string>> Headers() =>
        from encoding in new[] { "utf-8", "iso-8859-1" }
        from header in new[]
        {
            ("Idempotency-Key", "400 idempotency-key-malformed"),
            ("If-Match", "400 invalid-parameter"),
            ("If-None-Match", "400 invalid-parameter"),
            ("Accept", "400 invalid-parameter"),
            ("Content-Encoding", "415 unsupported-content-encoding"),
            ("X-Api-Key", "401 api-key-unknown"),
            ("Accept-Language", "400 invalid-parameter"),
            ("traceparent", "200 "),
            ("tracestate", "200 "),
            ("baggage", "200 "),
            ("User-Agent", "200 "),
            ("Referer", "200 "),
            ("Cookie", "200 "),
            ("X-Forwarded-For", "200 "),
            ("X-Caller-Ticket", "200 "),
        }
        select new TheoryDataRow<string, string, string>(header.Item1, encoding, header.Item2);

    [Theory, MemberData(nameof(Headers))]
    public async Task A_header_beyond_ASCII_works_or_is_refused(string name, string encoding, string expected)
    {
        foreach (var path in new[] { "/api/v1/totals", "/api/v1/plants" })
        {
            var (status, body) = await SendAsync(path, name, Encoding.GetEncoding(encoding).GetBytes("Z\u00E4hler-1"));
            status.ShouldNotBe(503, path);
            $"{status} {(status == 200 ? "" : Code(body))}".ShouldBe(expected, path);
            if (status == 400)
                body.ShouldContain(name);
        }
    }

    private static string Code(string body) => (string)JsonNode.Parse(body)!["code"]!;

    private async Task<(int Status, string Body)> SendAsync(string path, string name, byte[] value)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port);
        var stream = socket.GetStream();
        var key = name == "X-Api-Key" ? "" : $"X-Api-Key: {RunningGateway.BootstrapKey}\r\n";
        await stream.WriteAsync(
            (byte[])
                [
                    .. Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{key}{name}: "),
                    .. value,
                    .. "\r\n\r\n"u8,
                ]
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        var body = answer.IndexOf('{', StringComparison.Ordinal);
        return (int.Parse(answer.Split(' ')[1]), body < 0 ? "" : answer[body..(answer.LastIndexOf('}') + 1)]);
    }

    [Fact]
    public async Task Every_operation_of_the_gateway_refuses_a_parameter_that_it_does_not_have()
    {
        using var client = _gateway.Client();
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)))!;
        _gateway.Ledger.Reset();
        (await UnknownParameters.ShouldBeRefusedAsync(document, client.SendAsync)).ShouldBe(4);
        _gateway.Ledger.Requests.ShouldBeEmpty();
    }
}
