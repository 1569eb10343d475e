using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>DELETE /plants/{plant}/sources/{source}</c>: takes back a source that has never reported anything.
/// </summary>
internal static class DeleteSource
{
    public static void MapDeleteSource(this IEndpointRouteBuilder api) =>
        api.MapDelete("/plants/{plant}/sources/{source}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .TakesRecordBack()
            .WithName(nameof(DeleteSource))
            .WithTags("organisation")
            .WithSummary("Takes back a source that was made by mistake: no sheet and no other source speaks of it.");

    private static Task<IResult> HandleAsync(
        string plant,
        string source,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext call,
        WriteRecord record
    ) =>
        record.DeleteAsync(
            call,
            ifMatch,
            known => PutSource.OfSource(known, plant, source) with { IsReplaced = false },
            known =>
                known.Find(plant)?.Record is { } at
                    ? Decide(at, source)
                    : Refusals.NotFound($"There is no plant '{plant}'.")
        );

    private static Answer<WantedRecord> Decide(PlantRecord plant, string code)
    {
        if (plant.Sources.FirstOrDefault(one => one.Code == code) is not { } source)
            return Refusals.NotFound($"{plant.Code} has no source '{code}'.");
        var others = plant
            .Sources.Where(other =>
                other.DischargesTo.Contains(code, StringComparer.Ordinal)
                || other.Feeds.Contains(code, StringComparer.Ordinal)
            )
            .Select(other => other.Code)
            .ToList();
        List<RecordUse> uses = [];
        if (others.Count > 0)
            uses.Add(
                new RecordUse(
                    $"Other sources discharge to it or feed it: {RecordUse.Of(others)}.",
                    "Put these without it first."
                )
            );
        if (source.Waivers.Count > 0)
            uses.Add(new RecordUse("It has waivers.", "Put it without waivers first."));
        if (uses.Count > 0)
            return RecordRefusals.InUse("source", code, uses);
        return (WantedRecord)(plant with { Sources = [.. plant.Sources.Where(other => other != source)] }) with
        {
            TakenBack = new TakenBack(PlantCode.Trusted(plant.Code), code),
        };
    }
}
