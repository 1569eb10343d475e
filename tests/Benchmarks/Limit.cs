using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// The least that anybody could do with the same sheets: the body and its postings in one plain transaction each, over
/// four connections.
/// </summary>
internal static class Limit
{
    private const int Connections = 4;

    public static async Task<double> RunAsync(RunningPlatform platform, IReadOnlyList<byte[]> bodies, int year)
    {
        var (ids, amounts) = await PostingsAsync(platform, year);
        await ExecuteAsync(platform, "postgres", "DROP DATABASE IF EXISTS benchmark_limit WITH (FORCE)");
        await ExecuteAsync(platform, "postgres", "CREATE DATABASE benchmark_limit");
        await ExecuteAsync(
            platform,
            "benchmark_limit",
            "CREATE TABLE sheet (id bigint PRIMARY KEY, body bytea NOT NULL); CREATE TABLE posting (sheet "
                + "bigint NOT NULL, line integer NOT NULL, amount numeric NOT NULL, quantity numeric NOT NULL); "
                + "CREATE INDEX ON posting (sheet)"
        );
        await using var source = platform.Open("benchmark_limit");
        var waiting = new ConcurrentQueue<int>(Enumerable.Range(0, bodies.Count));
        var timer = Stopwatch.StartNew();
        await Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(async _ =>
                {
                    await using var connection = await source.OpenConnectionAsync();
                    while (waiting.TryDequeue(out var i))
                    {
                        await using var transaction = await connection.BeginTransactionAsync();
                        await using var batch = new NpgsqlBatch(connection, transaction)
                        {
                            BatchCommands =
                            {
                                new NpgsqlBatchCommand("INSERT INTO sheet VALUES ($1, $2)")
                                {
                                    Parameters =
                                    {
                                        new NpgsqlParameter<long> { TypedValue = i },
                                        new NpgsqlParameter<byte[]> { TypedValue = bodies[i] },
                                    },
                                },
                                new NpgsqlBatchCommand(
                                    "INSERT INTO posting SELECT $1, line, amount, amount FROM unnest($2, $3) "
                                        + "AS given (line, amount)"
                                )
                                {
                                    Parameters =
                                    {
                                        new NpgsqlParameter<long> { TypedValue = i },
                                        new NpgsqlParameter<int[]> { TypedValue = ids },
                                        new NpgsqlParameter<decimal[]> { TypedValue = amounts },
                                    },
                                },
                            },
                        };
                        await batch.ExecuteNonQueryAsync();
                        await transaction.CommitAsync();
                    }
                })
        );
        var rate = bodies.Count / timer.Elapsed.TotalSeconds;
        Report.Note(
            $"limit: {bodies.Count} sheets of {ids.Length} postings, one transaction each, {Connections} "
                + $"connections: {rate:F0}/s"
        );
        await ExecuteAsync(platform, "postgres", "DROP DATABASE benchmark_limit WITH (FORCE)");
        return rate;
    }

    /// <summary>Postings of one of the sheets, as the ledger has them.</summary>
    private static async Task<(int[] Ids, decimal[] Amounts)> PostingsAsync(RunningPlatform platform, int year)
    {
        await using var source = platform.Open("ledger");
        await using var command = source.CreateCommand(
            "SELECT line_id, amount FROM posting WHERE sequence = "
                + "(SELECT max(sequence) FROM entry WHERE month = "
                + $"{new CarbonPlatform.Quantities.Month(year, 6).Index})"
        );
        await using var reader = await command.ExecuteReaderAsync();
        var (ids, amounts) = (new List<int>(), new List<decimal>());
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt32(0));
            amounts.Add(reader.GetDecimal(1));
        }

        return ([.. ids], [.. amounts]);
    }

    private static async Task ExecuteAsync(RunningPlatform platform, string database, string sql)
    {
        await using var source = platform.Open(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
