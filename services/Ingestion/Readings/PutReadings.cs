using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// <c>PUT /plants/{plant}/months/{month}/readings</c>: replaces the sheet of a month. Who replaces a sheet says with
/// <c>If-Match</c> which revision was seen.
/// </summary>
internal static class PutReadings
{
    public static void MapPutReadings(this IEndpointRouteBuilder api) =>
        api.MapPut("/plants/{plant}/months/{month}/readings", HandleAsync)
            .RequireAuthorization(Policies.ReadingsWrite)
            .Accepts<SheetBody>("application/json")
            .Produces<SheetAccepted>(StatusCodes.Status202Accepted)
            .AnswersWithTag(RevisionTag.Write(3))
            .Refuses([.. SheetRefusal.OfSheets, RevisionTag.Missing(3, Tagged.Sheet)])
            .WithName(nameof(PutReadings))
            .WithTags("readings")
            .WithSummary("Replaces a month's sheet.")
            .WithDescription(
                "Readings that are not given are withdrawn. "
                    + "Needs Idempotency-Key, and If-Match with the revision that stands when there is one."
            );

    private static Task<IResult> HandleAsync(
        string plant,
        string month,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpRequest request,
        Caller caller,
        AcceptSheet sheets,
        CancellationToken cancellationToken
    ) =>
        PostReadings.AcceptAsync(
            plant,
            month,
            replaces: true,
            idempotencyKey,
            ifMatch,
            request,
            caller,
            sheets,
            cancellationToken
        );
}
