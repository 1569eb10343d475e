using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>Why a record is not written that could be, were it said otherwise, or not used.</summary>
internal static class RecordRefusals
{
    /// <summary>What a call does not say it does not clear.</summary>
    public static Refusal MembersLeftOut(IReadOnlyList<string> members) =>
        new(
            RecordCodes.MemberLeftOut,
            "Members that stand are left out",
            $"The record has {string.Join(", ", members)}, and the call does not say them. Send them as they are, or "
                + "null to clear them.",
            StatusCodes.Status422UnprocessableEntity,
            [
                .. members.Select(member => new RefusalItem(
                    null,
                    member,
                    RecordCodes.MemberLeftOut,
                    $"'{member}' stands and is left out.",
                    "The value that stands, another one, or null to clear it."
                )),
            ]
        );

    /// <summary>Only what nothing refers to is taken back.</summary>
    /// <param name="path">What it is, as the path names it.</param>
    /// <param name="code">Its code.</param>
    /// <param name="uses">What refers to it.</param>
    public static Refusal InUse(string path, string code, IReadOnlyList<RecordUse> uses) =>
        new(
            RecordCodes.RecordInUse,
            "The record is in use",
            $"'{code}' is not taken back: it is in use.",
            StatusCodes.Status409Conflict,
            [.. uses.Select(use => new RefusalItem(null, path, RecordCodes.RecordInUse, use.By, use.Right))]
        );
}

/// <summary>What refers to a record that is to be taken back.</summary>
/// <param name="By">By what it is used.</param>
/// <param name="Right">What would be right.</param>
internal sealed record RecordUse(string By, string Right)
{
    private const int Shown = 10;

    /// <summary>What was used has its months, and no more after its last one.</summary>
    public const string Ends = "What was used ends with a last month ('to').";

    /// <summary>The first of them, and how many there are beyond.</summary>
    public static string Of<T>(IReadOnlyCollection<T> users) =>
        string.Join(", ", users.Take(Shown)) + (users.Count > Shown ? $" and {users.Count - Shown} more" : "");
}
