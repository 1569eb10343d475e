using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Api;

/// <summary>
/// Waits until the ledger has everything: the coverage of the totals says how many plant-months it knows,
/// the submissions of this run say that it knows their revision.
/// </summary>
internal sealed class Posted(CarbonApi api, TimeProvider time)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// False, after saying what is missing, when a submission was refused or nothing moved for
    /// <see cref="CarbonApi.Patience"/>.
    /// </summary>
    public async Task<bool> WaitAsync(
        int sheets,
        IReadOnlyCollection<string> submissions,
        CancellationToken cancellationToken
    ) =>
        await UntilDoneAsync("posted", sheets, CoverageAsync, cancellationToken)
        && (
            submissions.Count == 0
            || await UntilDoneAsync("receipts", submissions.Count, Receipts(submissions), cancellationToken)
        );

    private async Task<bool> UntilDoneAsync(
        string what,
        int total,
        Func<CancellationToken, Task<int>> look,
        CancellationToken cancellationToken
    )
    {
        var bar = new ProgressBar(what, total, time);
        var (done, moved) = (0, time.GetTimestamp());
        while (done < total)
        {
            var now = Math.Min(await look(cancellationToken), total);
            if (now < 0)
            {
                bar.Close();
                return false;
            }

            if (now != done)
                moved = time.GetTimestamp();
            done = now;
            bar.Set(done);
            if (done == total)
                break;
            if (time.GetElapsedTime(moved) > CarbonApi.Patience)
            {
                bar.Close();
                Console.Error.WriteLine(
                    $"Nothing moved for {CarbonApi.Patience.TotalMinutes:0} minutes; "
                        + $"{total - done} of {total} are missing. GET /api/v1/reconciliation says where they are."
                );
                return false;
            }

            await Task.Delay(s_poll, time, cancellationToken);
        }

        bar.Close();
        return true;
    }

    private async Task<int> CoverageAsync(CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(
            $"totals?from={TheGroup.First}&to={TheGroup.Last}&org=GROUP&groupBy=category",
            cancellationToken
        );
        if (answer.Good)
            return answer.Body.GetProperty("coverage").GetProperty("plantMonthsPosted").GetInt32();
        Console.Error.WriteLine(string.Join(Environment.NewLine, answer.Complaints()));
        return -1;
    }

    /// <summary>
    /// How many of the submissions are posted, asked in their order until some are not; -1 when one was refused.
    /// </summary>
    private Func<CancellationToken, Task<int>> Receipts(IReadOnlyCollection<string> submissions)
    {
        var open = new Queue<string>(submissions);
        return async cancellationToken =>
        {
            while (open.Count > 0)
            {
                var ids = open.Take(AtOnce).ToList();
                var answers = await Task.WhenAll(
                    ids.Select(id => api.GetAsync("submissions/" + id, cancellationToken))
                );
                foreach (var (id, answer) in ids.Zip(answers))
                {
                    open.Dequeue();
                    if (answer.Text("state") == "refused" || !answer.Good)
                    {
                        Console.Error.WriteLine(
                            $"Submission {id}: {string.Join(Environment.NewLine, answer.Complaints())} {answer.Body}"
                        );
                        return -1;
                    }

                    if (answer.Text("state") != "posted")
                        open.Enqueue(id);
                }

                if (Array.Exists(answers, a => a.Text("state") != "posted"))
                    break;
            }

            return submissions.Count - open.Count;
        };
    }
}
