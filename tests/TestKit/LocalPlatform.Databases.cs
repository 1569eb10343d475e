using Npgsql;

namespace CarbonPlatform.TestKit;

/// <content>What stands in its databases.</content>
public partial class LocalPlatform
{
    /// <summary>Runs a statement as the superuser.</summary>
    public Task ExecuteAsync(string database, string sql, params object[] values) =>
        ScalarAsync<object?>(database, sql, values);

    /// <summary>The first value of the first row.</summary>
    public async Task<T?> ScalarAsync<T>(string database, string sql, params object[] values)
    {
        var rows = await RowsAsync(database, sql, values);
        return rows.Count == 0 || rows[0].Length == 0 || rows[0][0] is DBNull ? default : (T)rows[0][0];
    }

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<object[]>> RowsAsync(string database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        var rows = new List<object[]>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Waits until everything committed in a database has been sent.</summary>
    public Task OutboxEmptyAsync(string database) =>
        Eventually.ShouldAsync(
            async () => await ScalarAsync<long>(database, "SELECT count(*) FROM outbox") == 0,
            $"the outbox of {database} being empty"
        );

    /// <summary>
    /// What of the ledger's invariants does not hold: sums of postings, of the state and of the roll-up, and the
    /// sequence without a gap.
    /// </summary>
    public async Task<IReadOnlyList<string>> LedgerFaultsAsync()
    {
        var invariants = await AskInsideAsync("ledger", "/internal/invariants");
        List<string> faults = [.. invariants["faults"]!.AsArray().Select(fault => fault!.GetValue<string>())];
        if (!invariants["holds"]!.GetValue<bool>() && faults.Count == 0)
            faults.Add(invariants.ToJsonString());
        if (!await ScalarAsync<bool>("ledger", "SELECT count(*) = max(sequence) AND min(sequence) = 1 FROM entry"))
            faults.Add("the sequence of entries has a gap");
        return faults;
    }
}
