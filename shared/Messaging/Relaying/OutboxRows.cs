using Npgsql;

namespace CarbonPlatform.Messaging.Relaying;

/// <summary>An event claimed by this relay.</summary>
internal sealed record ClaimedEvent(long Id, int Attempts, OutgoingEvent Event);

/// <summary>A publish that failed, and when the row may be tried again.</summary>
internal sealed record FailedEvent(long Id, string Error, TimeSpan Delay);

/// <summary>How full the outbox is.</summary>
/// <param name="Depth">Rows.</param>
/// <param name="OldestAge">Age of the oldest row.</param>
/// <param name="LongestDue">How long the row that could longest have been claimed has been waiting for it.</param>
internal sealed record OutboxStanding(long Depth, TimeSpan OldestAge, TimeSpan LongestDue);

/// <summary>
/// The relay's statements. Each is a transaction of its own: nothing is locked while the broker is waited for. The
/// lease is also the token that shows
/// whose claim it is: a relay that was overtaken changes nothing any more.
/// </summary>
internal sealed class OutboxRows(NpgsqlDataSource database)
{
    // Rows never tried go first: however many fail again and again, they delay only themselves.
    private const string Claim = """
        UPDATE outbox SET leased_until = now() + $2
        WHERE event_id = ANY (ARRAY (
            SELECT event_id FROM outbox WHERE leased_until IS NULL OR leased_until <= now()
            ORDER BY attempts, event_id LIMIT $1 FOR UPDATE SKIP LOCKED))
        RETURNING event_id, attempts, leased_until
        """;

    private const string Read = "SELECT id, type, body, traceparent FROM event WHERE id = ANY ($1)";

    private const string Confirm = "DELETE FROM outbox WHERE event_id = ANY ($1) AND leased_until = $2";

    private const string Postpone = """
        UPDATE outbox SET attempts = attempts + 1, last_error = failed.error, leased_until = now() + failed.delay
        FROM unnest($1::bigint[], $2::text[], $3::interval[]) AS failed (event_id, error, delay)
        WHERE outbox.event_id = failed.event_id AND outbox.leased_until = $4
        """;

    private const string Measure = """
        SELECT count(*),
            coalesce(now() - min(enqueued_at), interval '0'),
            coalesce(
                now() - min(greatest(leased_until, enqueued_at))
                    FILTER (WHERE leased_until IS NULL OR leased_until <= now()),
                interval '0')
        FROM outbox
        """;

    /// <summary>Claims what is due, the least tried and oldest first, and reads it.</summary>
    /// <returns>The events and the end of their lease.</returns>
    public async Task<(IReadOnlyList<ClaimedEvent> Events, DateTimeOffset Lease)> ClaimAsync(
        int atMost,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var attempts = new Dictionary<long, int>();
        DateTimeOffset until = default;
        await using (var claim = new NpgsqlCommand(Claim, connection))
        {
            claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atMost });
            claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
            await using var reader = await claim.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                attempts.Add(reader.GetInt64(0), reader.GetInt32(1));
                until = reader.GetFieldValue<DateTimeOffset>(2);
            }
        }

        if (attempts.Count == 0)
            return ([], until);

        var events = new List<ClaimedEvent>(attempts.Count);
        await using var read = new NpgsqlCommand(Read, connection);
        read.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. attempts.Keys] });
        await using var rows = await read.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var id = rows.GetInt64(0);
            var traceParent = await rows.IsDBNullAsync(3, cancellationToken) ? null : rows.GetString(3);
            events.Add(
                new ClaimedEvent(
                    id,
                    attempts[id],
                    new OutgoingEvent(rows.GetString(1), rows.GetFieldValue<byte[]>(2), traceParent)
                )
            );
        }

        events.Sort((a, b) => a.Id.CompareTo(b.Id));
        return (events, until);
    }

    /// <summary>Removes what the broker has confirmed.</summary>
    public async Task ConfirmAsync(
        IReadOnlyCollection<long> ids,
        DateTimeOffset lease,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(Confirm);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. ids] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = lease });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Puts off what failed; every row by its own delay.</summary>
    public async Task PostponeAsync(
        IReadOnlyCollection<FailedEvent> failed,
        DateTimeOffset lease,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(Postpone);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. failed.Select(f => f.Id)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. failed.Select(f => f.Error)] });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. failed.Select(f => f.Delay)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = lease });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Measures the outbox.</summary>
    public async Task<OutboxStanding> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Measure);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OutboxStanding(
            reader.GetInt64(0),
            reader.GetFieldValue<TimeSpan>(1),
            reader.GetFieldValue<TimeSpan>(2)
        );
    }
}
