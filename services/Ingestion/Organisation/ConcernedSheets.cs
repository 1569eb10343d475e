using System.Data;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>A sheet that a change of a plant concerns.</summary>
/// <param name="Reported">What the months before it have reported.</param>
/// <param name="IsNamed">It concerns what the sheet says, not only what it holds of what it claims.</param>
internal sealed record ConcernedSheet(int Revision, byte[] Body, bool AsNamed, ReportedBefore Reported, bool IsNamed);

/// <summary>
/// The sheets that a change of a plant may concern: its own, and those that name it. Whoever asks has the lock of the
/// organisation alone, so no sheet is taken in meanwhile.
/// </summary>
/// <param name="Plant">The plant.</param>
/// <param name="WhoNamesIt">Whether all that name it are meant, or of those only <paramref name="Some"/>.</param>
/// <param name="Some">Plants.</param>
internal sealed record ConcernedSheets(PlantCode Plant, bool WhoNamesIt, string[] Some)
{
    private const string NamesIt = "s.mentions @> ARRAY[$1] AND ($2 OR s.plant = ANY ($3))";

    private IEnumerable<NpgsqlParameter> Named =>
        [Parameter.Value(Plant), Parameter.Value(WhoNamesIt), Parameter.Value(Some)];

    /// <summary>
    /// What all sheets say of the months in which one that names the plant says something of a power.
    /// </summary>
    public async Task<List<ClaimingSheet>> ClaimingAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var claiming = new List<ClaimingSheet>();
        await new Questions()
            .Ask(
                Statement.With(
                    $"""
                    SELECT plant, month, suppliers_as_named, claims
                    FROM sheet
                    WHERE claims IS NOT NULL
                        AND month = ANY (ARRAY(SELECT s.month FROM sheet s WHERE {NamesIt} AND s.claims <> '[]'))
                    """,
                    Named
                ),
                row => claiming.Add(ClaimingSheet.Of(row))
            )
            .AnswerAsync(connection, cancellationToken);
        return claiming;
    }

    /// <summary>The sheets as they are stored.</summary>
    /// <param name="connection">In the transaction of the change.</param>
    /// <param name="itself">Whether those of the plant are meant.</param>
    /// <param name="reweighed">Others that hold something else now.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<List<ConcernedSheet>> ReadAsync(
        NpgsqlConnection connection,
        bool itself,
        IReadOnlyCollection<(PlantCode Plant, Month Month)> reweighed,
        CancellationToken cancellationToken
    )
    {
        var sheets = new List<ConcernedSheet>();
        await new Questions()
            .Ask(
                // In the order of the key, so that nobody who locks two sheets can wait for us crosswise.
                Statement.With(
                    $"""
                    SELECT greatest(s.revision, s.applied_revision) AS revision, e.body, s.suppliers_as_named,
                        {ReportedActivities.Before("s")} AS reported_before,
                        ($4 AND s.plant = $1) OR coalesce({NamesIt}, false) AS is_named
                    FROM sheet s JOIN event e ON e.id = s.event_id
                    WHERE ($4 AND s.plant = $1) OR ({NamesIt})
                        OR (s.plant, s.month) IN (SELECT plant, month FROM unnest($5, $6) AS given (plant, month))
                    ORDER BY s.plant, s.month
                    FOR UPDATE OF s
                    """,
                    Named,
                    Parameter.Value(itself),
                    Parameter.Column(reweighed, sheet => sheet.Plant),
                    Parameter.Column(reweighed, sheet => sheet.Month)
                ),
                row =>
                    sheets.Add(
                        new ConcernedSheet(
                            row.GetInt32("revision"),
                            row.GetFieldValue<byte[]>("body"),
                            row.GetBoolean("suppliers_as_named"),
                            LaterSheets.BeforeOf(row),
                            row.GetBoolean("is_named")
                        )
                    )
            )
            .AnswerAsync(connection, cancellationToken);
        return sheets;
    }
}
