using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>Reads on how much of what is expected an answer rests.</summary>
internal static class CoverageReading
{
    private const string PresentSql = """
        SELECT plant, array_agg(month), array_agg(open_gaps), array_agg(gaps_not_blocking) FROM plant_month
        WHERE month BETWEEN $1 AND $2 AND ($3::text IS NULL OR plant = $3) GROUP BY plant
        """;

    private const string EarlierSql = """
        SELECT plant, array_agg(month), array_agg(open_gaps), array_agg(gaps_not_blocking)
        FROM (SELECT DISTINCT ON (plant, month) plant, month, open_gaps, gaps_not_blocking FROM entry
              WHERE month BETWEEN $1 AND $2 AND sequence <= $4 AND ($3::text IS NULL OR plant = $3)
              ORDER BY plant, month, sequence DESC) AS newest
        GROUP BY plant
        """;

    public static async Task<TotalsCoverage> ReadAsync(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        await using var read = new NpgsqlCommand(view.IsPresent ? PresentSql : EarlierSql, view.Connection)
        {
            Parameters = { Value(question.From), Value(question.To), Value(scope.Plant) },
        };
        if (!view.IsPresent)
            read.Parameters.Add(Value(view.Position.Sequence));

        var (posted, openGaps, notBlocking, unexpected) = (0, 0, 0, 0);
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var plant = view.Catalogue.PlantOf(reader.GetString(0));
                var months = reader.GetFieldValue<int[]>(1);
                var gaps = reader.GetFieldValue<int[]>(2);
                var others = reader.GetFieldValue<int[]>(3);
                var shape = view.Organisation.ShapeOf(plant);
                for (var i = 0; i < months.Length; i++)
                {
                    var month = Month.FromIndex(months[i]);
                    if (!scope.Has(plant, month))
                        continue;
                    posted++;
                    openGaps += gaps[i];
                    notBlocking += others[i];
                    if (shape?.ReportsIn(month) != true)
                        unexpected++;
                }
            }
        }
        return new TotalsCoverage(
            Expected(view, question, scope) + unexpected,
            posted,
            openGaps,
            Closed: false,
            GapsNotBlocking: notBlocking
        );
    }

    /// <summary>
    /// Plant-months for which the organisation expects a sheet: plants that never posted are expected too.
    /// </summary>
    private static int Expected(LedgerView view, TotalsQuestion question, Scope scope)
    {
        var expected = 0;
        foreach (var (plant, shape) in view.Organisation.Plants())
        {
            if (scope.Plant is not null && scope.Plant != plant)
                continue;
            var first = shape.From > question.From ? shape.From : question.From;
            var last = shape.To is { } to && to < question.To ? to : question.To;
            expected += scope.OrgUnit is { } orgUnit
                ? Month.Range(first, last).Count(month => shape.Home.UnitIn(month) == orgUnit)
                : Math.Max(0, last - first + 1);
        }
        return expected;
    }
}
