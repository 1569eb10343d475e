using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>PUT /units/{orgUnit}</c>: a strategic unit of the group, as it shall be.</summary>
internal static class PutUnit
{
    internal sealed record Request
    {
        public required string Name { get; init; }
        public string? NameZh { get; init; }
    }

    public static void MapPutUnit(this IEndpointRouteBuilder api) =>
        api.MapPut("/units/{orgUnit}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .Produces<UnitView>(StatusCodes.Status201Created)
            .AnswersWith("Location", "Where the unit is.", "/api/v1/units/ENERGY", StatusCodes.Status201Created)
            .Refuses(RecordCheck.Example)
            .WithName(nameof(PutUnit))
            .WithTags("organisation")
            .WithSummary("Adds a strategic unit or changes it.");

    private static async Task<Results<Ok<UnitView>, Created<UnitView>, RefusalResult>> HandleAsync(
        string orgUnit,
        Request request,
        Caller caller,
        ChangeOrganisation organisation,
        CancellationToken cancellationToken
    )
    {
        var answer = await organisation.ExecuteAsync(
            caller,
            known => Decide(orgUnit, request, known),
            cancellationToken
        );
        if (answer.IsRefused(out var refusal, out var changed))
            return refusal.ToResult();
        var view = UnitView.Of(changed.InForce.Unit!, changed.InForce.Version);
        return changed.Created ? TypedResults.Created($"/api/v1/units/{orgUnit}", view) : TypedResults.Ok(view);
    }

    private static Answer<WantedRecord> Decide(string unit, Request request, OrganisationState known)
    {
        var check = new RecordCheck();
        check.Code("orgUnit", unit);
        if (PlantCode.TryParse(unit, out var asPlant) && known.Plants.ContainsKey(asPlant))
            check.Taken("orgUnit", unit, "plant", "unit");
        check.Name("name", request.Name);
        check.Name("nameZh", request.NameZh);
        return check.Refusal is { } refusal
            ? refusal
            : (WantedRecord)
                new UnitRecord
                {
                    Code = unit,
                    Name = request.Name,
                    NameZh = request.NameZh,
                };
    }
}

/// <summary>A unit as it is answered.</summary>
/// <param name="Version">Counts the changes of the record.</param>
internal sealed record UnitView(string OrgUnit, string Name, string? NameZh, int Version)
{
    public static UnitView Of(UnitRecord unit, int version) => new(unit.Code, unit.Name, unit.NameZh, version);
}
