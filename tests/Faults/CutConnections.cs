using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// Row 7: the connection to PostgreSQL is cut after COMMIT was sent, so Ingestion cannot know whether it holds.
/// Before the plant asks again with its key, somebody else corrects the same readings. What protects:
/// the answer is kept under the key in the same transaction; a repeated key gets it again and is not
/// applied on top of the correction.
/// </summary>
[Collection<FaultPlatformCollection>]
public sealed class CutConnections(FaultPlatform platform)
{
    [Fact]
    [Trait("row", "7")]
    public async Task Connection_cut_after_commit_was_sent_has_one_effect()
    {
        var cuts = Sizes.Of(6, 200);
        using var run = await FaultRun.BeginAsync(platform, "CUT", cuts);
        await CutAsync(run);

        var accounting = await run.AccountAsync();
        Report.Write("7", "connection cut after COMMIT was sent", $"{cuts} cuts", run, accounting);
        accounting.ShouldBeClean();
        accounting.Recovered.ShouldBe(cuts);
        run.Journal.Answers.Keys.Order(StringComparer.Ordinal).ShouldBe(["202", "503"]);
    }

    /// <summary>Control: the answer is not kept.</summary>
    [Fact(Explicit = true)]
    [Trait("control", "7")]
    public async Task Without_the_kept_answer_a_repeated_key_has_two_effects()
    {
        using var run = await FaultRun.BeginAsync(platform, "CUTC", 6);
        await using (await platform.TakeOutAsync(Protection.IdempotencyRecord, "ingestion"))
            await CutAsync(run);

        var accounting = await run.AccountAsync();
        Report.Write("7 control", "the same, but the answer is not kept under the key", "6 cuts", run, accounting);
        accounting.Duplicated.ShouldBeGreaterThan(0);
    }

    private async Task CutAsync(FaultRun run)
    {
        var proxy = (await platform.ProxiesAsync()).Database("ingestion");
        foreach (var submission in run.Submissions.Chains.SelectMany(chain => chain))
        {
            var key = System.Text.Encoding.UTF8.GetBytes(submission.Key);
            ProxiedConnection? concerned = null;
            var isArmed = 1;
            // Half of them before the server has answered, half when it has and the answer is on its way.
            var isAnswered = run.Dice.OneIn(2);
            proxy.Watch = (connection, toServer, bytes) =>
            {
                // Others commit too; this call is on the connection that its key went through.
                if (toServer && bytes.Span.IndexOf(key) >= 0)
                    concerned = connection;
                if (connection != concerned)
                    return Passage.Pass;
                var isThere = isAnswered
                    ? Wire.IsCommitted(connection, toServer, bytes)
                    : Wire.IsCommit(connection, toServer, bytes);
                return !isThere || Interlocked.Exchange(ref isArmed, 0) == 0 ? Passage.Pass
                    : isAnswered ? Passage.Cut
                    : Passage.PassAndCut;
            };
            var line = run.Journal.Open(submission);
            line.Tries = 1;
            var first = await run.Clients.TryAsync(submission);
            run.Journal.Count(first);
            proxy.Watch = null;
            first.ShouldNotBeNull();
            first.IsAccepted.ShouldBeFalse(first.Body);

            await run.Clients.PostAsync(run.Submissions.Overtaking(submission));
            await run.Clients.SettleAsync(line);
        }
    }
}
