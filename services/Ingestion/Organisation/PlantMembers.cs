using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>What a call changes in a plant without saying so, or without saying from when.</summary>
internal static class PlantMembers
{
    private const string Share = "ownershipShare";
    private const string OtherPlace = "A plant in another place is another one: this one ends ('to'), that one begins.";
    private const string Dated = "'memberships' with a month each: those that stand, and the new one.";

    private static readonly RecordMembers<PlantRecord> s_members = new()
    {
        { "nameZh", plant => plant.NameZh },
        { "country", plant => plant.Country, OtherPlace },
        { "province", plant => plant.Province, OtherPlace },
        { "subRegion", plant => plant.SubRegion, OtherPlace },
        { "kinds", plant => plant.Kinds },
        { "to", plant => plant.To },
    };

    /// <summary>Members that would be cleared because the body leaves them out.</summary>
    public static Refusal? LeftOut(RecordBody<PutPlant.Request> body, PlantRecord? before, PlantRecord after)
    {
        if (before is null)
            return null;
        List<string> leftOut =
        [
            .. s_members.LeftOut(body.Said, before, after),
            .. SharesLeftOut(body.Request, before).Where(path => !body.Said.Contains(path)),
        ];
        return leftOut.Count == 0 ? null : RecordRefusals.MembersLeftOut(leftOut);
    }

    /// <summary>What changes without a date: a unit without a month is one for all months.</summary>
    public static IReadOnlyList<UndatedChange> Undated(PutPlant.Request request, PlantRecord? before, PlantRecord after)
    {
        var undated = s_members.Undated(before, after);
        return request.OrgUnit is not null && before is not null && !before.Memberships.SequenceEqual(after.Memberships)
            ? [new UndatedChange("orgUnit", Dated), .. undated]
            : undated;
    }

    /// <summary>What the group owns in part does not become whole because nobody speaks of it.</summary>
    private static IEnumerable<string> SharesLeftOut(PutPlant.Request request, PlantRecord before)
    {
        if (request is { OrgUnit: not null, OwnershipShare: null } && before.Memberships.Any(IsPart))
            yield return Share;
        foreach (var (i, membership) in (request.Memberships ?? []).Index())
        {
            var from = Month.Parse(membership.From);
            var standing = before.Memberships.LastOrDefault(one => one.From <= from) ?? before.Memberships[0];
            if (membership.OwnershipShare is null && IsPart(standing))
                yield return $"memberships[{i}].{Share}";
        }
    }

    private static bool IsPart(MembershipRecord membership) => membership.OwnershipSharePercent != 100;
}
