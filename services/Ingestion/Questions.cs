using Npgsql;

namespace CarbonPlatform.Ingestion;

/// <summary>
/// Several questions to the database in one round trip, each with what becomes of the rows of its own answer, so that
/// no answer has to be found by its place among the others. Each sees what was committed before it began.
/// </summary>
internal sealed class Questions
{
    private readonly List<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> OnRow)> _all = [];

    /// <summary>Asks for rows.</summary>
    public Questions Ask(NpgsqlBatchCommand command, Action<NpgsqlDataReader> onRow)
    {
        _all.Add((command, onRow));
        return this;
    }

    /// <summary>Waits for a lock, or does something else whose rows tell nothing.</summary>
    public Questions First(string sql) => Ask(new NpgsqlBatchCommand(sql), _ => { });

    /// <summary>Sends them in the order in which they were asked.</summary>
    public async Task AnswerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (command, _) in _all)
            batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var (_, onRow) in _all)
        {
            while (await reader.ReadAsync(cancellationToken))
                onRow(reader);
            await reader.NextResultAsync(cancellationToken);
        }
    }
}
