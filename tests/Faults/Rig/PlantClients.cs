using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// The plants' systems: they send, and send again with the same key until they know what became of it.
/// </summary>
internal sealed class PlantClients(Uri address, string apiKey, Journal journal) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri(address, "/api/v1/"),
        DefaultRequestHeaders = { { "X-Api-Key", apiKey } },
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>No more than so many are begun; for a fault that has to strike while they are posted.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Each chain in its order, several at a time.</summary>
    public Task PostAsync(IReadOnlyList<IReadOnlyList<Submission>> chains, int atOnce) =>
        Parallel.ForEachAsync(
            chains,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (chain, _) =>
            {
                foreach (var submission in chain)
                {
                    await Eventually.ShouldAsync(
                        () => journal.Lines.Count < Limit,
                        "more submissions being let through",
                        s_patience
                    );
                    await PostAsync(submission);
                }
            }
        );

    /// <summary>
    /// Sends one until it is settled. Now and then it is sent once more after that: the same answer must come.
    /// </summary>
    public async Task<JournalLine> PostAsync(Submission submission)
    {
        var line = journal.Open(submission);
        await SettleAsync(line);
        if (
            submission.IsRepeated
            && line.Answer is { IsAccepted: true } first
            && await TryAsync(submission) is { IsAccepted: true } again
            && (again.Body != first.Body || !again.Replayed)
        )
            line.Complaint = $"the answer was {first.Body}, and for the same key again {again.Body}";

        return line;
    }

    /// <summary>Sends again and again with the same key until the answer is known.</summary>
    public Task SettleAsync(JournalLine line) =>
        Eventually.ShouldAsync(
            async () =>
            {
                line.Tries++;
                var began = Stopwatch.GetTimestamp();
                var answer = await TryAsync(line.Submission);
                journal.Took.Add(Stopwatch.GetElapsedTime(began));
                journal.Count(answer);
                if (answer is null || !answer.IsFinal)
                {
                    // As Retry-After asks, but with less patience than a plant has.
                    await Task.Delay(TimeSpan.FromMilliseconds(100));
                    return false;
                }

                journal.Settle(line, answer);
                return true;
            },
            $"{line.Submission.Path} {line.Submission.Key} being settled",
            s_patience
        );

    /// <summary>Sends once; null when no answer came.</summary>
    public async Task<Answer?> TryAsync(Submission submission)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, submission.Path)
            {
                Content = new StringContent(submission.Body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", submission.Key);
            using var response = await _http.SendAsync(request);
            return new Answer(
                response.StatusCode,
                await response.Content.ReadAsStringAsync(),
                Wait(response.Headers.RetryAfter),
                response.Headers.Contains("Idempotency-Replayed")
            );
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static TimeSpan? Wait(RetryConditionHeaderValue? header) => header?.Delta;
}
