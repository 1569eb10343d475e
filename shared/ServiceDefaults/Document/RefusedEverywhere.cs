namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Refusals that any operation of a service may answer. What only an operation with a body, or with an idempotency
/// key, may answer stands apart.
/// </summary>
/// <param name="OfAll">What any operation may answer.</param>
public sealed record RefusedEverywhere(params IReadOnlyList<Refusal> OfAll)
{
    /// <summary>What an operation that only asks may answer besides.</summary>
    internal IReadOnlyList<Refusal> OfQuestions { get; init; } = [];

    /// <summary>What an operation that takes a body may answer besides.</summary>
    internal IReadOnlyList<Refusal> OfBodies { get; init; } = [];

    /// <summary>What an operation that takes an idempotency key may answer besides.</summary>
    internal IReadOnlyList<Refusal> OfKeys { get; init; } = [];

    /// <summary>What an operation with a parameter in its path may answer besides.</summary>
    internal IReadOnlyList<Refusal> OfPaths { get; init; } = [];

    /// <summary>Of every service.</summary>
    internal static RefusedEverywhere Common { get; } =
        new(
            Refusals.InvalidParameter("'limit' cannot be 'many'."),
            Refusals.UnknownParameter("yaer", ["year"]),
            Refusals.BadRequest(400, "The request cannot be served as it is."),
            Refusals.Forbidden,
            Refusals.UriTooLong(RequestHead.LongestTarget),
            Refusals.HeadersTooLarge(RequestHead.MostHeaders, RequestHead.LongestHeaders),
            Refusals.InternalError,
            Refusals.DatabaseUnavailable,
            Refusals.ServiceUnavailable("ledger")
        )
        {
            OfQuestions = [Refusals.NotAcceptable(["application/json"])],
            OfBodies =
            [
                Refusals.MalformedJson(
                    "'from' is not of the type that is expected.",
                    [
                        new RefusalItem(
                            Position: null,
                            "from",
                            "malformed-json",
                            "'from' is not of the type that is expected.",
                            "See the API's documentation."
                        ),
                    ]
                ),
                Refusals.UnknownMember(
                    "'nmae' is not a member of this request.",
                    [
                        new RefusalItem(
                            Position: null,
                            "nmae",
                            "unknown-member",
                            "'nmae' is not known here.",
                            "Leave it out, or spell it as the API's documentation does."
                        ),
                    ]
                ),
                Refusals.EncodingMismatch("in line 3, byte 17", 1, "readings[1]"),
                Refusals.BodyTooSlow,
                Refusals.BodyTooLarge,
                Refusals.UnsupportedMediaType,
                Refusals.UnsupportedContentEncoding,
            ],
            OfKeys = [IdempotencyKey.Missing, IdempotencyKey.Malformed, IdempotencyKey.Reused, IdempotencyKey.InFlight],
            OfPaths = [Refusals.NotFound("No such path.")],
        };
}
