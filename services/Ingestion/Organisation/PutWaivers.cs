using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>PUT /plants/{plant}/sources/{source}/waivers</c>: the signed statements that pollutants or activities of a source
/// are not reported month by month, all of them.
/// </summary>
internal static class PutWaivers
{
    internal sealed record Request
    {
        public required IReadOnlyList<Waiver> Waivers { get; init; }
    }

    /// <summary>A statement about one pollutant or one activity: either <c>measure</c> or <c>activity</c>.</summary>
    internal sealed record Waiver
    {
        /// <summary><c>SO2</c>, <c>NOx</c> or <c>PM</c>.</summary>
        public string? Measure { get; init; }

        /// <summary>An activity that is expected of the source, by its record or because it has reported it.</summary>
        public string? Activity { get; init; }

        /// <summary><c>not-applicable</c> or <c>measured-quarterly</c>.</summary>
        public required string Kind { get; init; }

        /// <summary>First month.</summary>
        public required string From { get; init; }

        /// <summary>Last month; none while it stands.</summary>
        public string? To { get; init; }

        /// <summary>Why, with the document it rests on. Who states it and when is taken from the call.</summary>
        public required string Reason { get; init; }
    }

    internal static readonly string[] Measures = ["SO2", "NOx", "PM"];
    internal static readonly string[] Kinds = ["not-applicable", "measured-quarterly"];

    public static void MapPutWaivers(this IEndpointRouteBuilder api) =>
        api.MapPut("/plants/{plant}/sources/{source}/waivers", HandleAsync)
            .RequireAuthorization(Policies.OrganisationWrite)
            .Refuses(Refusals.NotFound("SX-A1 has no source 'BOILER-9'."), RecordCheck.Example)
            .WithName(nameof(PutWaivers))
            .TakesRecord<Request, SourceView>()
            .WithTags("organisation")
            .WithSummary(
                "States which pollutants and activities of a source are not reported month by month, and why; signed "
                    + "by the caller and dated."
            );

    private static Task<IResult> HandleAsync(
        string plant,
        string source,
        [AsParameters] WriteParameters asked,
        HttpContext call,
        Caller caller,
        WriteRecord record,
        ActivityVocabulary activities,
        TimeProvider time
    )
    {
        var now = time.GetStorableNow();
        return record.PutAsync<Request, SourceView>(
            call,
            asked,
            known => OfWaivers(known, plant, source),
            (known, body) =>
                known.Find(plant) is { } at
                    ? Decide(at.Record, source, body.Request, activities, caller, now)
                    : Refusals.NotFound($"There is no plant '{plant}'."),
            changed =>
                SourceView.Of(changed.InForce.Plant!.Sources.Single(s => s.Code == source), changed.InForce.Version),
            _ => null
        );
    }

    /// <summary>Where nothing is waived there is nothing to overwrite.</summary>
    private static Standing OfWaivers(OrganisationState known, string plant, string source) =>
        known.Find(plant) is { } at && at.Record.Sources.FirstOrDefault(s => s.Code == source) is { } of
            ? new Standing(at.Version, IsReplaced: of.Waivers.Count > 0)
            : default;

    internal static Answer<WantedRecord> Decide(
        PlantRecord plant,
        string source,
        Request request,
        ActivityVocabulary activities,
        Caller caller,
        DateTimeOffset signedAt
    )
    {
        if (plant.Sources.FirstOrDefault(s => s.Code == source) is not { } at)
            return Refusals.NotFound($"{plant.Code} has no source '{source}'.");
        var check = new RecordCheck();
        var waivers = new List<WaiverRecord>();
        foreach (var (i, waiver) in request.Waivers.Index())
        {
            var path = $"waivers[{i}]";
            if ((waiver.Measure is null) == (waiver.Activity is null))
                check.Add(
                    path,
                    RecordCodes.OneOf,
                    "A waiver is of a measure or of an activity.",
                    "Either 'measure' or 'activity'."
                );
            if (waiver.Measure is { } measure)
                check.Known(
                    $"{path}.measure",
                    RecordCodes.UnknownMeasure,
                    "measure that can be waived",
                    measure,
                    Measures
                );
            if (waiver.Activity is { } activity)
                check.Activity($"{path}.activity", activity, activities, canBe: _ => true);
            check.Known($"{path}.kind", RecordCodes.UnknownWaiver, "kind of waiver", waiver.Kind, Kinds);
            check.Text($"{path}.reason", waiver.Reason, 500);
            var (from, to) = (check.Month($"{path}.from", waiver.From), check.Month($"{path}.to", waiver.To));
            check.Span($"{path}.to", from, to);
            if (from is { } first)
            {
                var stated = new WaiverRecord
                {
                    Measure = waiver.Measure,
                    Activity = waiver.Activity,
                    Kind = waiver.Kind,
                    From = first,
                    To = to,
                    Reason = waiver.Reason,
                    SignedBy = caller.Id,
                    SignedBySubject = caller.Subject,
                    SignedAt = signedAt,
                };
                // What stood before and is only sent along keeps its signature.
                waivers.Add(
                    at.Waivers.FirstOrDefault(known =>
                        stated with
                        {
                            SignedBy = known.SignedBy,
                            SignedBySubject = known.SignedBySubject,
                            SignedAt = known.SignedAt,
                        } == known
                    ) ?? stated
                );
            }
        }
        waivers =
        [
            .. waivers
                .OrderBy(w => w.Measure, StringComparer.Ordinal)
                .ThenBy(w => w.Activity, StringComparer.Ordinal)
                .ThenBy(w => w.From),
        ];
        foreach (var (earlier, later) in waivers.Zip(waivers.Skip(1)))
        {
            if (
                (earlier.Measure, earlier.Activity) == (later.Measure, later.Activity)
                && (earlier.To is not { } end || end >= later.From)
            )
                check.Add(
                    "waivers",
                    RecordCodes.WaiversOverlap,
                    $"Two waivers of {later.Measure ?? later.Activity} stand in {later.From}.",
                    "One waiver of a measure or activity at a time."
                );
        }
        return check.Refusal is { } refusal
            ? refusal
            : (WantedRecord)(
                plant with
                {
                    Sources = [.. plant.Sources.Select(s => s.Code == source ? at with { Waivers = waivers } : s)],
                }
            );
    }
}
