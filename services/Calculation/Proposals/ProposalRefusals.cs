using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// Why a proposal is not taken, not shown or not published. What single rows have wrong is in
/// <see cref="ProposalFaults"/>.
/// </summary>
internal static class ProposalRefusals
{
    /// <summary>What a proposal that was asked for may be refused with, as the API's document shows it.</summary>
    public static IReadOnlyList<Refusal> OfStanding { get; } =
    [NoSuchProposal(Guid.Empty), AlreadyPublished(4), Withdrawn(DateTimeOffset.UnixEpoch, "superseded")];

    /// <summary>One that is held against the catalogue again, besides.</summary>
    public static Refusal MovedExample { get; } = BaseMoved(3, 4, [ProposalFaults.Empty]);

    /// <summary>One that cannot be taken.</summary>
    public static Refusal RefusedExample { get; } = Refused([ProposalFaults.Empty]);

    /// <summary>Rows that cannot go into the catalogue, each with its field and reason.</summary>
    public static Refusal Refused(IReadOnlyList<RefusalItem> findings) =>
        new(
            "proposal-refused",
            "The proposal cannot be taken",
            findings.Count == 1
                ? findings[0].Message
                : $"{findings.Count} faults; the first: {findings[0].Message} Nothing of it was kept.",
            StatusCodes.Status422UnprocessableEntity,
            findings
        );

    public static Refusal NoSuchProposal(Guid id) => Refusals.NotFound($"There is no proposal '{id}'.");

    /// <summary>Four eyes: nobody puts a number into force alone.</summary>
    public static Refusal PublisherIsProposer { get; } =
        new(
            "publisher-is-proposer",
            "Somebody else has to publish it",
            "The caller proposed these rows, or one of the two made the other's key, itself or by keys in between. A "
                + "second person, with a key that does not go back to the first one, has to look at the preview and "
                + "publish them.",
            StatusCodes.Status403Forbidden
        );

    public static Refusal AlreadyPublished(int version) =>
        new(
            "proposal-published",
            "The proposal is published already",
            $"It made version {version} of the catalogue. What is to change after that is a new proposal.",
            StatusCodes.Status409Conflict
        );

    public static Refusal Withdrawn(DateTimeOffset at, string reason) =>
        new(
            "proposal-withdrawn",
            "The proposal was withdrawn",
            $"It was withdrawn at {at:yyyy-MM-ddTHH:mm:ssZ} with the reason "
                + $"\"{reason}\". "
                + "What is to be published after all is a new proposal.",
            StatusCodes.Status409Conflict
        );

    /// <summary>What was published meanwhile touches the same factors or years.</summary>
    public static Refusal BaseMoved(int proposedAt, int now, IReadOnlyList<RefusalItem> findings) =>
        new(
            "proposal-base-moved",
            "The catalogue has moved on under the proposal",
            $"It was proposed on version {proposedAt} of the catalogue, and against version {now} it does not hold any "
                + $"more: {findings[0].Message} Propose it anew.",
            StatusCodes.Status409Conflict,
            findings
        );

    /// <summary>This process runs an older program than one that has delivered newer files.</summary>
    public static Refusal CatalogueBehind { get; } =
        new(
            "catalogue-behind",
            "The program is being upgraded",
            "Newer files were delivered than this process knows. Ask again in a moment.",
            StatusCodes.Status503ServiceUnavailable
        )
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };
}
