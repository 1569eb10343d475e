using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Why nothing is answered as of a position of the ledger: of the Ledger, and of whoever hands a question on to it.
/// </summary>
public static class PositionRefusals
{
    /// <summary>What is asked for is no position.</summary>
    public static Refusal Malformed(string text) =>
        Wrong(
            "position-invalid",
            "The position cannot be read",
            $"asOf is \"{text}\"; give the sequence of a position, as in an earlier answer's asOf.sequence, "
                + "or an instant with its offset such as 2025-01-20T08:00:00Z."
        );

    /// <summary>The ledger was never there.</summary>
    /// <param name="sequence">Where.</param>
    /// <param name="before">The position before it, if there is one.</param>
    /// <param name="after">The position after it, if there is one.</param>
    public static Refusal Unknown(long sequence, long? before, long? after) =>
        Wrong(
            "unknown-position",
            "The ledger has no such position",
            $"The ledger was never at {sequence}: a position is the sequence after a batch of entries. "
                + Near(before, after)
        );

    /// <summary>It is before the ledger's first one.</summary>
    public static Refusal TooEarly(string instant) =>
        Wrong("unknown-position", "The ledger has no such position", $"There was no ledger at {instant}.");

    private static string Near(long? before, long? after) =>
        (before, after) switch
        {
            ({ } low, { } high) => $"Nearest are {low} and {high}.",
            ({ } low, null) => $"The newest is {low}.",
            _ => "",
        };

    private static Refusal Wrong(string code, string title, string detail) =>
        new(code, title, detail, StatusCodes.Status400BadRequest);
}
