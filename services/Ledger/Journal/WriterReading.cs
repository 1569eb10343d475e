using CarbonPlatform.Quantities;
using CarbonPlatform.Record;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What the writer reads to fill its memory, in the transaction that holds the lock on the head.</summary>
internal static class WriterReading
{
    private const string RecordsSql = """
        SELECT DISTINCT ON (o.kind, o.code) o.kind, o.code, o.version, o.sequence, e.recorded_at
        FROM organisation_record o JOIN entry e USING (sequence)
        ORDER BY o.kind, o.code, o.version DESC
        """;

    /// <summary>
    /// Provenances, records and memberships as of the head. Lines follow plant by plant, when they are needed.
    /// </summary>
    public static async Task<WriterMemory> RecallAsync(NpgsqlConnection connection, CodeTable codes, EntryTree tree)
    {
        var memory = new WriterMemory(codes) { Position = new KnownPosition(tree.Size, tree.Root()) };
        await using var read = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT max(id) FROM line"),
                new NpgsqlBatchCommand($"SELECT {LineProvenance.Columns.Selected} FROM provenance ORDER BY id"),
                new NpgsqlBatchCommand(RecordsSql),
                new NpgsqlBatchCommand("SELECT plant, from_month, unit FROM membership ORDER BY plant, from_month"),
            },
        };
        await using var reader = await read.ExecuteReaderAsync();

        await reader.ReadAsync();
        memory.StartAfter(await reader.IsDBNullAsync(0) ? null : reader.GetInt32(0));

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var provenance = LineProvenance.Columns.Read(reader, new LineProvenance());
            memory.Learn(provenance.Id, provenance.ToProvenance());
        }

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
        var memberships = new List<(PlantCode Plant, Month From, string Unit)>();
        while (await reader.ReadAsync())
            memberships.Add(
                (PlantCode.Trusted(reader.GetString(0)), Month.FromIndex(reader.GetInt32(1)), reader.GetString(2))
            );
        foreach (var plant in memberships.GroupBy(membership => membership.Plant))
            memory.Learn(
                codes.NumberOf(plant.Key.Value),
                PlantHome.Of([.. plant.Select(membership => (membership.From, membership.Unit))])
            );
        return memory;
    }

    /// <summary>The lines of plants that were not met before.</summary>
    public static async Task LearnLinesAsync(
        NpgsqlConnection connection,
        CodeTable codes,
        WriterMemory memory,
        PlantCode[] plants
    )
    {
        if (plants.Length == 0)
            return;
        foreach (var plant in plants)
            memory.Learn(codes.NumberOf(plant.Value));

        await using var read = new NpgsqlCommand(
            $"SELECT {Line.Columns.Selected} FROM line WHERE plant = ANY ($1) ORDER BY id",
            connection
        )
        {
            Parameters = { Column(plants, plant => plant) },
        };
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var line = Line.Columns.Read(reader, new Line());
            memory.Learn(line.Id, codes.NumberOf(line.Plant.Value), LineKey.Of(line, codes));
        }
    }

    /// <summary>Plants with a line whose counterparty is that plant.</summary>
    public static async Task<HashSet<PlantCode>> PlantsWithCounterpartyAsync(
        NpgsqlConnection connection,
        PlantCode counterparty
    )
    {
        await using var read = new NpgsqlCommand("SELECT DISTINCT plant FROM line WHERE counterparty = $1", connection)
        {
            Parameters = { Value(counterparty) },
        };
        await using var reader = await read.ExecuteReaderAsync();
        var plants = new HashSet<PlantCode>();
        while (await reader.ReadAsync())
            plants.Add(PlantCode.Trusted(reader.GetString(0)));
        return plants;
    }
}
