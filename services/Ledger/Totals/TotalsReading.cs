using System.Text.Json.Serialization;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>On how much of what is expected an answer rests.</summary>
/// <param name="PlantMonthsExpected">Plants times months for which they report, and what was posted beyond that.</param>
/// <param name="PlantMonthsPosted">Of these, how many stand on the ledger.</param>
/// <param name="OpenGaps">Results that are missing, each with its reason in its entry.</param>
/// <param name="Closed">Whether every month is closed.</param>
/// <param name="SourcesUnplaced">
/// Where a boundary was asked for: sources with lines that it may hold, of which no record has come that says what they are. Their
/// lines are in no boundary but enterprise; 0 when nothing is missing for that reason.
/// </param>
internal sealed record Coverage(
    int PlantMonthsExpected,
    int PlantMonthsPosted,
    int OpenGaps,
    bool Closed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SourcesUnplaced = null
);

/// <summary>
/// Reads what a question needs: the roll-up for the group and its units, the plant-months' arrays for anything finer, and for an
/// earlier position the present less the postings since.
/// </summary>
internal static class TotalsReading
{
    public static async Task<Tallied> SumsAsync(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        var tally = new Tally(question, scope, view);
        var plants = WithReceivers(view, scope.Plants(question.From, question.To));
        var isCoarse = !question.Asks(~(Dimensions.Month | Dimensions.Unit)) && scope.Plant is null;
        // The roll-up has no sources and no factor sets, so it cannot say what a boundary holds or what errs together. It follows the present organisation; where plants have moved since, only their own rows tell what was then.
        if (
            isCoarse
            && question.Boundary is null
            && !question.WithComposition
            && (view.IsPresent || view.Organisation.HasSameHomesAs(view.PresentOrganisation))
        )
            await AddRollUpAsync(tally, view, question, scope, cancellationToken);
        else
            await AddPlantMonthsAsync(tally, view, question, plants, cancellationToken);
        if (!view.IsPresent)
            await TakeAwayPostingsSinceAsync(tally, view, question, plants, cancellationToken);
        return tally.Result();
    }

