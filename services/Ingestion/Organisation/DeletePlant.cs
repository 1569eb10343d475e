using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>DELETE /plants/{plant}</c>: takes back a plant, with its sources, that no sheet has spoken of. Whether a key is
/// for it the Gateway has looked.
/// </summary>
internal static class DeletePlant
{
    public static void MapDeletePlant(this IEndpointRouteBuilder api) =>
        api.MapDelete("/plants/{plant}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .TakesRecordBack()
            .WithName(nameof(DeletePlant))
            .WithTags("organisation")
            .WithSummary("Takes back a plant that was made by mistake: no sheet, statement or key speaks of it.");

    private static Task<IResult> HandleAsync(
        string plant,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext call,
        WriteRecord record
    ) =>
        record.DeleteAsync(
            call,
            ifMatch,
            known => new Standing(known.Find(plant)?.Version ?? 0, IsReplaced: false),
            known => Decide(plant, known)
        );

    private static Answer<WantedRecord> Decide(string code, OrganisationState known)
    {
        if (known.Find(code)?.Record is not { } plant)
            return Refusals.NotFound($"There is no plant '{code}'.");
        var suppliers = known
            .Plants.Where(other => other.Value.Record.Supplies?.Any(supply => supply.Receiver == code) == true)
            .Select(other => other.Key)
            .ToList();
        List<RecordUse> uses = [];
        if (plant.Supplies is not null)
            uses.Add(new RecordUse("It has stated whom it supplies.", RecordUse.Ends));
        if (suppliers.Count > 0)
            uses.Add(new RecordUse($"It is stated to be supplied by {RecordUse.Of(suppliers)}.", RecordUse.Ends));
        return uses.Count > 0 ? RecordRefusals.InUse("plant", code, uses) : TakenBackOf(plant);
    }

    /// <summary>Nothing is struck out of the record: the next version of it holds no month.</summary>
    private static WantedRecord TakenBackOf(PlantRecord plant)
    {
        var (from, to) = plant.From > Month.Min ? (plant.From, plant.From.Previous) : (plant.From.Next, plant.From);
        return (WantedRecord)(plant with { From = from, To = to, Memberships = [], Sources = [] }) with
        {
            TakenBack = new TakenBack(PlantCode.Trusted(plant.Code)),
        };
    }
}
