using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CarbonPlatform.Faults.Rig;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 20: the same idempotency key 50 times at once; then with another body; and from another caller. What protects:
/// a lock on (caller, route, key) for the length of the transaction, and the answer kept under
/// it with the hash of the body.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class RepeatKeys(FaultPlatform platform)
{
    private const int AtOnce = 50;

    [Fact]
    [Trait("row", "20")]
    public async Task Same_key_has_one_effect_another_body_is_refused_and_another_caller_is_another()
    {
        var keys = Sizes.Of(3, 100);
        using var run = await FaultRun.BeginAsync(platform, "KEYS", keys);
        await RepeatAsync(run);

        var accounting = await run.AccountAsync();
        Report.Write(
            "20",
            "same key 50 times at once, then with another body, then from another caller",
            $"{keys} keys",
            run,
            accounting
        );
        accounting.ShouldBeClean();
        // 503: more of them at once than the machine answers in time, of which nothing was done.
        run.Journal.Answers.Keys.Except(["202", "409", "422", "503"], StringComparer.Ordinal).ShouldBeEmpty();
        run.Journal.Answers["422"].ShouldBe(keys);
    }

    /// <summary>Control: the answer is not kept.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "20")]
    public async Task Without_the_kept_answer_another_body_is_taken()
    {
        using var run = await FaultRun.BeginAsync(platform, "KEYSC", 3);
        await using (await platform.TakeOutAsync(Protection.IdempotencyRecord, "ingestion"))
            await RepeatAsync(run);

        var accounting = await run.AccountAsync();
        Report.Write("20 control", "the same, but the answer is not kept under the key", "3 keys", run, accounting);
        accounting.Unexpected.ShouldBeGreaterThan(0);
    }

    private async Task RepeatAsync(FaultRun run)
    {
        using var other = new PlantClients(platform.Address, await NewKeyAsync(), run.Journal);
        foreach (var submission in run.Submissions.Chains.SelectMany(chain => chain))
        {
            var line = run.Journal.Open(submission);
            line.Tries = 1;
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => run.Clients.TryAsync(submission)));
            foreach (var answer in answers)
                run.Journal.Count(answer);
            var accepted = answers
                .Where(answer => answer is { IsAccepted: true })
                .Select(answer => answer!.Body)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            if (accepted.Count > 1)
                line.Complaint = $"one key, several answers: {string.Join(" and ", accepted)}";
            await run.Clients.SettleAsync(line);
            line.Tries = 1;

            var changed = await run.Clients.TryAsync(
                run.Submissions.Overtaking(submission) with
                {
                    Key = submission.Key,
                }
            );
            run.Journal.Count(changed);
            if (changed?.Status != HttpStatusCode.UnprocessableEntity)
                line.Complaint = $"the key with another body was answered {changed?.Status}";

            await other.PostAsync(run.Submissions.Overtaking(submission) with { Key = submission.Key });
        }
    }

    private async Task<string> NewKeyAsync()
    {
        using var http = new HttpClient
        {
            BaseAddress = platform.Address,
            DefaultRequestHeaders = { { "X-Api-Key", platform.AdminKey } },
        };
        using var made = await http.PostAsJsonAsync(
            "api/v1/api-keys",
            new
            {
                name = "Somebody else",
                subject = "somebody-else",
                roles = new[] { "environment" },
            }
        );
        made.EnsureSuccessStatusCode();
        return JsonNode.Parse(await made.Content.ReadAsStringAsync())!["key"]!.GetValue<string>();
    }
}
