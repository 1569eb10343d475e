using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>DELETE /units/{orgUnit}</c>: takes back a unit to which no plant has been given.</summary>
internal static class DeleteUnit
{
    public static void MapDeleteUnit(this IEndpointRouteBuilder api) =>
        api.MapDelete("/units/{orgUnit}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .TakesRecordBack()
            .WithName(nameof(DeleteUnit))
            .WithTags("organisation")
            .WithSummary("Takes back a strategic unit that was made by mistake: no plant belongs or belonged to it.");

    private static Task<IResult> HandleAsync(
        string orgUnit,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext call,
        WriteRecord record
    ) =>
        record.DeleteAsync(
            call,
            ifMatch,
            known => new Standing(known.Units.GetValueOrDefault(orgUnit)?.Version ?? 0, IsReplaced: false),
            known => Decide(orgUnit, known)
        );

    private static Answer<WantedRecord> Decide(string orgUnit, OrganisationState known)
    {
        if (!known.Units.TryGetValue(orgUnit, out var unit))
            return Refusals.NotFound($"There is no unit '{orgUnit}'.");
        var plants = known
            .Plants.Where(plant => plant.Value.Record.Memberships.Any(membership => membership.Unit == orgUnit))
            .Select(plant => plant.Key)
            .ToList();
        if (plants.Count > 0)
            return RecordRefusals.InUse(
                "orgUnit",
                orgUnit,
                [new RecordUse($"Plants belong or belonged to it: {RecordUse.Of(plants)}.", "A unit without plants.")]
            );
        return (WantedRecord)unit.Record with { TakenBack = new TakenBack() };
    }
}
