using System.Diagnostics;
using System.Net;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>Nobody's haste is another's wait.</summary>
[Tier(Tier.Service)]
public sealed class RateLimitTests
{
    private const int Limit = 5;

    /// <summary>Far more at once than a second's worth, however slow the machine.</summary>
    private static async Task<HttpResponseMessage[]> BurstAsync(HttpClient client, string path = "/api/v1/totals") =>
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.Get(path)));

    [Fact]
    public async Task A_caller_over_its_limit_is_told_when_to_come_again_and_the_others_notice_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:PermitsPerSecond", $"{Limit}"));
        var (_, hasty) = await gateway.MakeKeyAsync("auditor");
        var (_, calm) = await gateway.MakeKeyAsync("auditor");

        var answers = await BurstAsync(gateway.Client(hasty));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(Limit);
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused.ShouldBeProblem(429, "rate-limited");
        refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
        gateway.Ledger.Requests.Count.ShouldBe(
            answers.Count(answer => answer.StatusCode == HttpStatusCode.OK),
            "what is refused reaches no service"
        );
        (await gateway.Client(calm).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.ShouldAsync(
            async () => (await gateway.Client(hasty).Get("/api/v1/totals")).StatusCode == HttpStatusCode.OK,
            "the hasty one being served again"
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("cp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Who_is_not_known_has_a_small_limit_by_address(string? wrongKey)
    {
        await using var gateway = await RunningGateway.StartAsync(
            ("Gateway:RateLimit:AnonymousPermitsPerSecond", $"{Limit}")
        );

        var answers = await BurstAsync(gateway.Client(wrongKey));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Unauthorized);
        answers.ShouldAllBe(answer =>
            answer.StatusCode == HttpStatusCode.Unauthorized || answer.StatusCode == HttpStatusCode.TooManyRequests
        );
        await answers
            .First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests)
            .ShouldBeProblem(429, "rate-limited");
        (await gateway.Client().Get("/api/v1/totals")).StatusCode.ShouldBe(
            HttpStatusCode.OK,
            "a known caller from the same address"
        );
    }

    [Fact]
    public async Task Wrong_keys_make_the_database_answer_once_a_second_and_lock_nobody_out()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:AnonymousPermitsPerSecond", "1"));
        var (_, neverUsed) = await gateway.MakeKeyAsync("auditor");
        var before = await LooksAsync(gateway);
        var began = Stopwatch.GetTimestamp();

        foreach (var burst in Enumerable.Range(0, 5))
            await BurstAsync(gateway.Client($"wrong-{burst}"));
        (await gateway.Client(neverUsed).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (await LooksAsync(gateway) - before).ShouldBeInRange(1, (long)seconds + 2);
    }

    /// <summary>How often the table of keys was read. The server counts with a delay of a second.</summary>
    private static async Task<long> LooksAsync(RunningGateway gateway)
    {
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        return (long)
            (
                await gateway.Database.ExecuteAsync(
                    "SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'api_key'"
                )
            )!;
    }

    [Fact]
    public async Task Health_has_no_limit()
    {
        await using var gateway = await RunningGateway.StartAsync(("Gateway:RateLimit:AnonymousPermitsPerSecond", "1"));
        (await BurstAsync(gateway.Client(key: null), "/health/live")).ShouldAllBe(answer =>
            answer.StatusCode == HttpStatusCode.OK
        );
    }
}
