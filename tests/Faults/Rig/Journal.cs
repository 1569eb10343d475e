using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace CarbonPlatform.Faults.Rig;

/// <summary>An answer as it reached the client.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter, bool Replayed)
{
    public bool IsAccepted => Status == HttpStatusCode.Accepted;

    /// <summary>Whether asking again with the same key may still bring another answer.</summary>
    public bool IsFinal =>
        IsAccepted
        || (
            (int)Status is >= 400 and < 500
            && Status
                is not (HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
        );

    public int Revision => JsonNode.Parse(Body)!["revision"]!.GetValue<int>();

    public Guid SubmissionId => JsonNode.Parse(Body)!["submissionId"]!.GetValue<Guid>();
}

/// <summary>What a client knows of one submission.</summary>
internal sealed class JournalLine(Submission submission)
{
    public Submission Submission { get; } = submission;

    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; }

    /// <summary>The answer that settled it; null as long as it is unknown what became of it.</summary>
    public Answer? Answer { get; set; }

    /// <summary>What should not have been answered.</summary>
    public string? Complaint { get; set; }

    /// <summary>The first answer was lost or was none, and repeating the key found out.</summary>
    public bool IsRecovered => Answer is { IsAccepted: true } && Tries > 1;
}

/// <summary>The client's journal: every submission with its key and what is known of it.</summary>
internal sealed class Journal
{
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private int _settled;

    public ConcurrentQueue<JournalLine> Lines { get; } = new();

    /// <summary>How long each call took.</summary>
    public ConcurrentBag<TimeSpan> Took { get; } = [];

    /// <summary>How many are settled.</summary>
    public int Settled => Volatile.Read(ref _settled);

    /// <summary>How often each answer came, "none" for none.</summary>
    public IReadOnlyDictionary<string, int> Answers => _answers;

    public JournalLine Open(Submission submission)
    {
        var line = new JournalLine(submission);
        Lines.Enqueue(line);
        return line;
    }

    public void Settle(JournalLine line, Answer answer)
    {
        line.Answer = answer;
        Interlocked.Increment(ref _settled);
    }

    public void Count(Answer? answer) =>
        _answers.AddOrUpdate(
            answer is null ? "none"
                : answer is { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: null } ? "503 without Retry-After"
                : $"{(int)answer.Status}",
            1,
            (_, count) => count + 1
        );
}
