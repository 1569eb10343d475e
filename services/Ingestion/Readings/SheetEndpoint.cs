using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What posting and replacing have in common at the edge: headers, body, answer.</summary>
internal static class SheetEndpoint
{
    public static async Task<IResult> HandleAsync(
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
        if (!caller.MaySee(plant))
            return Refusals.NotFound($"There is no plant '{plant}'.").ToResult();
        if (!Month.TryParse(month, out var parsed))
            return NotAMonth(month).ToResult();
        if (!request.HasJsonContentType())
            return Refusals.UnsupportedMediaType.ToResult();
        if (!RevisionTag.TryRead(ifMatch, out var expected))
            return RevisionTag.Malformed.ToResult();
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Refusals.BodyTooLarge.ToResult();
        var (key, refused) = IdempotencyKey.Of(idempotencyKey, request, caller.Id, body);
        if (key is null)
            return refused!.ToResult();

        var outcome = await sheets.ExecuteAsync(
            new SheetCall(caller, plant, parsed, replaces, expected, key, body),
            cancellationToken
        );
        return outcome.Refusal is { } refusal ? refusal.ToResult() : new Accepted(outcome);
    }

    public static Refusal NotAMonth(string text) =>
        Refusals.InvalidParameter($"'{text}' is no month. Expected: {Month.Expected}.");

    private sealed class Accepted(SheetOutcome outcome) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = StatusCodes.Status202Accepted;
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = outcome.Answer.Length;
            response.Headers.ETag = RevisionTag.Write(outcome.Revision);
            if (outcome.Replayed)
                response.Headers[IdempotencyKey.ReplayedHeader] = "true";
            await response.Body.WriteAsync(outcome.Answer, httpContext.RequestAborted);
        }
    }
}

/// <summary>The body as the API document shows it. It is read by <see cref="SheetReader"/>.</summary>
internal sealed record SheetBody
{
    public required IReadOnlyList<ReadingBody> Readings { get; init; }

    /// <summary>Keys of readings to take out of the sheet (POST only).</summary>
    public IReadOnlyList<KeyBody>? Withdrawals { get; init; }

    /// <summary>What tells a reading of a sheet apart.</summary>
    internal record KeyBody
    {
        public required string Source { get; init; }

        /// <summary>An activity of the vocabulary.</summary>
        public required string Activity { get; init; }
        public string? Meter { get; init; }
        public string? Lot { get; init; }
    }

    /// <summary>A reading.</summary>
    internal sealed record ReadingBody : KeyBody
    {
        public required decimal Quantity { get; init; }

        /// <summary>Exactly as written in the list of units: t, kWh, 万kWh, Nm3, m3@20C …</summary>
        public required string Unit { get; init; }

        /// <summary>measured, own-meter, settled, estimated or default.</summary>
        public required string Quality { get; init; }

        /// <summary>What the activity takes beside the quantity: ncv, sulphurPercent, proof, supplierPlant …</summary>
        public IReadOnlyDictionary<string, object>? Attributes { get; init; }

        /// <summary>When the reading does not cover the whole month.</summary>
        public PeriodBody? Period { get; init; }
        public string? Explanation { get; init; }
    }

    /// <summary>Days of the month, both included.</summary>
    internal sealed record PeriodBody(DateOnly From, DateOnly To);
}
