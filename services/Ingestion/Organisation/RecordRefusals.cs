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
    public static Refusal InUse(string what, IReadOnlyList<string> uses) =>
        new(
            RecordCodes.RecordInUse,
            "The record is in use",
            $"{what} is not taken back: {string.Join("; ", uses)}. What was used ends with a last month ('to').",
            StatusCodes.Status409Conflict
        );
}
