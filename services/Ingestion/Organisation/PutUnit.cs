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

    private static readonly RecordMembers<UnitRecord> s_members = new() { { "nameZh", unit => unit.NameZh } };

    public static void MapPutUnit(this IEndpointRouteBuilder api) =>
        api.MapPut("/units/{orgUnit}", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .TakesRecord<Request, UnitView>()
            .Produces<UnitView>(StatusCodes.Status201Created)
            .AnswersWith("Location", "Where the unit is.", "/api/v1/units/ENERGY", StatusCodes.Status201Created)
            .Refuses(RecordCheck.Example)
            .WithName(nameof(PutUnit))
            .WithTags("organisation")
            .WithSummary("Adds a strategic unit or changes it.");

    private static Task<IResult> HandleAsync(
        string orgUnit,
        [AsParameters] WriteParameters asked,
        HttpContext call,
        WriteRecord record
    ) =>
        record.PutAsync<Request, UnitView>(
            call,
            asked,
            known => Standing.Of(known.Units.GetValueOrDefault(orgUnit)),
            (known, body) => Decide(orgUnit, body, known),
            changed => UnitView.Of(changed.InForce.Unit!, changed.InForce.Version),
            changed => changed.Created ? $"/api/v1/units/{orgUnit}" : null
        );

    private static Answer<WantedRecord> Decide(string unit, RecordBody<Request> body, OrganisationState known)
    {
        var request = body.Request;
        var check = new RecordCheck();
        check.Code("orgUnit", unit);
        if (PlantCode.TryParse(unit, out var asPlant) && known.Plants.ContainsKey(asPlant))
            check.Taken("orgUnit", unit, "plant", "unit");
        check.Name("name", request.Name);
        check.Name("nameZh", request.NameZh);
        if (check.Refusal is { } refusal)
            return refusal;
        var record = new UnitRecord
        {
            Code = unit,
            Name = request.Name,
            NameZh = request.NameZh,
        };
        var leftOut = s_members.LeftOut(body.Said, known.Units.GetValueOrDefault(unit)?.Record, record);
        return leftOut.Count > 0 ? RecordRefusals.MembersLeftOut(leftOut) : (WantedRecord)record;
    }
}

/// <summary>A unit as it is answered.</summary>
/// <param name="Version">Counts the changes of the record.</param>
internal sealed record UnitView(string OrgUnit, string Name, string? NameZh, int Version)
{
    public static UnitView Of(UnitRecord unit, int version) => new(unit.Code, unit.Name, unit.NameZh, version);
}
