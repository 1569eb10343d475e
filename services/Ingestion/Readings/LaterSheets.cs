using System.Data;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Months say what is expected in the twelve months after them. One that is handed in, or corrected, when later ones
/// stand already changes what is missing in these: they get a revision (reason <c>master-data</c>), so that the order
/// in which months come makes no difference.
/// </summary>
internal static class LaterSheets
{
    private static readonly string s_find = $"""
        WITH later AS (
            SELECT DISTINCT s.plant, s.month
            FROM unnest($1, $2) AS given (plant, month)
            JOIN sheet s ON s.plant = given.plant
                AND s.month BETWEEN given.month + 1 AND given.month + {ReportedActivities.MonthsBefore})
        SELECT greatest(s.revision, s.applied_revision) AS revision, s.suppliers_as_named, e.body,
            {ReportedActivities.Before("s")} AS reported_before
        FROM later JOIN sheet s USING (plant, month) JOIN event e ON e.id = s.event_id
        ORDER BY s.plant, s.month
        """;

    private const string Lock = """
        SELECT FROM sheet JOIN unnest($1, $2) AS given (plant, month) USING (plant, month)
        ORDER BY plant, month
        FOR UPDATE OF sheet
        """;

    /// <summary>
    /// Locks, in the order of the key, what is written in two statements, so that nobody who writes several sheets can
    /// wait for it crosswise.
    /// </summary>
    /// <param name="changed">Calls that change what is expected in later months.</param>
    /// <param name="made">The revisions that are written first.</param>
    /// <param name="connection">In the transaction of the calls.</param>
    public static Task LockAsync(
        IReadOnlyCollection<TakenCall> changed,
        IEnumerable<MadeRevision> made,
        NpgsqlConnection connection
    )
    {
        var written = made.Select(revision => (revision.Sheet.Plant, revision.Sheet.Month));
        var later = changed.SelectMany(call =>
            Enumerable
                .Range(1, ReportedActivities.MonthsBefore)
                .Select(after => (call.Call.Input.Plant, call.Call.Input.Month.AddMonths(after)))
        );
        List<(PlantCode Plant, Month Month)> sheets = [.. written.Union(later)];
        return new Questions()
            .Ask(
                Statement.With(Lock, [Column(sheets, sheet => sheet.Plant), Column(sheets, sheet => sheet.Month)]),
                _ => { }
            )
            .AnswerAsync(connection, CancellationToken.None);
    }

    /// <summary>The next revisions of the sheets after those that changed.</summary>
    /// <param name="changed">Calls that change what is expected in later months, written already.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="now">When the revisions are made.</param>
    /// <param name="connection">In the transaction that has written them.</param>
    public static async Task<List<MadeRevision>> FindAsync(
        IReadOnlyCollection<TakenCall> changed,
        OrganisationState organisation,
        DateTimeOffset now,
        NpgsqlConnection connection
    )
    {
        var revised = new List<MadeRevision>();
        if (changed.Count == 0)
            return revised;
        await new Questions()
            .Ask(
                Statement.With(
                    s_find,
                    [Column(changed, call => call.Call.Input.Plant), Column(changed, call => call.Call.Input.Month)]
                ),
                row =>
                {
                    if (Next(row, organisation, now) is not { } next)
                        return;
                    var by = changed.First(call => call.Call.Input.Plant == next.Plant);
                    revised.Add(new MadeRevision(next, by.Call, row.GetBoolean("suppliers_as_named")));
                }
            )
            .AnswerAsync(connection, CancellationToken.None);
        return revised;
    }

    /// <summary>Null when nothing else is missing; or when no number is left, which is an alarm of its own.</summary>
    private static ReadingsAcceptedEvent? Next(NpgsqlDataReader row, OrganisationState organisation, DateTimeOffset now)
    {
        var sheet = EventJson.ReadingsAccepted(row.GetFieldValue<byte[]>("body"));
        var renewed = sheet.WithMissing(organisation.Plants[sheet.Plant].Record, BeforeOf(row));
        if (IsSame(sheet.Sources, renewed.Sources) || Counting.Next(row.GetInt32("revision")) is not { } revision)
            return null;
        return renewed.AsRevision(revision, Reasons.MasterData, now);
    }

    /// <summary>What the months before the row's sheet have reported.</summary>
    public static ReportedBefore BeforeOf(NpgsqlDataReader row) =>
        row.IsDBNull("reported_before")
            ? ReportedBefore.Nothing
            : ReportedBefore.Of(row.GetFieldValue<string[]>("reported_before"));

    private static bool IsSame(IReadOnlyList<SourceSnapshot> before, IReadOnlyList<SourceSnapshot> after) =>
        before
            .Zip(after)
            .All(pair =>
                (pair.First.NotReported ?? []).SequenceEqual(pair.Second.NotReported ?? [], StringComparer.Ordinal)
            );
}
