using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>PUT /plants/{plant}/sources/{source}</c>: a source as it shall be. Its waivers are kept; they have an address of
/// their own.
/// </summary>
internal static class PutSource
{
    /// <summary>The record of a source.</summary>
    internal sealed record Request
    {
        public required string Name { get; init; }
        public string? NameZh { get; init; }
        public required string Kind { get; init; }

        /// <summary>That of the kind unless given.</summary>
        public string? Process { get; init; }
        public string? Technology { get; init; }
        public IReadOnlyList<Capacity>? Capacities { get; init; }

        /// <summary>Codes of stacks of the plant, which must be there already.</summary>
        public IReadOnlyList<string>? DischargesTo { get; init; }

        /// <summary>
        /// Codes of sources of the plant that it feeds with power or heat. For information: no figure rests on it.
        /// </summary>
        public IReadOnlyList<string>? Feeds { get; init; }

        /// <summary>Begin of the first crediting period, yyyy-MM-dd.</summary>
        public string? CreditingStart { get; init; }

        /// <summary>Reservoir power density, W/m2.</summary>
        public decimal? PowerDensity { get; init; }

        /// <summary>
        /// Profile from the first month on; for one that changes give <c>profiles</c> instead.
        /// </summary>
        public string? Profile { get; init; }
        public IReadOnlyList<DatedProfile>? Profiles { get; init; }

        /// <summary>
        /// Activities that it reports every month: where one has no reading and no waiver, the month has a gap
        /// not-reported. When none is named, those that it reported in any of the twelve months before.
        /// </summary>
        public IReadOnlyList<string>? Expects { get; init; }
        public IReadOnlyList<DatedState>? States { get; init; }

        /// <summary>First month; that of the plant unless given.</summary>
        public string? From { get; init; }

        /// <summary>Last month; none while it runs.</summary>
        public string? To { get; init; }
    }

    /// <summary>From a day on it has this capacity.</summary>
    internal sealed record Capacity
    {
        public required string From { get; init; }
        public required decimal Megawatts { get; init; }
    }

    /// <summary>From a month on it is calculated by a profile.</summary>
    internal sealed record DatedProfile
    {
        public required string From { get; init; }
        public required string Profile { get; init; }
    }

    /// <summary>From a day on it is in a state.</summary>
    internal sealed record DatedState
    {
        public required string From { get; init; }

        /// <summary><c>running</c>, <c>start-up</c>, <c>restart</c> or <c>stopped</c>.</summary>
        public required string State { get; init; }
    }

    public static void MapPutSource(this IEndpointRouteBuilder api) =>
        api.MapPut("/plants/{plant}/sources/{source}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .TakesRecord<Request, SourceView>()
            .Produces<SourceView>(StatusCodes.Status201Created)
            .AnswersWith(
                "Location",
                "Where the plant is, with the source in it.",
                "/api/v1/plants/SX-A1",
                StatusCodes.Status201Created
            )
            .Refuses(Refusals.NotFound("There is no plant 'SX-A9'."), RecordCheck.Example)
            .WithName(nameof(PutSource))
            .WithTags("organisation")
            .WithSummary("Adds a source to a plant or changes it; its waivers are kept.")
            .WithDescription(
                "A change of a source that stands needs If-Match with the version of its plant. What the source has "
                    + "and the body does not say is refused; null clears it. A value without a date that would change "
                    + "months with readings needs since. preview=true answers with what it would move."
            );

    private static Task<IResult> HandleAsync(
        string plant,
        string source,
        [AsParameters] WriteParameters asked,
        HttpContext call,
        WriteRecord record,
        OrganisationVocabulary vocabulary,
        ActivityVocabulary activities
    )
    {
        var isNew = false;
        return record.PutAsync<Request, SourceView>(
            call,
            asked,
            known => OfSource(known, plant, source),
            (known, body) =>
            {
                if (known.Find(plant) is not { } at)
                    return Refusals.NotFound($"There is no plant '{plant}'.");
                isNew = at.Record.Sources.All(s => s.Code != source);
                return SourceDecision.Of(at.Record, source, body, vocabulary, activities);
            },
            changed =>
                SourceView.Of(changed.InForce.Plant!.Sources.Single(s => s.Code == source), changed.InForce.Version),
            _ => isNew ? $"/api/v1/plants/{plant}/sources/{source}" : null
        );
    }

    /// <summary>A source counts its changes by the record of its plant, which holds it.</summary>
    internal static Standing OfSource(OrganisationState known, string plant, string source) =>
        known.Find(plant) is { } at && at.Record.Sources.Any(s => s.Code == source)
            ? new Standing(at.Version, IsReplaced: true)
            : default;
}
