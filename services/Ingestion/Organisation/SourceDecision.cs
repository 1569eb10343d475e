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
    private const string OtherSource = "A source that became another one ends ('to'), and the other begins.";
    private const string Dated = "'profiles' with a month each: those that stand, and the new one.";

    private static readonly string[] s_states = ["running", "start-up", "restart", "stopped"];

    private static readonly RecordMembers<SourceRecord> s_members = new()
    {
        { "nameZh", source => source.NameZh },
        { "kind", source => source.Kind, OtherSource },
        { "process", source => source.Process, OtherSource },
        { "technology", source => source.Technology, OtherSource },
        { "capacities", source => source.Capacities },
        { "dischargesTo", source => source.DischargesTo, OtherSource },
        { "feeds", source => source.Feeds, OtherSource },
        { "creditingStart", source => source.CreditingStart, OtherSource },
        { "powerDensity", source => source.PowerDensity, OtherSource },
        { "profiles", source => source.Profiles },
        { "expects", source => source.Expects },
        { "states", source => source.States },
        { "from", source => source.From },
        { "to", source => source.To },
    };

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
        check.Known("kind", RecordCodes.UnknownKind, "kind of source", request.Kind, vocabulary.Kinds.Keys);
        var kind = vocabulary.Kinds.GetValueOrDefault(request.Kind);
        if (request.Process is { } process)
            check.Known("process", RecordCodes.UnknownProcess, "process", process, vocabulary.Processes.Keys);
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
            check.Known(
                $"expects[{i}]",
                RecordCodes.UnknownActivity,
                "activity of the vocabulary",
                activity,
                activities.Activities.Keys
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
        // One of the two says the other.
        var said = request.Profile is null
            ? body.Said
            : new HashSet<string>([.. body.Said, "profiles"], StringComparer.Ordinal);
        if (s_members.LeftOut(said, before, source) is { } leftOut)
            return leftOut;
        return (WantedRecord)With(plant, source) with { Undated = Undated(request, before, source) };
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

    /// <summary>A profile without a month is one for all months.</summary>
    private static IReadOnlyList<UndatedChange> Undated(
        PutSource.Request request,
        SourceRecord? before,
        SourceRecord after
    )
    {
        var undated = s_members.Undated(before, after);
        return request.Profile is not null && before is not null && !before.Profiles.SequenceEqual(after.Profiles)
            ? [new UndatedChange("profile", Dated), .. undated]
            : undated;
    }

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
            check.Known($"states[{i}].state", RecordCodes.UnknownState, "state of a source", state.State, s_states);
            if (check.Date($"states[{i}].from", state.From) is { } from)
                states.Add(new StateRecord { From = from, State = state.State });
        }
        check.Once("states", states.Select(s => s.From), "day");
        states.Sort((a, b) => a.From.CompareTo(b.From));
        return states;
    }
}
