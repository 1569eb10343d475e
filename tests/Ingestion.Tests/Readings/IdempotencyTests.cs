using System.Globalization;
using System.Net;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>A call may come any number of times; it takes effect once.</summary>
[Tier(Tier.Service)]
public sealed class IdempotencyTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    [Fact]
    public async Task The_key_must_be_there()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.SendAsync(
            HttpMethod.Post,
            $"/plants/{plant}/months/2024-03/readings",
            Calls.Sheet(Calls.Grid)
        );

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("idempotency-key-missing");
        answer.Body.Text("detail").ShouldContain("Idempotency-Key");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Theory]
    [InlineData("with blank")]
    [InlineData("ключ")]
    public async Task The_key_must_be_plain(string key)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        foreach (var bad in (string[])[key, new string('x', 129)])
        {
            var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), bad);
            answer.Status.ShouldBe(HttpStatusCode.BadRequest);
            answer.Code.ShouldBe("idempotency-key-malformed");
        }
    }

    [Theory]
    [InlineData("/plants/{0}/months/2024-03/readings/")]
    [InlineData("/PLANTS/{0}/Months/2024-03/Readings")]
    [InlineData("/plants/{0}/months/%32%30%32%34-03/readings")]
    public async Task A_path_in_another_spelling_is_the_same_call(string path)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        var first = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        var again = await admin.SendAsync(
            HttpMethod.Post,
            string.Format(CultureInfo.InvariantCulture, path, plant),
            Calls.Sheet(Calls.Grid),
            key
        );
        again.Replayed.ShouldBeTrue(again.Body.Plain());
        again.Body.Plain().ShouldBe(first.Body.Plain());
        var other = await admin.SendAsync(
            HttpMethod.Post,
            string.Format(CultureInfo.InvariantCulture, path, plant),
            Calls.Sheet(Calls.Coal),
            key
        );
        other.Code.ShouldBe("idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_call_again_gets_the_first_answer()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        var first = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);
        // The world has gone on meanwhile; the answer is still the first one.
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));

        var again = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        first.Replayed.ShouldBeFalse();
        again.Status.ShouldBe(HttpStatusCode.Accepted);
        again.Replayed.ShouldBeTrue();
        again.Body.Plain().ShouldBe(first.Body.Plain());
        again.ETag.ShouldBe("\"1\"");
        (await Host.Database.ExecuteAsync($"SELECT max(revision) FROM revision WHERE plant = '{plant}'")).ShouldBe(2);
    }

    [Fact]
    public async Task Another_body_under_the_key_is_refused()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal), key);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Code.ShouldBe("idempotency-key-reused");
        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings.ShouldHaveSingleItem().Source.ShouldBe("GRID-1");
    }

    [Fact]
    public async Task The_key_belongs_to_caller_and_route()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        var otherMonth = await admin.PostReadingsAsync(plant, "2024-04", Calls.Sheet(Calls.Coal), key);
        var otherVerb = await admin.PutReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal), "*", key);
        var otherCaller = await Host.As(Roles.Environment)
            .PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        foreach (var (answer, revision) in ((Answer, int)[])[(otherMonth, 1), (otherVerb, 2), (otherCaller, 3)])
        {
            answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
            answer.Replayed.ShouldBeFalse();
            ((int)answer.Body["revision"]!).ShouldBe(revision);
        }
    }

    [Fact]
    public async Task Fifty_at_once_take_effect_once()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ => Task.Run(() => admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key)))
        );

        var accepted = answers.Where(a => a.Status == HttpStatusCode.Accepted).ToList();
        accepted.Count(a => !a.Replayed).ShouldBe(1);
        accepted.Select(a => a.Body.Plain()).Distinct().Count().ShouldBe(1);
        foreach (var waiting in answers.Except(accepted))
        {
            waiting.Status.ShouldBe(HttpStatusCode.Conflict);
            waiting.Code.ShouldBe("idempotency-key-in-flight");
        }
        (await Stored.EventsAsync(Host, plant)).ShouldBe(1);
        (await Host.Database.ExecuteAsync($"SELECT count(*) FROM revision WHERE plant = '{plant}'")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_call_under_way_is_not_waited_for()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        // Another replica is in the middle of this call.
        await using var other = new NpgsqlConnection(Host.Database.Superuser);
        await other.OpenAsync();
        await using var under = await other.BeginTransactionAsync();
        var same = new IdempotencyKey("admin-key", $"POST /api/v1/plants/{plant}/months/2024-03/readings", key, []);
        await using (NpgsqlCommand take = new($"SELECT pg_advisory_xact_lock({same.LockId})", other))
            await take.ExecuteNonQueryAsync();

        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Code.ShouldBe("idempotency-key-in-flight");
        answer.Message.Headers.RetryAfter.ShouldNotBeNull();
        (await Host.RowsOfAsync(plant)).ShouldBe(0);

        await under.RollbackAsync();
        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key)).Status.ShouldBe(
            HttpStatusCode.Accepted,
            "the other never finished"
        );
    }

    [Fact]
    public async Task A_refused_call_leaves_its_key_free()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        (
            await admin.PostReadingsAsync(
                plant,
                "2024-03",
                Calls.Sheet(Calls.Grid.Replace("GRID-1", "GRID-7", StringComparison.Ordinal)),
                key
            )
        ).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key)).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
    }

    [Fact]
    public async Task A_call_that_changes_nothing_is_remembered_too()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var key = Calls.NewKey();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Grid.Replace("8123.4", "8000", StringComparison.Ordinal))
        );

        // Without the memory this would put the old reading back.
        var again = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), key);

        again.Replayed.ShouldBeTrue();
        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings[0].Quantity.ShouldBe(8000m);
    }

    [Fact]
    public async Task Keys_are_kept_for_ninety_days()
    {
        await using var host = await IngestionHost.StartAsync();
        var admin = host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid), "old");
        host.Clock.Advance(TimeSpan.FromDays(1));
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal), "young");
        host.Clock.Advance(TimeSpan.FromDays(89) + TimeSpan.FromSeconds(1));

        using var forget = new ForgetIdempotencyKeys(
            host.Services.GetRequiredService<NpgsqlDataSource>(),
            host.Clock,
            NullLogger<ForgetIdempotencyKeys>.Instance
        );
        await forget.ForgetAsync(CancellationToken.None);

        (await host.Database.ExecuteAsync("SELECT string_agg(key, ',') FROM idempotency")).ShouldBe("young");
    }
}
