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
        SELECT plant, array_agg(month), array_agg(open_gaps), array_agg(gaps_not_blocking),
            array_agg(coalesce(reading_count, 1))
        FROM plant_month
        WHERE month BETWEEN $1 AND $2 AND ($3::text IS NULL OR plant = $3) GROUP BY plant
        """;

    private const string EarlierSql = """
        SELECT plant, array_agg(month), array_agg(open_gaps), array_agg(gaps_not_blocking),
            array_agg(coalesce(reading_count, 1))
        FROM (SELECT DISTINCT ON (plant, month) plant, month, open_gaps, gaps_not_blocking, reading_count FROM entry
              WHERE month BETWEEN $1 AND $2 AND sequence <= $4 AND ($3::text IS NULL OR plant = $3)
              ORDER BY plant, month, sequence DESC) AS newest
        GROUP BY plant
        """;

    /// <summary>Reads the coverage.</summary>
    /// <param name="view">The ledger.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="scope">Of which plants.</param>
    /// <param name="current">
    /// The month in which the position was recorded: nobody expects a later one. It goes by the position and not by the
    /// clock, so that the answer as of a position is the same whenever it is asked for.
    /// </param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<TotalsCoverage> ReadAsync(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        Month current,
        CancellationToken cancellationToken
    )
    {
        await using var read = new NpgsqlCommand(view.IsPresent ? PresentSql : EarlierSql, view.Connection)
        {
            Parameters = { Value(question.From), Value(question.To), Value(scope.Plant) },
        };
        if (!view.IsPresent)
            read.Parameters.Add(Value(view.Position.Sequence));

        var (posted, withdrawn, openGaps, notBlocking, unexpected) = (0, 0, 0, 0, 0);
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var plant = view.Catalogue.PlantOf(reader.GetString(0));
                var months = reader.GetFieldValue<int[]>(1);
                var gaps = reader.GetFieldValue<int[]>(2);
                var others = reader.GetFieldValue<int[]>(3);
                var readings = reader.GetFieldValue<int[]>(4);
                var shape = view.Organisation.ShapeOf(plant);
                for (var i = 0; i < months.Length; i++)
                {
                    var month = Month.FromIndex(months[i]);
                    if (!scope.Has(plant, month))
                        continue;
                    openGaps += gaps[i];
                    notBlocking += others[i];
                    var isExpected = month <= current && shape?.ReportsIn(month) == true;
                    if (readings[i] == 0)
                    {
                        // What nobody expects and nobody reports is nothing.
                        withdrawn += isExpected ? 1 : 0;
                        continue;
                    }
                    posted++;
                    unexpected += isExpected ? 0 : 1;
                }
            }
        }
        var (expected, notBegun) = Expected(view, question, scope, current);
        expected += unexpected;
        return new TotalsCoverage(
            expected,
            posted,
            openGaps,
            Closed: false,
            GapsNotBlocking: notBlocking,
            PlantMonthsNotReported: expected - posted - withdrawn,
            PlantMonthsWithdrawn: withdrawn,
            PlantMonthsNotBegun: notBegun
        );
    }

    /// <summary>
    /// Plant-months for which the organisation expects a sheet, and those that have not begun: plants that never posted
    /// are expected too.
    /// </summary>
    private static (int Expected, int NotBegun) Expected(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        Month current
    )
    {
        var (all, begun) = (0, 0);
        foreach (var (plant, shape) in view.Organisation.Plants())
        {
            if (scope.Plant is not null && scope.Plant != plant)
                continue;
            var first = shape.From > question.From ? shape.From : question.From;
            var last = shape.To is { } to && to < question.To ? to : question.To;
            all += Count(shape, first, last);
            begun += Count(shape, first, last < current ? last : current);
        }
        return (begun, all - begun);

        int Count(PlantShape shape, Month first, Month last) =>
            scope.OrgUnit is { } orgUnit
                ? Month.Range(first, last).Count(month => shape.Home.UnitIn(month) == orgUnit)
                : Math.Max(0, last - first + 1);
    }
}
