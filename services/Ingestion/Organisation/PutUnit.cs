using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary><c>PUT /units/{unit}</c>: a strategic unit of the group, as it shall be.</summary>
internal static class PutUnit
{
    internal sealed record Request
    {
        public required string Name { get; init; }
        public string? NameZh { get; init; }
    }

    public static void MapPutUnit(this IEndpointRouteBuilder routes) =>
        routes
            .MapPut("/units/{unit}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .Produces<UnitView>(StatusCodes.Status201Created)
            .WithTags("organisation")
            .WithSummary("Adds a strategic unit or changes it.");

    private static async Task<Results<Ok<UnitView>, Created<UnitView>, RefusalResult>> HandleAsync(
        string unit,
        Request request,
        Caller caller,
        ChangeOrganisation organisation,
        CancellationToken cancellationToken
    )
    {
        var changed = await organisation.ExecuteAsync(caller, _ => Decide(unit, request), cancellationToken);
        if (changed.Refusal is { } refusal)
            return refusal.ToResult();
        var view = UnitView.Of(changed.InForce!.Unit!, changed.InForce.Version);
        return changed.Created ? TypedResults.Created($"/api/v1/units/{unit}", view) : TypedResults.Ok(view);
    }

    private static WantedRecord Decide(string unit, Request request)
    {
        RecordCheck check = new();
        check.Code("unit", unit);
        check.Name("name", request.Name);
        check.Name("nameZh", request.NameZh);
        return check.Refusal is { } refusal
            ? refusal
            : new UnitRecord
            {
                Code = unit,
                Name = request.Name,
                NameZh = request.NameZh,
            };
    }
}

/// <summary>A unit as it is answered.</summary>
/// <param name="Version">Counts the changes of the record.</param>
internal sealed record UnitView(string Unit, string Name, string? NameZh, int Version)
{
    public static UnitView Of(UnitRecord unit, int version) => new(unit.Code, unit.Name, unit.NameZh, version);
}
