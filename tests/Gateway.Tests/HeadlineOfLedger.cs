using System.Collections.Concurrent;
using System.Text.Json;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>The headline over HTTP, with a Ledger that answers as the real one does.</summary>
public abstract class HeadlineOfLedger(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private protected RunningGateway Gateway { get; } = shared.Gateway;

    /// <summary>What the Ledger answers, by year and basis.</summary>
    protected ConcurrentDictionary<string, string> Answers { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await Gateway.ResetAsync();
        Gateway.Ledger.Answer = context =>
        {
            var query = context.Request.Query;
            var (year, basis) = (query["from"].ToString()[..4], query["basis"].ToString());
            return context.Response.WriteAsync(
                Answers.TryGetValue($"{year} {basis}".Trim(), out var answer) ? answer : Totals(year, 18233)
            );
        };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected static string Totals(
        string year,
        long sequence,
        string rows = "",
        string co2e = "",
        int posted = 478,
        string gaps = ""
    ) =>
        $$"""
            { "from": "{{year}}-01", "to": "{{year}}-12", "org": "GROUP", "something": "new",
              "asOf": { "sequence": {{sequence}}, "recordedAt": "2025-01-20T08:00:00Z",
                "rootHash": "c0ffee", "sealed": false },
              "coverage": { "plantMonthsExpected": 480, "plantMonthsPosted": {{posted}},
                "openGaps": 2, "closed": false },
              "gaps": [ {{gaps}} ],
              "rows": [ {{rows}} ], "co2e": { "gwp": "AR5", "gwpStatus": "provisional", "rows": [ {{co2e}} ] } }
            """;

    protected async Task<JsonElement> HeadlineAsync(string path = "/api/v1/headline/2024")
    {
        using var response = await Gateway.Client().Get(path);
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, body);
        return JsonDocument.Parse(body).RootElement;
    }
}