    public static async Task<Coverage> CoverageAsync(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        await using var read = new NpgsqlCommand(
            view.IsPresent
                ? "SELECT plant, array_agg(month), array_agg(open_gaps) FROM plant_month WHERE month BETWEEN $1 AND $2 AND ($3::text IS NULL OR plant = $3) GROUP BY plant"
                : """
                SELECT plant, array_agg(month), array_agg(open_gaps)
                FROM (SELECT DISTINCT ON (plant, month) plant, month, open_gaps FROM entry
                      WHERE month BETWEEN $1 AND $2 AND sequence <= $4 AND ($3::text IS NULL OR plant = $3) ORDER BY plant, month, sequence DESC) AS newest
                GROUP BY plant
                """,
            view.Connection
        )
        {
            Parameters =
            {
                Value(question.From.Index),
                Value(question.To.Index),
                new NpgsqlParameter
                {
                    Value = (object?)scope.Plant ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
                },
            },
        };
        if (!view.IsPresent)
            read.Parameters.Add(Value(view.Position.Sequence));

        var (posted, openGaps, unexpected) = (0, 0, 0);
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (plant, months, gaps) = (
                    reader.GetString(0),
                    reader.GetFieldValue<int[]>(1),
                    reader.GetFieldValue<int[]>(2)
                );
                var shape = view.Organisation.ShapeOf(plant);
                for (var i = 0; i < months.Length; i++)
                {
                    if (!scope.Has(plant, months[i]))
                        continue;
                    posted++;
                    openGaps += gaps[i];
                    if (shape?.ReportsIn(months[i]) != true)
                        unexpected++;
                }
            }
        }
        return new Coverage(Expected(view, question, scope) + unexpected, posted, openGaps, Closed: false);
    }

    /// <summary>Plant-months for which the organisation expects a sheet: plants that never posted are expected too.</summary>
    private static int Expected(LedgerView view, TotalsQuestion question, Scope scope)
    {
        var expected = 0;
        foreach (var (plant, shape) in view.Organisation.Plants())
        {
            if (scope.Plant is not null && scope.Plant != plant)
                continue;
            var first = Math.Max(question.From.Index, shape.FromMonth);
            var last = Math.Min(question.To.Index, shape.ToMonth ?? int.MaxValue);
            if (scope.Unit is null)
                expected += Math.Max(0, last - first + 1);
            else
                for (var month = first; month <= last; month++)
                    expected += shape.Home.UnitIn(month) == scope.Unit ? 1 : 0;
        }
        return expected;
    }

    /// <summary>Plants of the set and those that were supplied by them: their lines are taken off where the supplier stands.</summary>
    private static string[]? WithReceivers(LedgerView view, IReadOnlyCollection<string>? plants) =>
        plants is null
            ? null
            : [.. plants.Concat(view.Catalogue.ReceiversFrom(plants)).Distinct(StringComparer.Ordinal)];

    private static async Task AddRollUpAsync(
        Tally tally,
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        var byMonth = question.Asks(Dimensions.Month);
        var sql = $"""
            SELECT {(
                byMonth ? "month" : "0"
            )}, unit, counterparty_unit, category, basis, measure, sum(amount), sum(measured_amount), sum(verified_amount), sum(line_count)
            FROM rollup WHERE month BETWEEN $1 AND $2 AND line_count > 0 {(
                scope.Unit is null ? "" : "AND (unit = $3 OR counterparty_unit = $3)"
            )}
            GROUP BY {(byMonth ? "month, " : "")}unit, counterparty_unit, category, basis, measure
            """;
        await using var read = new NpgsqlCommand(sql, view.Connection)
        {
            Parameters = { Value(question.From.Index), Value(question.To.Index) },
        };
        if (scope.Unit is not null)
            read.Parameters.Add(Value(scope.Unit));
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tally.Add(
                reader.GetInt32(0),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetString(5),
                reader.GetDecimal(6),
                reader.GetDecimal(7),
                reader.GetDecimal(8),
                reader.GetInt64(9)
            );
        }
    }

    private static async Task AddPlantMonthsAsync(
        Tally tally,
        LedgerView view,
        TotalsQuestion question,
        string[]? plants,
        CancellationToken cancellationToken
    )
    {
        await using var list = new NpgsqlCommand(
            "SELECT plant, month, sequence FROM plant_month WHERE month BETWEEN $1 AND $2"
                + (plants is null ? "" : " AND plant = ANY ($3)"),
            view.Connection
        )
        {
            Parameters = { Value(question.From.Index), Value(question.To.Index) },
        };
        if (plants is not null)
            list.Parameters.Add(Value(plants));

        var missing = new List<(string Plant, int Month)>();
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (plant, month, sequence) = (reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2));
                if (view.Catalogue.MonthLines.Find(plant, month, sequence) is { } lines)
                    tally.Add(plant, month, lines);
                else
                    missing.Add((plant, month));
            }
        }
        if (missing.Count > 0)
            await ReadMissingAsync(tally, view, missing, cancellationToken);
    }

    private static async Task ReadMissingAsync(
        Tally tally,
        LedgerView view,
        List<(string Plant, int Month)> missing,
        CancellationToken cancellationToken
    )
    {
        await using var read = new NpgsqlCommand(
            """
            SELECT plant, month, m.sequence, array_send(m.line_ids), array_send(m.amounts), array_send(m.provenance_ids)
            FROM unnest($1, $2) AS wanted (plant, month) JOIN plant_month m USING (plant, month)
            """,
            view.Connection
        )
        {
            Parameters = { Column(missing, month => month.Plant), Column(missing, month => month.Month) },
        };
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (plant, month) = (reader.GetString(0), reader.GetInt32(1));
            var ids = reader.GetFieldValue<byte[]>(3);
            var count = PostgresBinary.ArrayLength(ids);
            var lines = new MonthLines(reader.GetInt64(2), new int[count], new Int128[count], new int[count]);
            PostgresBinary.ReadIntegers(ids, lines.LineIds);
            PostgresBinary.ReadMillionths(reader.GetFieldValue<byte[]>(4), lines.Amounts);
            PostgresBinary.ReadIntegers(reader.GetFieldValue<byte[]>(5), lines.ProvenanceIds);
            view.Catalogue.MonthLines.Keep(plant, month, lines);
            tally.Add(plant, month, lines);
        }
    }

    private static async Task TakeAwayPostingsSinceAsync(
        Tally tally,
        LedgerView view,
        TotalsQuestion question,
        string[]? plants,
        CancellationToken cancellationToken
    )
    {
        await using var read = new NpgsqlCommand(
            "SELECT e.month, p.line_id, p.provenance_id, p.amount, p.reverses_sequence IS NOT NULL FROM entry e JOIN posting p USING (sequence) WHERE e.month BETWEEN $1 AND $2 AND e.sequence > $3 AND p.sequence > $3"
                + (plants is null ? "" : " AND e.plant = ANY ($4)"),
            view.Connection
        )
        {
            Parameters = { Value(question.From.Index), Value(question.To.Index), Value(view.Position.Sequence) },
        };
        if (plants is not null)
            read.Parameters.Add(Value(plants));

        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var lineId = reader.GetInt32(1);
            tally.Add(
                view.Lines[lineId]!.Plant,
                reader.GetInt32(0),
                lineId,
                -Sum.ToMillionths(reader.GetDecimal(3)),
                reader.GetInt32(2),
                reader.GetBoolean(4) ? 1 : -1
            );
        }
    }
}
