using CarbonPlatform.Contracts;
using Npgsql;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What the writer reads to fill its memory, in the transaction that holds the lock on the head.</summary>
internal static class WriterReading
{
    /// <summary>Provenances, records and memberships as of the head. Lines follow plant by plant, when they are needed.</summary>
    public static async Task<WriterMemory> RecallAsync(NpgsqlConnection connection, CodeTable codes, EntryTree tree)
    {
        var memory = new WriterMemory(codes) { Sequence = tree.Size, Root = tree.Root() };
        await using var read = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT max(id) FROM line"),
                new NpgsqlBatchCommand(
                    "SELECT id, quality, method, factor_set, statuses, activity_uncertainty_percent, factor_uncertainty_percent FROM provenance ORDER BY id"
                ),
                new NpgsqlBatchCommand(
                    "SELECT DISTINCT ON (o.kind, o.code) o.kind, o.code, o.version, o.sequence, e.recorded_at FROM organisation_record o JOIN entry e USING (sequence) ORDER BY o.kind, o.code, o.version DESC"
                ),
                new NpgsqlBatchCommand("SELECT plant, from_month, unit FROM membership ORDER BY plant, from_month"),
            },
        };
        await using var reader = await read.ExecuteReaderAsync();

        await reader.ReadAsync();
        memory.StartAfter(await reader.IsDBNullAsync(0) ? null : reader.GetInt32(0));

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            memory.Learn(reader.GetInt32(0), ReadProvenance(reader));

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            memory.Learn(
                reader.GetString(0),
                reader.GetString(1),
                new AppliedRecord(reader.GetInt32(2), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4))
            );
        }

        await reader.NextResultAsync();
        var memberships = new List<(string Plant, int FromMonth, string Unit)>();
        while (await reader.ReadAsync())
            memberships.Add((reader.GetString(0), reader.GetInt32(1), reader.GetString(2)));
        foreach (var plant in memberships.GroupBy(membership => membership.Plant, StringComparer.Ordinal))
            memory.Learn(
                codes.NumberOf(plant.Key),
                PlantHome.Of([.. plant.Select(membership => (membership.FromMonth, membership.Unit))])
            );
        return memory;
    }

    /// <summary>The lines of plants that were not met before.</summary>
    public static async Task LearnLinesAsync(
        NpgsqlConnection connection,
        CodeTable codes,
        WriterMemory memory,
        string[] plants
    )
    {
        if (plants.Length == 0)
            return;
        foreach (var plant in plants)
            memory.Learn(codes.NumberOf(plant));
        await using var read = new NpgsqlCommand(
            "SELECT id, plant, source, process, activity, category, basis, measure, counterparty FROM line WHERE plant = ANY ($1) ORDER BY id",
            connection
        )
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = plants } },
        };
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            memory.Learn(
                reader.GetInt32(0),
                codes.NumberOf(reader.GetString(1)),
                new LineKey(
                    codes.NumberOf(reader.GetString(2)),
                    codes.NumberOf(reader.GetString(3)),
                    codes.NumberOf(reader.GetString(4)),
                    codes.NumberOf(reader.GetString(5)),
                    codes.NumberOf(Text(reader, 6)),
                    codes.NumberOf(reader.GetString(7)),
                    codes.NumberOf(Text(reader, 8))
                )
            );
        }
    }

    /// <summary>Plants with a line whose counterparty is that plant.</summary>
    public static async Task<HashSet<string>> PlantsWithCounterpartyAsync(
        NpgsqlConnection connection,
        string counterparty
    )
    {
        await using var read = new NpgsqlCommand("SELECT DISTINCT plant FROM line WHERE counterparty = $1", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = counterparty } },
        };
        await using var reader = await read.ExecuteReaderAsync();
        var plants = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
            plants.Add(reader.GetString(0));
        return plants;
    }

    /// <summary>A provenance from columns quality, method, factor_set, statuses and the two uncertainties, from the second on.</summary>
    private static Provenance ReadProvenance(NpgsqlDataReader row) =>
        new()
        {
            Quality = QualityCodes.Parse(row.GetString(1)),
            Method = row.GetString(2),
            FactorSet = Text(row, 3),
            Statuses = (LineStatuses)row.GetInt32(4),
            ActivityUncertaintyPercent = row.IsDBNull(5) ? null : row.GetDecimal(5),
            FactorUncertaintyPercent = row.IsDBNull(6) ? null : row.GetDecimal(6),
        };

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
