using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// <c>GET /plants/{plant}/months/{month}</c>: the sheet that stands, and every revision with what it changed.
/// </summary>
internal static class GetSheet
{
    private const int DefaultLimit = 50;
    private const int LargestLimit = 200;

    /// <summary>Changes of readings after which a page ends: a revision alone may change 5,000.</summary>
    public const int MostChanges = 10_000;

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

        /// <summary>Give it as after for the older revisions; null when there are no more.</summary>
        public required int? Next { get; init; }
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
    /// <param name="ReceivedFrom">Caller id.</param>
    /// <param name="ReceivedFromSubject">Who held that key; null for what is from before this was kept.</param>
    /// <param name="Changes">The readings that it changed; none when only the plant's record did
    /// (<c>master-data</c>), or what another plant has or claims (<c>claim</c>).</param>
    /// <param name="LedgerSequence">Of its newest entry; a factor that moved it brought another one.</param>
    /// <param name="PostedAt">When that entry was posted.</param>
    internal sealed record RevisionView(
        int Revision,
        Guid SubmissionId,
        string Reason,
        string State,
        DateTimeOffset ReceivedAt,
        string ReceivedFrom,
        string? ReceivedFromSubject,
        DateTimeOffset? CalculatedAt,
        DateTimeOffset? PostedAt,
        long? LedgerSequence,
        IReadOnlyList<RevisionDelta> Changes
    );

    public static void MapGetSheet(this IEndpointRouteBuilder api) =>
        api.MapGet("/plants/{plant}/months/{month}", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .AnswersWithTag(RevisionTag.Write(3))
            .Refuses(Refusals.NotFound("There is no sheet of 'SX-A1' for 2024-03."))
            .WithName(nameof(GetSheet))
            .WithTags("readings")
            .WithSummary("Gives a month's sheet with its revisions and what each changed.")
            .WithDescription(
                $"limit: at most so many revisions, 1 to {LargestLimit}, {DefaultLimit} unless given. "
                    + "after: the next of the page before; older revisions follow."
            );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string plant,
        string month,
        int? after,
        int? limit,
        Caller caller,
        IngestionDb db,
        NpgsqlDataSource database,
        OrganisationCache organisations,
        ActivityVocabulary vocabulary,
        HttpRequest request,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!Month.TryParse(month, out var at))
            return Refusals.NotAMonth(month).ToResult();
        var most = limit ?? DefaultLimit;
        if (most is < 1 or > LargestLimit)
            return Refusals.InvalidParameter($"'{most}' is no limit. Expected: 1 to {LargestLimit}.").ToResult();
        if (!PlantCode.TryParse(plant, out var code) || !caller.MaySee(code))
            return NoSheet(plant, at);
        if (await NewestFirst(db, code, at).FirstOrDefaultAsync(cancellationToken) is not { } newest)
            return NoSheet(plant, at);

        var older = NewestFirst(db, code, at, after).Take(most + 1);
        var (revisions, next) = await PageAsync(older, most, cancellationToken);
        var sheet = EventJson.ReadingsAccepted(newest.Body);
        var organisation = await organisations.LatestAsync(cancellationToken);
        var around = await AroundAsync(sheet, database, cancellationToken);
        var findings = SheetRemarks
            .Find(sheet.Readings, [], organisation.Plants[code].Record, at, vocabulary)
            .Concat(ExpectedReadings.Find(sheet, [], organisation.Plants[code].Record))
            .Concat(SupplyFindings.Find(sheet, newest.SuppliersAsNamed, [], around, organisation))
            .Concat(ClaimFindings.Find(sheet, [], around, organisation))
            .Concat(UnknownPlants.Find(sheet, [], organisation, caller));
        response.Headers.ETag = RevisionTag.Write(sheet.Revision);
        return TypedResults.Ok(
            new Response
            {
                Plant = sheet.Plant,
                Month = at,
                Revision = sheet.Revision,
                State = StateOf(newest),
                Readings = [.. sheet.Readings.Select(Reading.Of)],
                Findings = [.. findings.Select(finding => finding.ToView(Language.IsChinese(request)))],
                Sources = sheet.Sources,
                Revisions = revisions,
                Next = next,
            }
        );
    }

    private static IQueryable<StoredRevision> NewestFirst(
        IngestionDb db,
        PlantCode plant,
        Month month,
        int? before = null
    ) =>
        from r in db.Revisions
        join e in db.Set<StoredEvent>() on r.EventId equals e.Id
        join s in db.Sheets on new { r.Plant, r.Month } equals new { s.Plant, s.Month }
        where r.Plant == plant && r.Month == month && (before == null || r.Revision < before)
        orderby r.Revision descending
        select new StoredRevision(r, e.Body, s.AppliedRevision, s.RefusedRevision, s.SuppliersAsNamed);

    /// <summary>Revisions with what each changed, held against the one before it.</summary>
    private static async Task<(List<RevisionView> Revisions, int? Next)> PageAsync(
        IQueryable<StoredRevision> newestFirst,
        int most,
        CancellationToken cancellationToken
    )
    {
        var revisions = new List<RevisionView>();
        var changes = 0;
        (StoredRevision Row, ReadingsAcceptedEvent Sheet)? newer = null;
        await foreach (var row in newestFirst.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var sheet = EventJson.ReadingsAccepted(row.Body);
            if (newer is { } above)
                Add(above.Row, RevisionDelta.Between(sheet.Readings, above.Sheet.Readings));
            if (revisions.Count == most || changes > MostChanges)
                return (revisions, revisions[^1].Revision);
            newer = (row, sheet);
        }
        if (newer is { } first)
            Add(first.Row, RevisionDelta.Between([], first.Sheet.Readings));
        return (revisions, null);

        void Add(StoredRevision row, IReadOnlyList<RevisionDelta> delta)
        {
            changes += delta.Count;
            var r = row.Revision;
            revisions.Add(
                new RevisionView(
                    r.Revision,
                    r.SubmissionId,
                    r.Reason,
                    StateOf(row),
                    r.AcceptedAt,
                    r.AcceptedFrom,
                    r.AcceptedFromSubject,
                    r.CalculatedAt,
                    r.PostedAt,
                    r.LedgerSequence,
                    delta
                )
            );
        }
    }

    private static string StateOf(StoredRevision row) =>
        SubmissionState.Of(
            row.Revision.Revision,
            row.Revision.CalculatedAt is not null,
            row.AppliedRevision,
            row.RefusedRevision
        );

    private static RefusalResult NoSheet(string plant, Month month) =>
        Refusals.NotFound($"There is no sheet of '{plant}' for {month}.").ToResult();

    private static async Task<List<NamingSheet>> AroundAsync(
        ReadingsAcceptedEvent sheet,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        var around = new List<NamingSheet>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await new Questions()
            .Ask(NamingSheet.Around([(sheet.Plant, sheet.Month, [])]), row => around.Add(NamingSheet.WithClaims(row)))
            .AnswerAsync(connection, cancellationToken);
        return around;
    }

    private sealed record StoredRevision(
        RevisionRow Revision,
        byte[] Body,
        int AppliedRevision,
        int RefusedRevision,
        bool SuppliersAsNamed
    );
}
