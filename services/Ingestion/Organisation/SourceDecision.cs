using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// What becomes of a source that is put: the plant's record with it, or everything that is wrong with it.
/// </summary>
internal static class SourceDecision
{
    internal static readonly string[] States = ["running", "start-up", "restart", "stopped"];

    public static Answer<WantedRecord> Of(
        PlantRecord plant,
        string code,
        RecordBody<PutSource.Request> body,
        OrganisationVocabulary vocabulary,
        ActivityVocabulary activities
    )
    {
        var request = body.Request;
        var check = new RecordCheck();
        check.Code("source", code);
        check.Name("name", request.Name);
        check.Name("nameZh", request.NameZh);
        check.Known(
            "kind",
            RecordCodes.UnknownKind,
            "kind of source",
            request.Kind,
            [.. vocabulary.Kinds.Values.Select(one => new CodeName(one.Code, one.Zh, one.En))]
        );
        var kind = vocabulary.Kinds.GetValueOrDefault(request.Kind);
        if (request.Process is { } process)
            check.Known(
                "process",
                RecordCodes.UnknownProcess,
                "process",
                process,
                [.. vocabulary.Processes.Values.Select(one => new CodeName(one.Code, one.Zh, one.En))]
            );
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
        foreach (var (i, activity) in (request.Expects ?? []).Index())
            check.Activity(
                $"expects[{i}]",
                activity,
                activities,
                meant => kind is null || activities.Places.Allow(meant, kind.Code)
            );
        foreach (
            var (i, activity) in (request.Expects ?? [])
                .Index()
                .Where(expected => kind is not null && !activities.Places.Allow(expected.Item, kind.Code))
        )
            check.Add(
                $"expects[{i}]",
                SheetCodes.ActivityNotAtSource,
                $"A source of the kind {kind!.Code} cannot have {activity}.",
                $"An activity of the kind {kind.Code}; {activity} belongs to "
                    + $"{string.Join(", ", activities.Places.KindsOf(activity)!)}."
            );
        check.Once("expects", request.Expects ?? [], "activity");
        var states = Stated(check, request.States ?? []);
        if (check.Refusal is { } refusal)
            return refusal;

        var before = plant.Sources.FirstOrDefault(s => s.Code == code);
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
            Waivers = before?.Waivers ?? [],
            From = from,
            To = to,
        };
        return SourceMembers.LeftOut(body, before, source) is { } leftOut
            ? leftOut
            : (WantedRecord)With(plant, source) with
            {
                Undated = SourceMembers.Undated(request, before, source),
            };
    }

    private static PlantRecord With(PlantRecord plant, SourceRecord source) =>
        plant with
        {
            Sources =
            [
                .. plant
                    .Sources.Where(s => s.Code != source.Code)
                    .Append(source)
                    .OrderBy(s => s.Code, StringComparer.Ordinal),
            ],
        };

    private static List<CapacityRecord> Capacities(RecordCheck check, IReadOnlyList<PutSource.Capacity> given)
    {
        var capacities = new List<CapacityRecord>();
        foreach (var (i, capacity) in given.Index())
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
        foreach (var (i, code) in codes.Index())
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
        PutSource.Request request,
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
            check.Known("profile", RecordCodes.UnknownProfile, "profile", profile, vocabulary.Profiles.Keys);
            return [new ProfileRecord { From = first, Profile = profile }];
        }
        var profiles = new List<ProfileRecord>();
        foreach (var (i, dated) in (request.Profiles ?? []).Index())
        {
            check.Known(
                $"profiles[{i}].profile",
                RecordCodes.UnknownProfile,
                "profile",
                dated.Profile,
                vocabulary.Profiles.Keys
            );
            if (check.Month($"profiles[{i}].from", dated.From) is { } from)
                profiles.Add(new ProfileRecord { From = from, Profile = dated.Profile });
        }
        check.Once("profiles", profiles.Select(p => p.From), "month");
        profiles.Sort((a, b) => a.From.CompareTo(b.From));
        return profiles;
    }

    private static List<StateRecord> Stated(RecordCheck check, IReadOnlyList<PutSource.DatedState> given)
    {
        var states = new List<StateRecord>();
        foreach (var (i, state) in given.Index())
        {
            check.Known($"states[{i}].state", RecordCodes.UnknownState, "state of a source", state.State, States);
            if (check.Date($"states[{i}].from", state.From) is { } from)
                states.Add(new StateRecord { From = from, State = state.State });
        }
        check.Once("states", states.Select(s => s.From), "day");
        states.Sort((a, b) => a.From.CompareTo(b.From));
        return states;
    }
}
