using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// Reads what has no figure, and why: a total that lacks something says what. They are the gaps that coverage counts.
/// </summary>
internal static class GapReading
{
    private const string PresentSql = """
        SELECT m.plant, m.month, g.category, g.basis, g.measure, g.kind, count(*)
        FROM plant_month m
            CROSS JOIN LATERAL jsonb_to_recordset(m.gaps) AS g (category text, basis text, measure text, kind text)
        WHERE m.month BETWEEN $1 AND $2 AND ($3::text IS NULL OR m.plant = $3)
            AND m.open_gaps + m.gaps_not_blocking > 0
        GROUP BY 1, 2, 3, 4, 5, 6
        """;

    private const string EarlierSql = """
        SELECT e.plant, e.month, g.category, g.basis, g.measure, g.kind, sum(CASE WHEN g.opened THEN 1 ELSE -1 END)
        FROM entry e JOIN entry_gap g USING (sequence)
        WHERE e.month BETWEEN $1 AND $2 AND ($3::text IS NULL OR e.plant = $3) AND e.sequence <= $4
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(CASE WHEN g.opened THEN 1 ELSE -1 END) > 0
        """;

    /// <summary>The gaps in order of what they are of.</summary>
    public static async Task<IReadOnlyList<TotalsGap>> ReadAsync(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        TotalsCoverage coverage,
        CancellationToken cancellationToken
    )
    {
        if (coverage.OpenGaps + coverage.GapsNotBlocking == 0)
            return [];
        await using var read = new NpgsqlCommand(view.IsPresent ? PresentSql : EarlierSql, view.Connection)
        {
            Parameters = { Value(question.From), Value(question.To), Value(scope.Plant) },
        };
        if (!view.IsPresent)
            read.Parameters.Add(Value(view.Position.Sequence));

        var counts = new Dictionary<(string Category, string? Basis, string Measure, string Kind), long>();
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var plant = view.Catalogue.PlantOf(reader.GetString(0));
            if (!scope.Has(plant, Month.FromIndex(reader.GetInt32(1))))
                continue;
            var gap = (
                reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5)
            );
            counts[gap] = counts.GetValueOrDefault(gap) + reader.GetInt64(6);
        }
        return
        [
            .. counts
                .OrderBy(gap => gap.Key.Category, StringComparer.Ordinal)
                .ThenBy(gap => gap.Key.Basis, StringComparer.Ordinal)
                .ThenBy(gap => gap.Key.Measure, StringComparer.Ordinal)
                .ThenBy(gap => gap.Key.Kind, StringComparer.Ordinal)
                .Select(gap => new TotalsGap(
                    gap.Key.Category,
                    gap.Key.Basis,
                    gap.Key.Measure,
                    gap.Key.Kind,
                    (int)gap.Value
                )),
        ];
    }
}
