using Npgsql;

namespace CarbonPlatform.Messaging;

/// <summary>
/// Records events in the caller's own transaction: what commits is published, what rolls back never was. The relay
/// sends after the commit.
/// </summary>
public static class Outbox
{
    /// <summary>
    /// The longest body that is accepted, in bytes: far above any sheet, far below what the broker refuses by closing
    /// the channel.
    /// </summary>
    public const int MaximumBodyBytes = 16 * 1024 * 1024;

    // Leases and ages are told by the database's clock alone, so that a service whose own clock is wrong disturbs
    // nobody.
    private const string AddOne = """
        WITH added AS (INSERT INTO event (type, body, traceparent, created_at) VALUES ($1, $2, $3, $4) RETURNING id),
        waiting AS (INSERT INTO outbox (event_id, attempts, enqueued_at) SELECT id, 0, now() FROM added)
        SELECT id FROM added
        """;

    private const string AddMany = """
        WITH added AS (
            INSERT INTO event (type, body, traceparent, created_at)
            SELECT type, body, traceparent, $4
            FROM unnest($1::text[], $2::bytea[], $3::text[]) WITH ORDINALITY AS given (type, body, traceparent, place)
            ORDER BY place
            RETURNING id),
        waiting AS (INSERT INTO outbox (event_id, attempts, enqueued_at) SELECT id, 0, now() FROM added)
        SELECT id FROM added ORDER BY id
        """;

    private const string Requeue = """
        INSERT INTO outbox (event_id, attempts, enqueued_at)
        SELECT id, 0, now() FROM event WHERE id = ANY ($1)
        ON CONFLICT (event_id) DO NOTHING
        """;

    /// <summary>
    /// Adds one event, recorded at <paramref name="now"/>, in one round trip. It exists when the caller's transaction
    /// commits.
    /// </summary>
    /// <returns>The event's id in table <c>event</c>.</returns>
    public static async Task<long> AddAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        OutgoingEvent outgoing,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(transaction);
        Check(outgoing);
        await using var command = new NpgsqlCommand(AddOne, connection, transaction);
        AddParameters(command.Parameters, outgoing, now);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// Adds many events, or none, recorded at <paramref name="now"/>, in one round trip. They exist when the caller's
    /// transaction commits.
    /// </summary>
    /// <returns>Their ids, in the order given.</returns>
    public static async Task<long[]> AddAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<OutgoingEvent> outgoing,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (outgoing.Count == 0)
            return [];
        await using var command = new NpgsqlCommand(AddMany, connection, transaction);
        AddParameters(command.Parameters, outgoing, now);

        // Ids were drawn in the order given.
        var ids = new long[outgoing.Count];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; await reader.ReadAsync(cancellationToken); i++)
            ids[i] = reader.GetInt64(0);
        return ids;
    }

    /// <summary>
    /// The statement behind <see cref="AddAsync(NpgsqlConnection, NpgsqlTransaction, OutgoingEvent, DateTimeOffset,
    /// CancellationToken)"/>, for a caller that sends it in a batch with its own. Its one row and column is the event's
    /// id.
    /// </summary>
    /// <param name="outgoing">The event.</param>
    /// <param name="now">When the service recorded it.</param>
    /// <returns>A command to be put into a batch that runs in the caller's transaction.</returns>
    public static NpgsqlBatchCommand AddCommand(OutgoingEvent outgoing, DateTimeOffset now)
    {
        Check(outgoing);
        var command = new NpgsqlBatchCommand(AddOne);
        AddParameters(command.Parameters, outgoing, now);
        return command;
    }

    /// <summary>
    /// The statement behind <see cref="AddAsync(NpgsqlConnection, NpgsqlTransaction, IReadOnlyList{OutgoingEvent},
    /// DateTimeOffset, CancellationToken)"/>, for a caller that sends it in a batch with its own. Its rows are the
    /// events' ids, in the order given.
    /// </summary>
    /// <param name="outgoing">The events; none is allowed.</param>
    /// <param name="now">When the service recorded them.</param>
    /// <returns>A command to be put into a batch that runs in the caller's transaction.</returns>
    public static NpgsqlBatchCommand AddCommand(IReadOnlyList<OutgoingEvent> outgoing, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(AddMany);
        AddParameters(command.Parameters, outgoing, now);
        return command;
    }

    /// <summary>
    /// Has stored events sent again, with the bytes they had. One that is still waiting to be sent is left as it is;
    /// ids that
    /// table <c>event</c> does not know are passed over.
    /// </summary>
    public static async Task RequeueAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        IReadOnlyCollection<long> eventIds,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Requeue, connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. eventIds] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddParameters(NpgsqlParameterCollection parameters, OutgoingEvent outgoing, DateTimeOffset now)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = outgoing.Type });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = outgoing.Body });
        parameters.Add(
            new NpgsqlParameter
            {
                Value = (object?)outgoing.TraceParent ?? DBNull.Value,
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
            }
        );
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
    }

    private static void AddParameters(
        NpgsqlParameterCollection parameters,
        IReadOnlyList<OutgoingEvent> outgoing,
        DateTimeOffset now
    )
    {
        foreach (var one in outgoing)
            Check(one);
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. outgoing.Select(e => e.Type)] });
        parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. outgoing.Select(e => e.Body)] });
        parameters.Add(new NpgsqlParameter<string?[]> { TypedValue = [.. outgoing.Select(e => e.TraceParent)] });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now.ToUniversalTime() });
    }

    private static void Check(OutgoingEvent outgoing)
    {
        if (string.IsNullOrWhiteSpace(outgoing.Type) || outgoing.Body.Length > MaximumBodyBytes)
            throw new ArgumentException(
                $"An event has a type and at most {MaximumBodyBytes} bytes, "
                    + $"not '{outgoing.Type}' with {outgoing.Body.Length}.",
                nameof(outgoing)
            );
    }
}
