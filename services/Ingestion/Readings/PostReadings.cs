using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What a plant is told of an accepted sheet.</summary>
/// <param name="Findings">What is worth a look although it was accepted.</param>
internal sealed record SheetAccepted(
    Guid SubmissionId,
    PlantCode Plant,
    Month Month,
    int Revision,
    string State,
    IReadOnlyList<FindingView> Findings
);

/// <summary>
/// <c>POST /plants/{plant}/months/{month}/readings</c>: brings readings into the sheet of a month by their key, and
/// takes withdrawn ones out. The body is read by <see cref="SheetJson"/>, what becomes of it is decided by <see
/// cref="SheetDecision"/>, in the transaction of <see cref="AcceptSheet"/>.
/// </summary>
internal static class PostReadings
{
    public static void MapPostReadings(this IEndpointRouteBuilder api) =>
        api.MapPost("/plants/{plant}/months/{month}/readings", HandleAsync)
            .RequireAuthorization(Policies.ReadingsWrite)
            .Accepts<SheetBody>("application/json")
            .Produces<SheetAccepted>(StatusCodes.Status202Accepted)
            .AnswersWithTag(RevisionTag.Write(3))
            .Refuses(SheetRefusal.OfSheets)
            .WithName(nameof(PostReadings))
            .WithTags("readings")
            .WithSummary("Brings readings into a month's sheet.")
            .WithDescription(
                "A reading replaces the one with its key (source, activity, meter, lot); readings not "
                    + "named stay as they are. "
                    + "All of it is taken or nothing. Needs Idempotency-Key."
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
        AcceptAsync(plant, month, replaces: false, idempotencyKey, ifMatch, request, caller, sheets, cancellationToken);

    /// <summary>The same for the whole sheet and for a part of it.</summary>
    public static async Task<IResult> AcceptAsync(
        string plant,
        string month,
        bool replaces,
        string? idempotencyKey,
        string? ifMatch,
        HttpRequest request,
        Caller caller,
        AcceptSheet sheets,
        CancellationToken cancellationToken
    )
    {
        // Another's plant is answered as one that does not exist, before anything else could tell them apart.
        _ = PlantCode.TryParse(plant, out var code);
        if (!caller.MaySee(code))
            return NoPlant(plant);
        if (!Month.TryParse(month, out var parsed))
            return Refusals.NotAMonth(month).ToResult();
        if (!request.HasJsonContentType())
            return Refusals.UnsupportedMediaType.ToResult();
        if (!RevisionTag.TryRead(ifMatch, out var expected))
            return RevisionTag.Malformed.ToResult();
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Refusals.BodyTooLarge.ToResult();
        if (IdempotencyKey.Read(idempotencyKey, request, caller.Id, body).IsRefused(out var refusal, out var key))
            return refusal.ToResult();

        // Who may see every plant was told first what is wrong with the call itself.
        if (code is null)
            return NoPlant(plant);

        var sheet = SheetJson.Read(body, replaces);
        var call = new SheetCall(
            caller,
            key,
            new SheetInput
            {
                Plant = code,
                Month = parsed,
                Replaces = replaces,
                Expected = expected,
                InChinese = Language.IsChinese(request),
                Readings = sheet.Readings,
                Withdrawals = sheet.Withdrawals,
                Findings = sheet.Findings,
            },
            System.Diagnostics.Activity.Current?.Id
        );
        return (await sheets.ExecuteAsync(call, cancellationToken)).IsRefused(out var refused, out var answer)
            ? refused.ToResult()
            : answer.ToResult(StatusCodes.Status202Accepted);
    }

    private static RefusalResult NoPlant(string plant) => Refusals.NotFound($"There is no plant '{plant}'.").ToResult();
}
