using System.Globalization;
using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Api;

/// <summary>
/// Waits until the ledger has everything: the coverage of the totals says how many plant-months it knows, the submissions
/// of this run say that it knows their revision.
/// </summary>
internal static class Posted
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    /// <summary>False, after saying what is missing, when nothing moved for <see cref="CarbonApi.Patience"/>.</summary>
    public static async Task<bool> WaitAsync(CarbonApi api, IReadOnlyCollection<string> submissions, int sheets, TimeProvider time, CancellationToken cancellationToken)
    {
        var bar = new ProgressBar("posted", sheets, time);
        var open = new Queue<string>(submissions);
        var (posted, moved) = (0, time.GetTimestamp());
        while (true)
        {
            var before = (posted, open.Count);
            posted = await CoverageAsync(api, cancellationToken);
            var stuck = posted < sheets ? null : await SettleAsync(api, open, cancellationToken);
            bar.Set(Math.Min(posted, sheets), open.Count > 0 && posted >= sheets ? string.Create(CultureInfo.InvariantCulture, $"{open.Count} submissions to look at") : "");
            if (posted >= sheets && open.Count == 0)
            {
                bar.Close();
                return true;
            }

            if (stuck?.Text("state") == "refused")
            {
                bar.Close();
                Console.Error.WriteLine($"Submission {open.Peek()} was refused: {stuck.Body}");
                return false;
            }

            if ((posted, open.Count) != before)
                moved = time.GetTimestamp();
            if (time.GetElapsedTime(moved) > CarbonApi.Patience)
            {
                bar.Close();
                Console.Error.WriteLine($"Nothing moved for {CarbonApi.Patience.TotalMinutes:0} minutes: {posted} of {sheets} plant-months are posted{(open.Count > 0 ? $", submission {open.Peek()} is not" : "")}.");
                return false;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static async Task<int> CoverageAsync(CarbonApi api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"totals?from={TheGroup.First}&to={TheGroup.Last}&org=GROUP&groupBy=category", cancellationToken);
        if (!answer.Good)
            throw new InvalidOperationException(string.Join(Environment.NewLine, answer.Complaints()));
        return answer.Body.GetProperty("coverage").GetProperty("plantMonthsPosted").GetInt32();
    }

    /// <summary>Takes what is posted off the queue; returns the first that is not, or null.</summary>
    private static async Task<Answer?> SettleAsync(CarbonApi api, Queue<string> open, CancellationToken cancellationToken)
    {
        while (open.TryPeek(out var submission))
        {
            var answer = await api.GetAsync($"submissions/{submission}", cancellationToken);
            if (!answer.Good || answer.Text("state") != "posted")
                return answer;
            open.Dequeue();
        }

        return null;
    }
}
