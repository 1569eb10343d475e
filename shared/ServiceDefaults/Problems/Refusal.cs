namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Why a request was not carried out: a value that an operation returns and its caller must handle.
/// It travels as an RFC 9457 problem document.
/// </summary>
/// <param name="Code">What happened, in stable kebab-case; a client may branch on it.</param>
/// <param name="Title">The same for every occurrence of the code.</param>
/// <param name="Detail">What was wrong this time, and what would be right.</param>
/// <param name="Status">HTTP status, 4xx or 5xx.</param>
/// <param name="Errors">The single faults when there may be several, in the order of the request; else empty.</param>
public sealed record Refusal(string Code, string Title, string Detail, int Status, IReadOnlyList<RefusalItem> Errors)
{
    /// <summary>A refusal with a single reason.</summary>
    public Refusal(string code, string title, string detail, int status)
        : this(code, title, detail, status, []) { }

    /// <summary>
    /// When the same request is worth another try; answered as <c>Retry-After</c> in whole seconds. Null when a retry
    /// is no use.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer for a minimal API: the problem document with its status and headers.</summary>
    public RefusalResult ToResult() => new(this);
}

/// <summary>One fault of several in a request.</summary>
/// <param name="Position">Index of the reading (or row) from 0; null when it concerns the request as a whole.</param>
/// <param name="Path">Where in the request, e.g. <c>readings[0].quantity</c>.</param>
/// <param name="Code">What happened, in stable kebab-case.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Expected">What would be right.</param>
public sealed record RefusalItem(int? Position, string Path, string Code, string Message, string Expected);
