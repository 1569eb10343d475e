using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary><c>POST /plants/{plant}/months/{month}/readings</c>: brings readings into the sheet of a month by their key, and takes withdrawn ones out.</summary>
internal static class PostReadings
{
    public static void MapPostReadings(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/plants/{plant}/months/{month}/readings", HandleAsync)
            .RequireAuthorization(Policies.ReadingsWrite)
            .Accepts<SheetBody>("application/json")
            .Produces<SheetAccepted>(StatusCodes.Status202Accepted)
            .WithTags("readings")
            .WithSummary("Brings readings into a month's sheet.")
            .WithDescription(
                "A reading replaces the one with its key (source, activity, meter, lot); readings not named stay as they are. All of it is taken or nothing. Needs Idempotency-Key."
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
        SheetEndpoint.HandleAsync(
            plant,
            month,
            replaces: false,
            idempotencyKey,
            ifMatch,
            request,
            caller,
            sheets,
            cancellationToken
        );
}
