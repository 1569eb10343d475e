using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// <c>GET /plants/{plant}/months/{month}</c>: the sheet that stands, and every revision with what it changed.
/// </summary>
internal static class GetSheet
{
    /// <summary>A month's sheet of a plant.</summary>
    internal sealed record Response
    {
        public required PlantCode Plant { get; init; }
        public required Month Month { get; init; }

        /// <summary>The revision that stands; also the ETag, for If-Match.</summary>
        public required int Revision { get; init; }
        public required string State { get; init; }

        /// <summary>All readings in order of key.</summary>
        public required IReadOnlyList<Reading> Readings { get; init; }

        /// <summary>What is worth a look although it was accepted.</summary>
        public required IReadOnlyList<FindingView> Findings { get; init; }

        /// <summary>The sources as the sheet was given to Calculation with them.</summary>
        public required IReadOnlyList<SourceSnapshot> Sources { get; init; }

        /// <summary>The newest first.</summary>
        public required IReadOnlyList<RevisionView> Revisions { get; init; }
    }

    /// <summary>A reading, member by member as it is posted.</summary>
    internal sealed record Reading(
        string Source,
        string Activity,
        string? Meter,
        string? Lot,
        decimal Quantity,
        string Unit,
        Quality Quality,
        IReadOnlyDictionary<string, string>? Attributes,
        ReadingPeriod? Period,
        string? Explanation
    )
    {
        public static Reading Of(ReadingRecord r) =>
            new(
                r.Source,
                r.Activity,
                r.Meter,
                r.Lot,
                r.Quantity,
                r.Unit,
                r.Quality,
                r.Attributes,
                ReadingPeriod.Of(r),
                r.Explanation
            );
    }

    /// <summary>An accepted change.</summary>
    /// <param name="Changes">The readings that it changed; none when only the plant's record did
    /// (<c>master-data</c>).</param>
    internal sealed record RevisionView(
        int Revision,
        Guid SubmissionId,
        string Reason,
        string State,
        DateTimeOffset ReceivedAt,
        string ReceivedFrom,
        DateTimeOffset? CalculatedAt,
        DateTimeOffset? PostedAt,
        long? LedgerSequence,
        IReadOnlyList<RevisionDelta> Changes
    );

    public static void MapGetSheet(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants/{plant}/months/{month}", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithTags("readings")
            .WithSummary("Gives a month's sheet with its revisions and what each changed.");

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string plant,
        string month,
        Caller caller,
        IngestionDb db,
        NpgsqlDataSource database,
        OrganisationCache organisations,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!Month.TryParse(month, out var at))
            return Refusals.NotAMonth(month).ToResult();
        var rows =
            PlantCode.TryParse(plant, out var code) && caller.MaySee(code)
                ? await (
                    from r in db.Revisions
                    join e in db.Set<StoredEvent>() on r.EventId equals e.Id
                    join s in db.Sheets on new { r.Plant, r.Month } equals new { s.Plant, s.Month }
                    where r.Plant == code && r.Month == at
                    orderby r.Revision
                    select new
                    {
                        Revision = r,
                        e.Body,
                        s.AppliedRevision,
                        s.SuppliersAsNamed,
                    }
                ).ToListAsync(cancellationToken)
                : [];
        if (rows.Count == 0)
            return Refusals.NotFound($"There is no sheet of '{plant}' for {at}.").ToResult();

        var revisions = new List<RevisionView>();
        ReadingsAcceptedEvent? sheet = null;
        foreach (var row in rows)
        {
            var next = EventJson.ReadingsAccepted(row.Body);
            var r = row.Revision;
            revisions.Add(
                new RevisionView(
                    r.Revision,
                    r.SubmissionId,
                    r.Reason,
                    SubmissionState.Of(r.Revision, r.CalculatedAt is not null, row.AppliedRevision),
                    r.AcceptedAt,
                    r.AcceptedFrom,
                    r.CalculatedAt,
                    r.PostedAt,
                    r.LedgerSequence,
                    RevisionDelta.Between(sheet?.Readings ?? [], next.Readings)
                )
            );
            sheet = next;
        }
        revisions.Reverse();
        var findings = TwiceReported
            .Find(sheet!.Readings, [])
            .Concat(
                SupplyFindings.Find(
                    sheet,
                    rows[^1].SuppliersAsNamed,
                    [],
                    await AroundAsync(sheet, database, cancellationToken),
                    await organisations.LatestAsync(cancellationToken)
                )
            );
        response.Headers.ETag = RevisionTag.Write(sheet.Revision);
        return TypedResults.Ok(
            new Response
            {
                Plant = sheet.Plant,
                Month = at,
                Revision = sheet.Revision,
                State = revisions[0].State,
                Readings = [.. sheet.Readings.Select(Reading.Of)],
                Findings = [.. findings.Select(finding => finding.ToView())],
                Sources = sheet.Sources,
                Revisions = revisions,
            }
        );
    }

    private static async Task<List<NamingSheet>> AroundAsync(
        ReadingsAcceptedEvent sheet,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        var around = new List<NamingSheet>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await new Questions()
            .Ask(NamingSheet.Around([(sheet.Plant, sheet.Month, [])]), row => around.Add(NamingSheet.Of(row)))
            .AnswerAsync(connection, cancellationToken);
        return around;
    }
}
