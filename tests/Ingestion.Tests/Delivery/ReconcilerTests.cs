using System.Net;
using System.Text;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>Whatever was lost on the way is sent again, and nothing takes effect twice.</summary>
[Tier(Tier.Service)]
public sealed class ReconcilerTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _ledger = new(StringComparer.Ordinal)
    {
        ["/internal/organisation"] = """{"items":[]}""",
    };
    private IngestionHost _host = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await IngestionHost.StartAsync(request =>
            _ledger.TryGetValue(request.RequestUri!.PathAndQuery, out var body)
                ? new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, "application/json") }
                : new HttpResponseMessage(HttpStatusCode.InternalServerError)
        );
        _admin = _host.As(Roles.Admin);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task<int> ResendAsync() => _host.Services.GetRequiredService<Resend>().DueAsync(CancellationToken.None);

    private Task<ComparisonResult?> CompareAsync() =>
        _host.Services.GetRequiredService<CompareWithLedger>().ExecuteAsync(CancellationToken.None);

    private ValueTask PostedAsync(IncomingEvent receipt) =>
        ActivatorUtilities.CreateInstance<OnEntryPosted>(_host.Services).ConsumeAsync(receipt, CancellationToken.None);

    private async Task<string> WithSheetsAsync(params string[] months)
    {
        var plant = await _admin.NewSmelterAsync();
        foreach (var month in months)
            await _admin.PostReadingsAsync(plant, month, Calls.Sheet(Calls.Coal));
        await _host.Database.ExecuteAsync("UPDATE organisation_record SET applied_version = version");
        return plant;
    }

    /// <summary>The broker has confirmed everything: nothing is waiting.</summary>
    private Task SentAsync() => _host.Database.ExecuteAsync("DELETE FROM outbox");

    private Task DueAsync() =>
        _host.Database.ExecuteAsync(
            "UPDATE sheet SET resend_at = now() - interval '1 second'; UPDATE organisation_record SET "
                + "resend_at = now() - interval '1 second'"
        );

    private async Task<string?> WaitingAsync() =>
        await _host.Database.ExecuteAsync(
            "SELECT string_agg(coalesce(b->>'month', b->>'code') || '/' || coalesce(b->>'revision', "
                + "b->>'version'), ',' ORDER BY e.id) FROM outbox o JOIN event e ON e.id = o.event_id, LATERAL "
                + "(SELECT convert_from(e.body, 'UTF8')::json AS b) x"
        ) as string;

    private static string Item(string plant, string month, int revision, string hash = "aa") =>
        $$"""{"plant":"{{plant}}","month":"{{month}}","revision":{{revision}},"catalogueVersion":"""
        + $$"""1,"methodsVersion":1,"linesHash":"{{hash}}"}""";

    private void LedgerHolds(params string[] items)
    {
        _ledger["/internal/state?limit=1000"] =
            items.Length < 2
                ? $$"""{"items":[{{string.Join(',', items)}}],"next":null}"""
                : $$"""{"items":[{{items[0]}}],"next":"A B/1"}""";
        _ledger["/internal/state?limit=1000&after=A%20B%2F1"] =
            $$"""{"items":[{{string.Join(',', items.Skip(1))}}],"next":null}""";
    }

    [Fact]
    public async Task What_has_no_receipt_is_sent_again_with_growing_waits()
    {
        await WithSheetsAsync("2024-02", "2024-03");
        await SentAsync();
        (await ResendAsync()).ShouldBe(0, "the grace has not passed");

        await DueAsync();
        (await ResendAsync()).ShouldBe(2);
        (await WaitingAsync()).ShouldBe("2024-02/1,2024-03/1");
        (await ResendAsync()).ShouldBe(0, "the next wait has begun");

        for (var i = 0; i < 8; i++)
        {
            await DueAsync();
            await ResendAsync();
        }
        var wait = (TimeSpan)(await _host.Database.ExecuteAsync("SELECT resend_at - now() FROM sheet LIMIT 1"))!;
        wait.ShouldBeInRange(
            TimeSpan.FromMinutes(59),
            TimeSpan.FromHours(1),
            "doubled from ten minutes, an hour at most"
        );
        (await _host.Database.ExecuteAsync("SELECT resends FROM sheet LIMIT 1")).ShouldBe(9);
    }

    [Fact]
    public async Task A_lost_receipt_brings_one_more_sending_and_no_other_effect()
    {
        var plant = await WithSheetsAsync("2024-03");
        await SentAsync();
        await DueAsync();

        await ResendAsync();
        (await WaitingAsync()).ShouldBe(
            "2024-03/1",
            "the same event with the same revision: whoever has it answers with what stands"
        );
        await SentAsync();
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 6, sequence: 5));

        await DueAsync();
        (await ResendAsync()).ShouldBe(0);
        (await _host.Database.ExecuteAsync("SELECT count(*) FROM event WHERE type = 'readings-accepted.v1'")).ShouldBe(
            1L,
            "nothing is stored twice"
        );
        (await _host.Database.ExecuteAsync("SELECT count(*) FROM revision")).ShouldBe(1L);
    }

    [Fact]
    public async Task What_waits_in_the_outbox_is_not_queued_twice()
    {
        await WithSheetsAsync("2024-03");
        // The process died between commit and publish: the row still waits for the relay.
        await _host.Database.ExecuteAsync(
            "DELETE FROM outbox o USING event e WHERE e.id = o.event_id AND e.type = 'organisation-changed.v1'"
        );
        await DueAsync();
        await ResendAsync();
        (await WaitingAsync()).ShouldBe("2024-03/1");
    }

    [Fact]
    public async Task Only_the_revision_in_force_is_sent_again()
    {
        var plant = await WithSheetsAsync("2024-03");
        await _admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        await SentAsync();
        await DueAsync();
        await ResendAsync();
        (await WaitingAsync()).ShouldBe("2024-03/2");
    }

    [Fact]
    public async Task Records_of_the_organisation_are_sent_again_too()
    {
        var plant = await WithSheetsAsync();
        await _admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""");
        await SentAsync();
        await DueAsync();
        (await ResendAsync()).ShouldBe(1);
        (await WaitingAsync()).ShouldBe($"{plant}/7");
    }

    [Fact]
    public async Task Two_replicas_do_not_send_twice()
    {
        await WithSheetsAsync([.. Enumerable.Range(1, 12).Select(m => $"2024-{m:D2}")]);
        await SentAsync();
        await DueAsync();
        await using var replica = _host.Replica();
        var other = replica.Services.GetRequiredService<Resend>();

        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? _host.Services.GetRequiredService<Resend>() : other).DueAsync(
                            CancellationToken.None
                        )
                    )
                )
        );

        sent.Sum().ShouldBe(12);
        (await _host.Database.ExecuteAsync("SELECT max(resends) FROM sheet")).ShouldBe(1);
    }

    [Fact]
    public async Task A_sheet_that_is_being_changed_holds_nobody_up()
    {
        await WithSheetsAsync("2024-02", "2024-03");
        await SentAsync();
        await DueAsync();
        await using var post = new NpgsqlConnection(_host.Database.Superuser);
        await post.OpenAsync();
        await using var under = await post.BeginTransactionAsync();
        await using (
            var change = new NpgsqlCommand(
                $"SELECT FROM sheet WHERE month = {Month.Parse("2024-02").Index} FOR UPDATE",
                post
            )
        )
            await change.ExecuteNonQueryAsync();

        (await ResendAsync().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);

        (await WaitingAsync()).ShouldBe("2024-03/1");
    }

    [Fact]
    public async Task The_reconciler_works_by_itself_and_outlives_a_ledger_that_talks_nonsense()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100));
        await SentAsync();
        _ledger["/internal/state?limit=1000"] = "[]";
        var often = new DeliverySettings()
        {
            Interval = TimeSpan.FromSeconds(5),
            ComparisonRetry = TimeSpan.FromSeconds(30),
        };
        using var reconciler = new Reconciler(
            _host.Services.GetRequiredService<Resend>(),
            _host.Services.GetRequiredService<CompareWithLedger>(),
            _host.Services.GetRequiredService<BeyondAlarm>(),
            often,
            _host.Clock,
            NullLogger<Reconciler>.Instance
        );
        await reconciler.StartAsync(CancellationToken.None);

        LedgerHolds();
        await Eventually.ShouldAsync(
            async () =>
            {
                _host.Clock.Advance(TimeSpan.FromSeconds(5));
                return await WaitingAsync() is { } waiting && waiting.EndsWith("2024-03/1", StringComparison.Ordinal);
            },
            "the loss to be found on a later try, and sent again"
        );

        reconciler.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await reconciler.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Agreement_with_the_ledger_sends_nothing()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03", "2024-04");
        await PostedAsync(Receipts.Posted(plant, "2024-02", 1, position: 5));
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 6));
        await SentAsync();
        LedgerHolds(Item(plant, "2024-02", 1), Item(plant, "2024-03", 1));
        _ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":6}]}""";

        (await CompareAsync()).ShouldBe(new ComparisonResult(0, 0, 0, 0));
        (await WaitingAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_ledger_set_back_gets_again_what_it_lost()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03", "2024-04");
        await _admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        foreach (
            var (month, revision, position) in ((string, int, long)[])
                [("2024-02", 1, 100), ("2024-03", 2, 101), ("2024-04", 1, 102)]
        )
            await PostedAsync(Receipts.Posted(plant, month, revision, position));
        await SentAsync();
        // A backup of an hour ago: February as it was, March at its first revision, nothing of April, an older record
        // of the plant.
        LedgerHolds(Item(plant, "2024-02", 1), Item(plant, "2024-03", 1, "old"));
        _ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":5}]}""";

        (await CompareAsync()).ShouldBe(new ComparisonResult(Lost: 2, LinesDiffer: 0, Beyond: 0, Records: 1));
        (await _admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]!
            .AsArray()
            .Select(r => r!.Text("state"))
            .ShouldBe(["received", "posted"]);

        await ResendAsync();
        (await WaitingAsync()).ShouldBe($"{plant}/6,2024-04/1,2024-03/2");

        // Its positions begin again below those that it once gave.
        await PostedAsync(Receipts.Posted(plant, "2024-03", 2, position: 50));
        await PostedAsync(Receipts.Posted(plant, "2024-04", 1, position: 51));
        (await _admin.AskAsync($"/plants/{plant}/months/2024-04")).Body.Text("state").ShouldBe("posted");
        LedgerHolds(Item(plant, "2024-02", 1), Item(plant, "2024-03", 2), Item(plant, "2024-04", 1));
        (await CompareAsync())!.Lost.ShouldBe(0);
    }

    [Fact]
    public async Task Other_lines_are_settled_by_sending_once_more()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100, hash: "aa"));
        await SentAsync();
        LedgerHolds(Item(plant, "2024-03", 1, "bb"));

        (await CompareAsync())!.LinesDiffer.ShouldBe(1);

        (await WaitingAsync()).ShouldBe("2024-03/1");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 90, hash: "bb"));
        (await CompareAsync())!.LinesDiffer.ShouldBe(0);
    }

    [Fact]
    public async Task What_the_ledger_has_beyond_us_is_reported_and_numbered_above()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 5));
        LedgerHolds(Item(plant, "2024-03", 3), Item(plant, "2024-04", 2));
        _ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":8}]}""";

        (await CompareAsync()).ShouldBe(new ComparisonResult(0, 0, Beyond: 2, Records: 1));
        (await _admin.AskAsync("/reconciliation")).Body["beyond"]!
            .Plain()
            .ShouldBe(
                $$"""[{"plant":"{{plant}}","month":"2024-03","revision":1,"postedRevision":3},"""
                    + $$"""{"plant":"{{plant}}","month":"2024-04","revision":0,"postedRevision":2}]"""
            );

        ((int)(await _admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid))).Body["revision"]!).ShouldBe(
            4
        );
        ((int)(await _admin.PostReadingsAsync(plant, "2024-04", Calls.Sheet(Calls.Grid))).Body["revision"]!).ShouldBe(
            3
        );
        (
            (int)
                (
                    await _admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""")
                ).Body["version"]!
        ).ShouldBe(9);
    }

    [Fact]
    public async Task What_can_never_be_applied_is_parked_and_not_sent_again()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03");
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        await SentAsync();
        await DueAsync();

        (await ResendAsync()).ShouldBe(1);

        (await WaitingAsync()).ShouldBe("2024-02/1", "the other one goes on");
        var reconciliation = (await _admin.AskAsync("/reconciliation?from=2024-03&to=2024-03")).Body;
        reconciliation["total"]!
            .Plain()
            .ShouldBe("""{"accepted":1,"calculated":0,"posted":0,"outstanding":1,"parked":1}""");
        var outstanding = reconciliation["outstanding"]![0]!;
        (outstanding.Text("state"), outstanding.Text("refusal")).ShouldBe(("parked", "an amount is too large"));
        outstanding["nextResendAt"].ShouldBeNull();
    }

    [Fact]
    public async Task A_new_revision_of_what_was_parked_is_sent_as_ever()
    {
        var plant = await WithSheetsAsync("2024-03");
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        await _admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        // It comes once more, late, and concerns the first revision alone.
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        await SentAsync();
        await DueAsync();

        (await ResendAsync()).ShouldBe(1);
        (await WaitingAsync()).ShouldBe("2024-03/2");
        (await _admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]!
            .AsArray()
            .Select(r => r!.Text("state"))
            .ShouldBe(["received", "parked"]);
    }

    [Fact]
    public async Task What_the_ledger_lost_is_sent_again_although_it_was_parked_once()
    {
        var plant = await WithSheetsAsync("2024-03");
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1));
        // Mended and replayed.
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100));
        await SentAsync();
        LedgerHolds();
        _ledger["/internal/organisation"] =
            $$"""{"items":[{"kind":"unit","code":"ALUMINIUM","version":1},"""
            + $$"""{"kind":"plant","code":"{{plant}}","version":6}]}""";

        (await CompareAsync())!.Lost.ShouldBe(1);
        (await ResendAsync()).ShouldBe(1);
        (await WaitingAsync()).ShouldBe("2024-03/1");
    }

    [Fact]
    public async Task Other_lines_that_the_ledger_refuses_are_not_sent_at_every_comparison()
    {
        var plant = await WithSheetsAsync("2024-03");
        await PostedAsync(Receipts.Posted(plant, "2024-03", 1, position: 100, hash: "aa"));
        await SentAsync();
        LedgerHolds(Item(plant, "2024-03", 1, "bb"));
        (await CompareAsync())!.LinesDiffer.ShouldBe(1);
        await SentAsync();
        await RefusedAsync(Receipts.Refused(plant, "2024-03", 1, "stands with other lines"));

        (await CompareAsync())!.LinesDiffer.ShouldBe(1);

        (await WaitingAsync()).ShouldBeNull();
        (await _admin.AskAsync($"/plants/{plant}/months/2024-03")).Body.Text("state").ShouldBe("posted");
    }

    [Fact]
    public async Task A_record_that_the_ledger_can_never_take_is_parked_until_it_is_changed()
    {
        var plant = await WithSheetsAsync();
        await _admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "S", "kind": "site" }""");
        await SentAsync();
        await RefusedAsync(Receipts.RecordRefused("plant", plant, 7));
        await DueAsync();

        (await ResendAsync()).ShouldBe(0);
        (await _admin.AskAsync("/reconciliation")).Body["organisation"]!
            .Plain()
            .ShouldBe("""{"records":2,"posted":1,"outstanding":1,"parked":1}""");

        await _admin.PutRecordAsync($"/plants/{plant}/sources/NEW-1", """{ "name": "T", "kind": "site" }""");
        await SentAsync();
        await DueAsync();
        (await ResendAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_receipt_of_what_was_never_accepted_is_an_alarm_until_a_revision_takes_its_place()
    {
        var plant = await WithSheetsAsync("2024-03");
        var alarm = _host.Services.GetRequiredService<BeyondAlarm>();
        await alarm.LookAsync(CancellationToken.None);
        (await HealthAsync()).ShouldBe(HealthStatus.Healthy);

        await PostedAsync(Receipts.Posted(plant, "2024-03", 2, position: 5));
        await alarm.LookAsync(CancellationToken.None);

        alarm.Count.ShouldBe(1);
        (await HealthAsync()).ShouldBe(HealthStatus.Degraded);
        await _admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        await alarm.LookAsync(CancellationToken.None);
        (await HealthAsync()).ShouldBe(HealthStatus.Healthy);

        async Task<HealthStatus> HealthAsync() =>
            (await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync())
                .Entries[BeyondHealth.Name]
                .Status;
    }

    [Fact]
    public async Task Each_finding_beyond_is_told_once()
    {
        var plant = await WithSheetsAsync("2024-03");
        var log = new Lines<BeyondAlarm>();
        var alarm = new BeyondAlarm(_host.Services.GetRequiredService<NpgsqlDataSource>(), log);
        alarm.Note([
            new RecordDifference(Difference.LedgerBeyond, "plant", "NOBODY-1", 3),
            new RecordDifference(Difference.LedgerLost, "plant", "OTHER-1", 3),
        ]);
        await PostedAsync(Receipts.Posted(plant, "2024-04", 2, position: 5));

        await alarm.LookAsync(CancellationToken.None);
        await alarm.LookAsync(CancellationToken.None);

        log.Written.ShouldHaveSingleItem()
            .ShouldEndWith($"somebody else has written them: {plant} 2024-04 revision 2, plant NOBODY-1 version 3");
        await PostedAsync(Receipts.Posted(plant, "2024-05", 1, position: 6));
        await alarm.LookAsync(CancellationToken.None);
        log.Written.Count.ShouldBe(2);
        log.Written[1].ShouldEndWith($": {plant} 2024-05 revision 1");
    }

    private ValueTask RefusedAsync(IncomingEvent refusal) =>
        ActivatorUtilities.CreateInstance<OnRefused>(_host.Services).ConsumeAsync(refusal, CancellationToken.None);

    private sealed class Lines<T> : ILogger<T>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Written.Add(formatter(state, exception));
    }

    [Fact]
    public async Task A_ledger_that_is_away_is_no_difference()
    {
        await WithSheetsAsync("2024-03");
        await SentAsync();
        await Should.ThrowAsync<HttpRequestException>(CompareAsync);
        (await WaitingAsync()).ShouldBeNull();
        LedgerHolds();
        (await CompareAsync()).ShouldNotBeNull("the lock was let go");
    }

    [Fact]
    public async Task Reconciliation_shows_what_is_on_its_way()
    {
        var plant = await WithSheetsAsync("2024-02", "2024-03", "2024-04");
        await PostedAsync(Receipts.Posted(plant, "2024-02", 1, position: 5));
        await ActivatorUtilities
            .CreateInstance<OnEmissionsCalculated>(_host.Services)
            .ConsumeAsync(Receipts.Calculated(plant, "2024-03", 1), CancellationToken.None);

        var all = (await _admin.AskAsync("/reconciliation?from=2024-01&to=2024-12")).Body;
        all["total"]!.Plain().ShouldBe("""{"accepted":3,"calculated":2,"posted":1,"outstanding":2,"parked":0}""");
        all["outstanding"]!
            .AsArray()
            .Select(o => (o!.Text("month"), o!.Text("state"), (int)o!["postedRevision"]!))
            .ShouldBe([("2024-03", "calculated", 0), ("2024-04", "received", 0)]);
        all["months"]!.AsArray().Count.ShouldBe(3);
        all["organisation"]!.Plain().ShouldBe("""{"records":2,"posted":2,"outstanding":0,"parked":0}""");

        ((int)(await _admin.AskAsync("/reconciliation?from=2024-04")).Body["total"]!["accepted"]!).ShouldBe(1);
        (
            (int)(await _host.As(Roles.Plant, "OTHER-1").AskAsync("/reconciliation")).Body["total"]!["accepted"]!
        ).ShouldBe(0, "another's sheets are not counted");
        (await _admin.AskAsync("/reconciliation?from=soon")).Code.ShouldBe("invalid-parameter");
    }
}
