using System.Net;
using System.Text;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>
/// A service with sheets on their way, whose outbox nobody empties, beside a ledger that holds what the test says.
/// </summary>
public abstract class DeliveryTests : IAsyncLifetime
{
    protected IDictionary<string, string> Ledger { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["/internal/organisation"] = """{"items":[]}""" };

    protected IngestionHost Host { get; private set; } = null!;

    protected HttpClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await IngestionHost.StartAsync(request =>
            Ledger.TryGetValue(request.RequestUri!.PathAndQuery, out var body)
                ? new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(HttpStatusCode.InternalServerError)
        );
        Admin = Host.As(Roles.Admin);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    protected Task<int> ResendAsync() => Host.Services.GetRequiredService<Resend>().DueAsync(CancellationToken.None);

    private protected Task<ComparisonResult?> CompareAsync() =>
        Host.Services.GetRequiredService<CompareWithLedger>().ExecuteAsync(CancellationToken.None);

    protected ValueTask PostedAsync(IncomingEvent receipt) =>
        ActivatorUtilities.CreateInstance<OnEntryPosted>(Host.Services).ConsumeAsync(receipt, CancellationToken.None);

    protected async Task<string> WithSheetsAsync(params string[] months)
    {
        var plant = await Admin.NewSmelterAsync();
        foreach (var month in months)
            await Admin.PostReadingsAsync(plant, month, Calls.Sheet(Calls.Coal));
        await Host.Database.ExecuteAsync("UPDATE organisation_record SET applied_version = version");
        return plant;
    }

    /// <summary>The broker has confirmed everything: nothing is waiting.</summary>
    protected Task SentAsync() => Host.Database.ExecuteAsync("DELETE FROM outbox");

    protected Task DueAsync() =>
        Host.Database.ExecuteAsync(
            "UPDATE sheet SET resend_at = now() - interval '1 second'; UPDATE organisation_record SET "
                + "resend_at = now() - interval '1 second'"
        );

    protected async Task<string?> WaitingAsync() =>
        await Host.Database.ExecuteAsync(
            "SELECT string_agg(coalesce(b->>'month', b->>'code') || '/' || coalesce(b->>'revision', "
                + "b->>'version'), ',' ORDER BY e.id) FROM outbox o JOIN event e ON e.id = o.event_id, LATERAL "
                + "(SELECT convert_from(e.body, 'UTF8')::json AS b) x"
        ) as string;

    protected static string Item(string plant, string month, int revision, string hash = "aa") =>
        $$"""{"plant":"{{plant}}","month":"{{month}}","revision":{{revision}},"catalogueVersion":"""
        + $$"""1,"methodsVersion":1,"linesHash":"{{hash}}"}""";

    protected void LedgerHolds(params string[] items)
    {
        Ledger["/internal/state?limit=1000"] =
            items.Length < 2
                ? $$"""{"items":[{{string.Join(',', items)}}],"next":null}"""
                : $$"""{"items":[{{items[0]}}],"next":"A B/1"}""";
        Ledger["/internal/state?limit=1000&after=A%20B%2F1"] =
            $$"""{"items":[{{string.Join(',', items.Skip(1))}}],"next":null}""";
    }

    protected ValueTask RefusedAsync(IncomingEvent refusal) =>
        ActivatorUtilities.CreateInstance<OnRefused>(Host.Services).ConsumeAsync(refusal, CancellationToken.None);
}
