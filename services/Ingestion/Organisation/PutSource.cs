using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
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
            .Produces<SourceView>(StatusCodes.Status201Created)
            .WithTags("organisation")
            .WithSummary("Adds a source to a plant or changes it; its waivers are kept.");

    private static async Task<Results<Ok<SourceView>, Created<SourceView>, RefusalResult>> HandleAsync(
        string plant,
        string source,
        Request request,
        Caller caller,
        ChangeOrganisation organisation,
        OrganisationVocabulary vocabulary,
        ActivityVocabulary activities,
        CancellationToken cancellationToken
    )
    {
        var created = false;
        var answer = await organisation.ExecuteAsync(
            caller,
            known =>
            {
                if (!PlantCode.TryParse(plant, out var code) || !known.Plants.TryGetValue(code, out var at))
                    return Refusals.NotFound($"There is no plant '{plant}'.");
                created = at.Record.Sources.All(s => s.Code != source);
                return SourceDecision.Of(at.Record, source, request, vocabulary, activities);
            },
            cancellationToken
        );
        if (answer.IsRefused(out var refusal, out var changed))
            return refusal.ToResult();
        var view = SourceView.Of(changed.InForce.Plant!.Sources.Single(s => s.Code == source), changed.InForce.Version);
        return created ? TypedResults.Created($"/api/v1/plants/{plant}", view) : TypedResults.Ok(view);
    }
}
