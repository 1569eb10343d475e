using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// Reads what a question needs: the roll-up for the group and its units, the plant-months' arrays for anything finer,
/// and for an earlier position the present less the postings since.
/// </summary>
internal static class TotalsReading
{
    public static async Task<Answer<Tallied>> SumsAsync(
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        int mostRows,
        CancellationToken cancellationToken
    )
    {
        var tally = new Tally(question, scope, view, mostRows, cancellationToken);
        var plants = WithReceivers(view, scope.Plants(question.From, question.To));
        if (RollUpCanTell(view, question, scope))
            await AddRollUpAsync(tally, view, question, scope, cancellationToken);
        else
            await AddPlantMonthsAsync(tally, view, question, plants, cancellationToken);
        if (!view.IsPresent)
            await TakeAwayPostingsSinceAsync(tally, view, question, plants, cancellationToken);
        return tally.Result();
    }

    /// <summary>Whether the sums of units and months are enough, so that not a single line need be read.</summary>
    private static bool RollUpCanTell(LedgerView view, TotalsQuestion question, Scope scope)
    {
        // It has nothing finer than units and months,
        if (scope.Plant is not null || question.Asks(Dimensions.FinerThanUnits))
            return false;
        // no sources, of whose kind it depends what a boundary holds, and no factor sets, which err together.
        if (question.Boundary is not null || question.WithComposition)
            return false;
        // It follows the present organisation; where plants have moved since, only their own rows tell what was then.
        return view.IsPresent || view.Organisation.HasSameHomesAs(view.PresentOrganisation);
    }

    /// <summary>
    /// Plants of the set and those that were supplied by them: their lines are taken off where the supplier stands.
    /// </summary>
    private static PlantCode[]? WithReceivers(LedgerView view, IReadOnlyCollection<PlantCode>? plants) =>
        plants is null ? null : [.. plants.Concat(view.Catalogue.ReceiversFrom(plants)).Distinct()];

    private static async Task AddRollUpAsync(
        Tally tally,
        LedgerView view,
        TotalsQuestion question,
        Scope scope,
        CancellationToken cancellationToken
    )
    {
        var month = question.Asks(Dimensions.Month) ? "month" : "NULL::int";
        var ofUnit = scope.OrgUnit is null ? "" : "AND (unit = $3 OR counterparty_unit = $3)";
        await using var read = new NpgsqlCommand(
            $"""
            SELECT {month}, unit, counterparty_unit, category, basis, measure,
                sum(amount), sum(measured_amount), sum(verified_amount), sum(disputed_amount), sum(provisional_amount),
                sum(carried_amount), sum(line_count), sum(sold_lines), sum(kept_lines)
            FROM rollup WHERE month BETWEEN $1 AND $2 AND line_count > 0 {ofUnit}
            GROUP BY 1, unit, counterparty_unit, category, basis, measure
            """,
            view.Connection
        )
        {
            Parameters = { Value(question.From), Value(question.To) },
        };
        if (scope.OrgUnit is { } orgUnit)
            read.Parameters.Add(Value(orgUnit));
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            tally.Add(ReadRolledUp(reader));
    }

    private static RolledUp ReadRolledUp(NpgsqlDataReader row) =>
        new(
            row.IsDBNull(0) ? null : Month.FromIndex(row.GetInt32(0)),
            row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.GetString(5),
            new BackedSum(
                BackedSum.ToMillionths(row.GetDecimal(6)),
                BackedSum.ToMillionths(row.GetDecimal(7)),
                BackedSum.ToMillionths(row.GetDecimal(8)),
                BackedSum.ToMillionths(row.GetDecimal(9)),
                BackedSum.ToMillionths(row.GetDecimal(10)),
                BackedSum.ToMillionths(row.GetDecimal(11)),
                row.GetInt64(12),
                row.GetInt64(13),
                row.GetInt64(14)
            )
        );

    private static async Task AddPlantMonthsAsync(
        Tally tally,
        LedgerView view,
        TotalsQuestion question,
        PlantCode[]? plants,
        CancellationToken cancellationToken
    )
    {
        await using var list = new NpgsqlCommand(
            "SELECT plant, month, sequence FROM plant_month WHERE month BETWEEN $1 AND $2"
                + (plants is null ? "" : " AND plant = ANY ($3)"),
            view.Connection
        )
        {
            Parameters = { Value(question.From), Value(question.To) },
        };
        if (plants is not null)
            list.Parameters.Add(Column(plants, plant => plant));

        var missing = new List<(PlantCode Plant, Month Month)>();
        await using (var reader = await list.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (plant, month) = (view.Catalogue.PlantOf(reader.GetString(0)), Month.FromIndex(reader.GetInt32(1)));
                if (view.Catalogue.MonthLines.Find(plant, month, reader.GetInt64(2)) is { } lines)
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
        List<(PlantCode Plant, Month Month)> missing,
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
            var (plant, month) = (view.Catalogue.PlantOf(reader.GetString(0)), Month.FromIndex(reader.GetInt32(1)));
            var lines = new MonthLines(
                reader.GetInt64(2),
                PostgresBinary.ReadIntegers(reader.GetFieldValue<byte[]>(3)),
                PostgresBinary.ReadMillionthsArray(reader.GetFieldValue<byte[]>(4)),
                PostgresBinary.ReadIntegers(reader.GetFieldValue<byte[]>(5))
            );
            view.Catalogue.MonthLines.Keep(plant, month, lines);
            tally.Add(plant, month, lines);
        }
    }

    private static async Task TakeAwayPostingsSinceAsync(
        Tally tally,
        LedgerView view,
        TotalsQuestion question,
        PlantCode[]? plants,
        CancellationToken cancellationToken
    )
    {
        var ofPlants = plants is null ? "" : "AND e.plant = ANY ($4)";
        await using var read = new NpgsqlCommand(
            $"""
            SELECT e.month, p.line_id, p.provenance_id, p.amount, p.reverses_sequence IS NOT NULL
            FROM entry e JOIN posting p USING (sequence)
            WHERE e.month BETWEEN $1 AND $2 AND e.sequence > $3 AND p.sequence > $3 {ofPlants}
            """,
            view.Connection
        )
        {
            Parameters = { Value(question.From), Value(question.To), Value(view.Position.Sequence) },
        };
        if (plants is not null)
            read.Parameters.Add(Column(plants, plant => plant));

        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var lineId = reader.GetInt32(1);
            tally.Add(
                view.Lines[lineId]!.Plant,
                Month.FromIndex(reader.GetInt32(0)),
                new CountedLine(
                    lineId,
                    -BackedSum.ToMillionths(reader.GetDecimal(3)),
                    reader.GetInt32(2),
                    Lines: reader.GetBoolean(4) ? 1 : -1
                )
            );
        }
    }
}
