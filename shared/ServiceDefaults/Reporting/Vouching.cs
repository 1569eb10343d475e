using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.ServiceDefaults.Reporting;

/// <summary>
/// How well a value of a delivered table is vouched for: its columns <c>standing</c>, <c>status</c> and
/// <c>reference</c>. They go together: nothing is verified that somebody merely knows, and what was compared says with
/// what.
/// </summary>
/// <param name="Standing">One of <see cref="NotCompared"/>, of <see cref="Compared"/>, or a definition.</param>
/// <param name="Status">provisional, verified or by-definition.</param>
/// <param name="Reference">With what it was compared, or by what definition it holds; null while provisional.</param>
public sealed record Vouching(string Standing, string Status, string? Reference)
{
    /// <summary>Nobody has compared it yet.</summary>
    public const string Provisional = "provisional";

    /// <summary>It was compared with its text, or with a verbatim copy.</summary>
    public const string Verified = "verified";

    /// <summary>Exactly 1, by what it is: there is nothing to compare.</summary>
    public const string ByDefinition = "by-definition";

    private const string Definition = "definition";

    /// <summary>
    /// Standings of what nobody compared: T transcribed from a public secondary source; GK-H, GK-M, GK-L widely known
    /// with high, medium, low confidence; assumption a working value.
    /// </summary>
    public static readonly IReadOnlyList<string> NotCompared = ["T", "GK-H", "GK-M", "GK-L", "assumption"];

    /// <summary>Standings of what was compared: with the text itself, or with a verbatim public copy.</summary>
    public static readonly IReadOnlyList<string> Compared = ["text", "copy"];

    /// <summary>Every standing that a value of a table can have.</summary>
    public static readonly IReadOnlyList<string> Standings = [.. NotCompared, .. Compared, Definition];

    /// <summary>Every status that a value of a table can have.</summary>
    public static readonly IReadOnlyList<string> Statuses = [Provisional, Verified, ByDefinition];

    /// <summary>Standings that a value of a status can have.</summary>
    public static IReadOnlyList<string> StandingsOf(string status) =>
        status switch
        {
            Verified => Compared,
            ByDefinition => [Definition],
            _ => NotCompared,
        };

    /// <summary>Reads the three columns of a row.</summary>
    /// <exception cref="DataFileException">They contradict each other.</exception>
    public static Vouching Read(DataRow row)
    {
        var standing = row.OneOf("standing", [.. Standings]);
        var status = row.OneOf("status", [.. Statuses]);
        if (!StandingsOf(status).Contains(standing))
            throw row.Fault(
                $"what is {status} stands as {string.Join(" or ", StandingsOf(status))}, not as {standing}"
            );
        var reference = row["reference"];
        if (status == Provisional)
            return reference.Length == 0
                ? new Vouching(standing, status, Reference: null)
                : throw row.Fault("a reference stands where a value is verified");
        var beginning = standing switch
        {
            "text" => "Official text: ",
            "copy" => "Verbatim copy: ",
            _ => "By definition: ",
        };
        if (!reference.StartsWith(beginning, StringComparison.Ordinal))
            throw row.Fault(
                $"a value of standing {standing} says in its reference with what it was compared, or why it need not "
                    + $"be: \"{beginning}…\""
            );
        if (status == ByDefinition && row.Number("value") != 1)
            throw row.Fault("by definition is only what is exactly 1");
        return new Vouching(standing, status, reference);
    }
}
