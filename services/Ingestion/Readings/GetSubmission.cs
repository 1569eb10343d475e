using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary><c>GET /submissions/{id}</c>: how far what was handed in has come, and what it came to.</summary>
internal static class GetSubmission
{
    /// <summary>A submission is the accepted change that made a revision.</summary>
    internal sealed record Response
    {
        public required Guid SubmissionId { get; init; }
        public required PlantCode Plant { get; init; }
        public required Month Month { get; init; }
        public required int Revision { get; init; }

        /// <summary><c>received</c>, <c>calculated</c>, <c>posted</c> or <c>parked</c>.</summary>
        public required string State { get; init; }

        /// <summary><c>reading</c>, <c>correction</c>, <c>master-data</c> or <c>claim</c>.</summary>
        public required string Reason { get; init; }
        public required DateTimeOffset ReceivedAt { get; init; }
        public required string ReceivedFrom { get; init; }

        /// <summary>Who held that key; null for what is from before this was kept.</summary>
        public string? ReceivedFromSubject { get; init; }

        /// <summary>Number of readings in the sheet.</summary>
        public required int Readings { get; init; }

        /// <summary>The revision that stands now, when it is a later one.</summary>
        public int? SupersededBy { get; init; }

        /// <summary>
        /// What it was calculated to; null until it is. A revision that a later one overtook may never be.
        /// </summary>
        public Calculated? Calculation { get; init; }

        /// <summary>The ledger's receipt; null until it is there.</summary>
        public Posted? Ledger { get; init; }

        /// <summary>Why it is parked: it can never be applied as it is. Null unless it is.</summary>
        public Refused? Refusal { get; init; }
    }

    /// <summary>
    /// That it was put aside. A new revision takes its place; or somebody mends the cause and replays it.
    /// </summary>
    /// <param name="By"><c>calculation</c> or <c>ledger</c>.</param>
    internal sealed record Refused(DateTimeOffset At, string By, string Reason);

    /// <summary>What Calculation made of it.</summary>
    internal sealed record Calculated(
        DateTimeOffset At,
        int CatalogueVersion,
        int MethodsVersion,
        int Lines,
        int OpenGaps,
        IReadOnlyList<CalculationSummary.Sum> Sums,
        IReadOnlyList<GapRecord> Gaps
    );

    /// <summary>Where it stands in the ledger.</summary>
    /// <param name="Sequence">Of the newest entry of the plant-month.</param>
    /// <param name="Position">Sequence of the ledger when it gave the receipt.</param>
    /// <param name="RootHash">Root of the ledger at that position.</param>
    /// <param name="Postings">Written for this revision, reversals among them.</param>
    internal sealed record Posted(DateTimeOffset At, long Sequence, long Position, string RootHash, int Postings);

    public static void MapGetSubmission(this IEndpointRouteBuilder api) =>
        api.MapGet("/submissions/{id}", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .Refuses(Refusals.NotFound("There is no submission '0193f2a4-7c1e-7d52-9a41-5f0c8b7e6d21'."))
            .WithName(nameof(GetSubmission))
            .WithTags("readings")
            .WithSummary("Says how far a submission has come.");

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string id,
        Caller caller,
        IngestionDb db,
        CancellationToken cancellationToken
    )
    {
        var found = ExactRouteValues.TryReadId(id, out var submissionId)
            ? await (
                from r in db.Revisions
                join s in db.Sheets on new { r.Plant, r.Month } equals new { s.Plant, s.Month }
                where r.SubmissionId == submissionId
                select new
                {
                    Revision = r,
                    s.AppliedRevision,
                    s.RefusedRevision,
                    Standing = s.Revision,
                }
            ).SingleOrDefaultAsync(cancellationToken)
            : null;
        if (found is null || !caller.MaySee(found.Revision.Plant))
            return Refusals.NotFound($"There is no submission '{id}'.").ToResult();

        var revision = found.Revision;
        var state = SubmissionState.Of(
            revision.Revision,
            revision.CalculatedAt is not null,
            found.AppliedRevision,
            found.RefusedRevision
        );
        var summary = revision.Calculation is null ? null : CalculationSummary.FromJson(revision.Calculation);
        return TypedResults.Ok(
            new Response
            {
                SubmissionId = revision.SubmissionId,
                Plant = revision.Plant,
                Month = revision.Month,
                Revision = revision.Revision,
                State = state,
                Reason = revision.Reason,
                ReceivedAt = revision.AcceptedAt,
                ReceivedFrom = revision.AcceptedFrom,
                ReceivedFromSubject = revision.AcceptedFromSubject,
                Readings = revision.ReadingCount,
                SupersededBy = found.Standing > revision.Revision ? found.Standing : null,
                Calculation = summary is null
                    ? null
                    : new Calculated(
                        revision.CalculatedAt!.Value,
                        revision.CatalogueVersion!.Value,
                        revision.MethodsVersion!.Value,
                        revision.LineCount!.Value,
                        revision.GapCount!.Value,
                        summary.Sums,
                        summary.Gaps
                    ),
                Ledger = revision.PostedAt is not { } postedAt
                    ? null
                    : new Posted(
                        postedAt,
                        revision.LedgerSequence!.Value,
                        revision.LedgerPosition!.Value,
                        revision.RootHash!,
                        revision.PostingCount!.Value
                    ),
                Refusal =
                    state == SubmissionState.Parked
                        ? new Refused(revision.RefusedAt!.Value, revision.RefusedBy!, revision.Refusal!)
                        : null,
            }
        );
    }
}
