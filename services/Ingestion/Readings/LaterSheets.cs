using System.Data;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
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

    /// <summary>A sheet of which something else is missing now.</summary>
    /// <param name="AsNamed">It is from before suppliers were asked.</param>
    internal sealed record Revised(ReadingsAcceptedEvent Sheet, bool AsNamed);

    /// <summary>The next revisions of the sheets after those that changed.</summary>
    /// <param name="changed">Plant-months that report other activities than before, written already.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="now">When the revisions are made.</param>
    /// <param name="connection">With the transaction that has written them.</param>
    public static async Task<IReadOnlyList<Revised>> FindAsync(
        IReadOnlyCollection<ReadingsAcceptedEvent> changed,
        OrganisationState organisation,
        DateTimeOffset now,
        NpgsqlConnection connection
    )
    {
        var revised = new List<Revised>();
        if (changed.Count == 0)
            return revised;
        await new Questions()
            .Ask(
                new NpgsqlBatchCommand(s_find)
                {
                    Parameters = { Column(changed, sheet => sheet.Plant), Column(changed, sheet => sheet.Month) },
                },
                row =>
                {
                    if (Next(row, organisation, now) is { } next)
                        revised.Add(new Revised(next, row.GetBoolean("suppliers_as_named")));
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
        return renewed with
        {
            Revision = revision,
            Reason = Reasons.MasterData,
            SubmissionId = Guid.CreateVersion7(now),
            AcceptedAt = now,
        };
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
