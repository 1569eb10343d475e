using System.Data;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Months;

/// <summary>How far the sheet of a plant-month is.</summary>
/// <param name="Revision">The revision that stands.</param>
/// <param name="AppliedRevision">The highest that the ledger has said it holds.</param>
/// <param name="Readings">How many readings it has.</param>
/// <param name="OpenGaps">Gaps that keep it from closing.</param>
/// <param name="Gaps">All gaps.</param>
/// <param name="State">One of <see cref="PlantMonthStates"/>.</param>
internal sealed record SheetProgress(
    int Revision,
    int AppliedRevision,
    int Readings,
    int OpenGaps,
    int Gaps,
    string State
)
{
    private const string ReadSql = """
        SELECT s.plant, s.month, s.revision, s.applied_revision, s.refused_revision, s.nil,
            r.reading_count, r.calculated_at IS NOT NULL AS is_calculated, coalesce(r.gap_count, 0) AS gaps,
            CASE WHEN r.gap_count > 0 THEN (
                SELECT count(*)::int FROM jsonb_array_elements(r.calculation -> 'gaps') AS gap
                WHERE gap ->> 'kind' <> ALL ($4)) ELSE 0 END AS open_gaps
        FROM sheet s
        JOIN revision r ON r.plant = s.plant AND r.month = s.month AND r.revision = s.revision
        WHERE s.month BETWEEN $1 AND $2 AND ($3::text[] IS NULL OR s.plant = ANY ($3))
        """;

    private const string GapsSql = """
        SELECT s.plant, s.month, r.calculation::text AS calculation
        FROM unnest($1, $2) AS given (plant, month)
        JOIN sheet s USING (plant, month)
        JOIN revision r ON r.plant = s.plant AND r.month = s.month AND r.revision = s.revision
        WHERE r.calculation IS NOT NULL
        """;

    private static readonly string[] s_notBlocking = [.. GapKinds.All.Where(kind => !GapKinds.BlocksClosing(kind))];

    /// <summary>Reads how far the sheets of some months are that a caller may see.</summary>
    public static async Task<IReadOnlyDictionary<(PlantCode Plant, Month Month), SheetProgress>> ReadAsync(
        Month from,
        Month to,
        Caller caller,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ReadSql, connection)
        {
            Parameters =
            {
                Value(from),
                Value(to),
                Value(caller.Plants?.Select(plant => plant.Value).ToArray()),
                Value(s_notBlocking),
            },
        };
        var sheets = new Dictionary<(PlantCode Plant, Month Month), SheetProgress>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            sheets.Add(KeyOf(reader), Of(reader));
        return sheets;
    }

    /// <summary>What is missing of some sheets.</summary>
    public static async Task<IReadOnlyDictionary<(PlantCode Plant, Month Month), IReadOnlyList<GapRecord>>> GapsAsync(
        IReadOnlyCollection<(PlantCode Plant, Month Month)> sheets,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var gaps = new Dictionary<(PlantCode Plant, Month Month), IReadOnlyList<GapRecord>>();
        if (sheets.Count == 0)
            return gaps;
        await using var command = new NpgsqlCommand(GapsSql, connection)
        {
            Parameters = { Column(sheets, sheet => sheet.Plant), Column(sheets, sheet => sheet.Month) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            gaps.Add(KeyOf(reader), CalculationSummary.FromJson(reader.GetString("calculation")).Gaps);
        return gaps;
    }

    private static (PlantCode Plant, Month Month) KeyOf(NpgsqlDataReader row) =>
        (PlantCode.Trusted(row.GetString("plant")), Month.FromIndex(row.GetInt32("month")));

    private static SheetProgress Of(NpgsqlDataReader row)
    {
        var (revision, applied) = (row.GetInt32("revision"), row.GetInt32("applied_revision"));
        var (readings, openGaps) = (row.GetInt32("reading_count"), row.GetInt32("open_gaps"));
        var state = SubmissionState.Of(
            revision,
            row.GetBoolean("is_calculated"),
            applied,
            row.GetInt32("refused_revision")
        );
        return new SheetProgress(
            revision,
            applied,
            readings,
            openGaps,
            row.GetInt32("gaps"),
            readings == 0 ? PlantMonthStates.Withdrawn
                : state == SubmissionState.Parked ? PlantMonthStates.Parked
                : state != SubmissionState.Posted ? PlantMonthStates.Calculating
                : openGaps > 0 ? PlantMonthStates.PostedWithGaps
                : row.GetBoolean("nil") ? PlantMonthStates.Nil
                : PlantMonthStates.Complete
        );
    }
}
