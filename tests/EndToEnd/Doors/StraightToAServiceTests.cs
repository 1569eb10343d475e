using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd.Doors;

/// <summary>Whoever reaches a service past the Gateway gets nothing without a ticket that is for it.</summary>
[Collection<PlatformCollection>]
public sealed class StraightToAServiceTests(Platform platform)
{
    private static readonly Caller s_admin = new("a", [Roles.Admin], plants: null);

    public static TheoryData<string> Services() => ["ingestion", "calculation", "ledger"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task No_operation_opens_to_what_is_no_ticket_or_one_for_somebody_else(string service)
    {
        using var http = new HttpClient { BaseAddress = platform.AddressOf(service) };
        var operations = await OperationsAsync(http);
        operations.Count.ShouldBeGreaterThan(3);
        using var stranger = new Issuer("gateway").Signer(TimeProvider.System);
        using var gateway = platform.SignerOf("gateway");
        using var ingestion = platform.SignerOf("ingestion");
        var good = gateway.Sign(s_admin, service);
        // A plain reading call is let in, so what follows is refused for its ticket.
        var refused = new Dictionary<string, string?[]>(StringComparer.Ordinal)
        {
            ["none"] = [],
            ["an API key in its place"] = [platform.AdminKey],
            ["of another key"] = [stranger.Sign(s_admin, service)],
            ["for another service"] = [gateway.Sign(s_admin, service == "ledger" ? "ingestion" : "ledger")],
            ["an administrator by Ingestion"] = [ingestion.Sign(s_admin, service)],
            ["a service by the Gateway"] = [gateway.Sign(new Caller("ingestion", [Roles.Service], null), service)],
            ["cut"] = [good[..^1]],
            ["without signature"] = [good[..(good.IndexOf('.', StringComparison.Ordinal) + 1)]],
            ["twice"] = [good, good],
        };
        List<string> otherwise = [];
        foreach (var (verb, path) in operations)
        {
            foreach (var (name, tickets) in refused)
            {
                var status = await AskAsync(http, verb, path, tickets);
                if (status != HttpStatusCode.Unauthorized)
                    otherwise.Add($"{verb} {path} with ticket {name}: {(int)status}");
            }
        }
        otherwise.ShouldBeEmpty();
        (await AskAsync(http, "GET", "/nowhere", [good])).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_only_services_may_ask_opens_to_no_administrator()
    {
        using var gateway = platform.SignerOf("gateway");
        foreach (
            var (service, asks, path, closed) in new[]
            {
                ("ledger", "ingestion", "/internal/state", "/api/v1/totals"),
                ("ledger", "ingestion", "/internal/organisation", "/api/v1/totals"),
                ("ledger", "ingestion", "/internal/invariants", "/api/v1/totals"),
                ("ledger", "ingestion", "/internal/totals?from=2024-01&to=2024-01", "/api/v1/totals"),
                ("ingestion", "calculation", "/internal/plants", "/api/v1/plants"),
            }
        )
        {
            using var http = new HttpClient { BaseAddress = platform.AddressOf(service) };
            using var signer = platform.SignerOf(asks);
            var ticket = signer.Sign(new Caller(asks, [Roles.Service], null), service);
            (await AskAsync(http, "GET", path, [gateway.Sign(s_admin, service)])).ShouldBe(HttpStatusCode.Forbidden);
            (await AskAsync(http, "GET", path, [ticket])).ShouldBe(HttpStatusCode.OK);
            (await AskAsync(http, "GET", closed, [ticket])).ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    private static async Task<List<(string Verb, string Path)>> OperationsAsync(HttpClient http)
    {
        var document = JsonNode.Parse(await http.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative)));
        return
        [
            .. document!["paths"]!
                .AsObject()
                .SelectMany(path =>
                    path.Value!.AsObject()
                        .Select(verb =>
                            (
                                verb.Key.ToUpperInvariant(),
                                path.Key.Replace("{", "", StringComparison.Ordinal)
                                    .Replace("}", "", StringComparison.Ordinal)
                            )
                        )
                ),
        ];
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string verb, string path, string?[] tickets)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        request.Headers.Add("X-Caller-Ticket", tickets);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
