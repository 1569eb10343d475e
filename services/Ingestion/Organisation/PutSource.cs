using CarbonPlatform.Contracts;
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

        /// <summary>Codes of sources of the plant that it feeds with power or heat.</summary>
        public IReadOnlyList<string>? Feeds { get; init; }

        /// <summary>Begin of the first crediting period, yyyy-MM-dd.</summary>
        public string? CreditingStart { get; init; }

        /// <summary>Reservoir power density, W/m2.</summary>
        public decimal? PowerDensity { get; init; }

        /// <summary>
        /// Profile from the first month on; for one that changes give <see cref="Profiles"/> instead.
        /// </summary>
        public string? Profile { get; init; }
        public IReadOnlyList<DatedProfile>? Profiles { get; init; }

        /// <summary>Activities that it reports every month; what it reported last month unless given.</summary>
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

    private static readonly string[] s_states = ["running", "start-up", "restart", "stopped"];

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
                return Decide(at.Record, source, request, vocabulary, activities);
            },
            cancellationToken
        );
        if (answer.IsRefused(out var refusal, out var changed))
            return refusal.ToResult();
        var view = SourceView.Of(changed.InForce.Plant!.Sources.Single(s => s.Code == source), changed.InForce.Version);
        return created ? TypedResults.Created($"/api/v1/plants/{plant}", view) : TypedResults.Ok(view);
    }

    internal static Answer<WantedRecord> Decide(
        PlantRecord plant,
        string code,
        Request request,
        OrganisationVocabulary vocabulary,
        ActivityVocabulary activities
    )
    {
        var check = new RecordCheck();
        check.Code("source", code);
        check.Name("name", request.Name);
        check.Name("nameZh", request.NameZh);
        check.Known("kind", RecordCodes.UnknownKind, "kind of source", request.Kind, vocabulary.Kinds.Keys);
        var kind = vocabulary.Kinds.GetValueOrDefault(request.Kind);
        if (request.Process is { } process)
            check.Known("process", RecordCodes.UnknownProcess, "process", process, vocabulary.Processes);
        if (request.Technology is { } technology)
        {
            if (kind is { TechnologiesClosed: true })
                check.Known(
                    "technology",
                    RecordCodes.UnknownTechnology,
                    $"technology of a {kind.Code}",
                    technology,
                    [.. kind.Technologies]
                );
            else
                check.Text("technology", technology, 100);
        }
        var from = check.Month("from", request.From);
        var to = check.Month("to", request.To);
        check.Span("to", from ?? plant.From, to);
        var capacities = Capacities(check, request.Capacities ?? []);
        var others = plant.Sources.Where(s => s.Code != code).Select(s => s.Code).ToList();
        Others(
            check,
            "dischargesTo",
            request.DischargesTo ?? [],
            plant,
            others,
            "put the stack before what discharges to it"
        );
        Others(check, "feeds", request.Feeds ?? [], plant, others, "put what is fed before what feeds it");
        var crediting = check.Date("creditingStart", request.CreditingStart);
        check.Range("powerDensity", request.PowerDensity, 0, 100_000, "W/m2 of the reservoir, 0 or more.");
        var profiles = Profiles(check, request, from ?? plant.From, vocabulary);
        foreach (var (activity, i) in (request.Expects ?? []).Select((a, i) => (a, i)))
            check.Known(
                $"expects[{i}]",
                RecordCodes.UnknownActivity,
                "activity of the vocabulary",
                activity,
                activities.Activities.Keys
            );
        check.Once("expects", request.Expects ?? [], "activity");
        var states = Stated(check, request.States ?? []);
        if (check.Refusal is { } refusal)
            return refusal;

        var source = new SourceRecord()
        {
            Code = code,
            Name = request.Name,
            NameZh = request.NameZh,
            Kind = request.Kind,
            Process = request.Process ?? kind!.DefaultProcess,
            Technology = request.Technology,
            Capacities = capacities,
            DischargesTo = [.. (request.DischargesTo ?? []).Order(StringComparer.Ordinal)],
            Feeds = [.. (request.Feeds ?? []).Order(StringComparer.Ordinal)],
            CreditingStart = crediting,
            PowerDensity = request.PowerDensity,
            Profiles = profiles,
            Expects = [.. (request.Expects ?? []).Order(StringComparer.Ordinal)],
            States = states,
            Waivers = plant.Sources.FirstOrDefault(s => s.Code == code)?.Waivers ?? [],
            From = from,
            To = to,
        };
        return (WantedRecord)(
            plant with
            {
                Sources =
                [
                    .. plant
                        .Sources.Where(s => s.Code != code)
                        .Append(source)
                        .OrderBy(s => s.Code, StringComparer.Ordinal),
                ],
            }
        );
    }

    private static List<CapacityRecord> Capacities(RecordCheck check, IReadOnlyList<Capacity> given)
    {
        var capacities = new List<CapacityRecord>();
        foreach (var (capacity, i) in given.Select((c, i) => (c, i)))
        {
            check.Range(
                $"capacities[{i}].megawatts",
                capacity.Megawatts,
                0,
                1_000_000,
                "MW in all from that day on, 0 or more."
            );
            if (check.Date($"capacities[{i}].from", capacity.From) is { } from)
                capacities.Add(new CapacityRecord { From = from, Megawatts = capacity.Megawatts });
        }
        check.Once("capacities", capacities.Select(c => c.From), "day");
        capacities.Sort((a, b) => a.From.CompareTo(b.From));
        return capacities;
    }

    private static void Others(
        RecordCheck check,
        string path,
        IReadOnlyList<string> codes,
        PlantRecord plant,
        List<string> others,
        string order
    )
    {
        foreach (var (code, i) in codes.Select((c, i) => (c, i)))
            check.Known(
                $"{path}[{i}]",
                RecordCodes.UnknownSource,
                $"other source of {plant.Code} ({order})",
                code,
                others
            );
        check.Once(path, codes, "source");
    }

    private static List<ProfileRecord> Profiles(
        RecordCheck check,
        Request request,
        Month first,
        OrganisationVocabulary vocabulary
    )
    {
        if (request.Profile is not null && request.Profiles is not null)
            check.Add(
                "profile",
                RecordCodes.OneOf,
                "'profile' and 'profiles' say the same thing twice.",
                "Either 'profile', or 'profiles' with a month each."
            );
        if (request.Profile is { } profile)
        {
            check.Known("profile", RecordCodes.UnknownProfile, "profile", profile, vocabulary.Profiles);
            return [new ProfileRecord { From = first, Profile = profile }];
        }
        var profiles = new List<ProfileRecord>();
        foreach (var (dated, i) in (request.Profiles ?? []).Select((p, i) => (p, i)))
        {
            check.Known(
                $"profiles[{i}].profile",
                RecordCodes.UnknownProfile,
                "profile",
                dated.Profile,
                vocabulary.Profiles
            );
            if (check.Month($"profiles[{i}].from", dated.From) is { } from)
                profiles.Add(new ProfileRecord { From = from, Profile = dated.Profile });
        }
        check.Once("profiles", profiles.Select(p => p.From), "month");
        profiles.Sort((a, b) => a.From.CompareTo(b.From));
        return profiles;
    }

    private static List<StateRecord> Stated(RecordCheck check, IReadOnlyList<DatedState> given)
    {
        var states = new List<StateRecord>();
        foreach (var (state, i) in given.Select((s, i) => (s, i)))
        {
            check.Known($"states[{i}].state", RecordCodes.UnknownState, "state of a source", state.State, s_states);
            if (check.Date($"states[{i}].from", state.From) is { } from)
                states.Add(new StateRecord { From = from, State = state.State });
        }
        check.Once("states", states.Select(s => s.From), "day");
        states.Sort((a, b) => a.From.CompareTo(b.From));
        return states;
    }
}
