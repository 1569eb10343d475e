using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>What a call changes in a source without saying so, or without saying from when.</summary>
internal static class SourceMembers
{
    private const string OtherSource = "A source that became another one ends ('to'), and the other begins.";
    private const string Dated = "'profiles' with a month each: those that stand, and the new one.";

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

    /// <summary>Members that would be cleared because the body leaves them out.</summary>
    public static Refusal? LeftOut(RecordBody<PutSource.Request> body, SourceRecord? before, SourceRecord after)
    {
        // One of the two says the other.
        var said = body.Request.Profile is null
            ? body.Said
            : new HashSet<string>([.. body.Said, "profiles"], StringComparer.Ordinal);
        var leftOut = s_members.LeftOut(said, before, after);
        return leftOut.Count == 0 ? null : RecordRefusals.MembersLeftOut(leftOut);
    }

    /// <summary>What changes without a date: a profile without a month is one for all months.</summary>
    public static IReadOnlyList<UndatedChange> Undated(
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
}
