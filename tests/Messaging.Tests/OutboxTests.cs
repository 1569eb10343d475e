using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Service)]
public sealed class OutboxTests
{
    private static readonly DateTimeOffset s_now = new(2024, 4, 2, 8, 30, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task An_event_is_stored_once_with_a_pending_row_beside_it()
    {
        await using var stage = await Stage.SetAsync();

        var id = await stage.CommitAsync(
            new OutgoingEvent(Events.Type, [0, 255, 10, 13], "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        );

        (
            await stage.ExecuteAsync(
                "SELECT concat_ws('|', type, encode(body, 'hex'), traceparent, attempts, last_error IS NULL, "
                    + "leased_until IS NULL) FROM event JOIN outbox ON event_id = id WHERE id = "
                    + id
            )
        ).ShouldBe("readings-accepted.v1|00ff0a0d|00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01|0|t|t");
    }

    [Fact]
    public async Task The_moment_is_kept_whatever_its_offset()
    {
        await using var stage = await Stage.SetAsync();
        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Outbox.AddAsync(connection, transaction, Events.Of("a"), s_now, default);
        await Outbox.AddAsync(connection, transaction, [Events.Of("b")], s_now, default);
        await transaction.CommitAsync();

        (await stage.ExecuteAsync("SELECT count(*) FROM event WHERE created_at = '2024-04-02 00:30:00+00'")).ShouldBe(
            2L
        );
    }

    [Fact]
    public async Task What_is_rolled_back_never_was()
    {
        await using var stage = await Stage.SetAsync();
        await using (var connection = await stage.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await Outbox.AddAsync(connection, transaction, Events.Of("a"), s_now, default);
            await Outbox.AddAsync(connection, transaction, [Events.Of("b"), Events.Of("c")], s_now, default);
        }

        (await stage.ExecuteAsync("SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM outbox)")).ShouldBe(0L);
    }

    [Fact]
    public async Task Many_events_take_one_round_trip_and_their_ids_come_in_the_order_given()
    {
        await using var stage = await Stage.SetAsync();
        var statements = new ConcurrentQueue<string>();
        var events = Enumerable
            .Range(0, 500)
            .Select(i =>
                Events.Of($"{i}", i % 2 == 0 ? Events.Type : Events.OtherType, i % 3 == 0 ? null : $"trace {i}")
            )
            .ToList();

        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        using (Listen(stage, statements))
        {
            var ids = await Outbox.AddAsync(connection, transaction, events, s_now, default);

            statements.Count.ShouldBe(1);
            await using var read = new NpgsqlCommand(
                "SELECT type, convert_from(body, 'UTF8'), traceparent "
                    + "FROM event JOIN outbox ON event_id = id ORDER BY array_position($1, id)",
                connection,
                transaction
            );
            read.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ids });
            await using var reader = await read.ExecuteReaderAsync();
            for (var i = 0; i < events.Count; i++)
            {
                (await reader.ReadAsync()).ShouldBeTrue();
                reader.GetString(0).ShouldBe(events[i].Type);
                reader.GetString(1).ShouldBe($"{i}");
                (await reader.IsDBNullAsync(2) ? null : reader.GetString(2)).ShouldBe(events[i].TraceParent);
            }

            (await reader.ReadAsync()).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task No_events_take_no_round_trip()
    {
        await using var stage = await Stage.SetAsync();
        var statements = new ConcurrentQueue<string>();
        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        using var listener = Listen(stage, statements);

        (await Outbox.AddAsync(connection, transaction, [], s_now, default)).ShouldBeEmpty();

        statements.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_statement_can_travel_in_the_callers_own_batch()
    {
        await using var stage = await Stage.SetAsync();
        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Outbox.AddCommand(Events.Of("first"), s_now));
        batch.BatchCommands.Add(Outbox.AddCommand(Events.Of("second"), s_now));
        batch.BatchCommands.Add(Outbox.AddCommand([Events.Of("third"), Events.Of("fourth")], s_now));

        var ids = new List<long>();
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            do
            {
                while (await reader.ReadAsync())
                    ids.Add(reader.GetInt64(0));
            } while (await reader.NextResultAsync());
        }

        await transaction.CommitAsync();
        (
            await stage.ExecuteAsync(
                "SELECT string_agg(convert_from(body, 'UTF8'), ' ' "
                    + $"ORDER BY array_position('{{{string.Join(',', ids)}}}'::bigint[], "
                    + $"id)) FROM event JOIN outbox ON event_id = id WHERE id IN ({string.Join(',', ids)})"
            )
        ).ShouldBe("first second third fourth");
    }

    [Fact]
    public async Task Sending_again_makes_a_pending_row_where_there_is_none_and_leaves_the_others()
    {
        await using var stage = await Stage.SetAsync();
        var sent = await stage.CommitAsync(Events.Of("sent"));
        var waiting = await stage.CommitAsync(Events.Of("waiting"));
        await stage.ExecuteAsync(
            $"DELETE FROM outbox WHERE event_id = {sent}; UPDATE outbox SET attempts = 3, "
                + $"last_error = 'x' WHERE event_id = {waiting}"
        );

        await using var connection = await stage.Database.OpenConnectionAsync();
        await Outbox.RequeueAsync(connection, null, [sent, waiting, 4711], default);

        (
            await stage.ExecuteAsync(
                "SELECT string_agg(concat_ws(':', event_id, attempts, last_error), ' ' ORDER BY event_id) FROM outbox"
            )
        ).ShouldBe($"{sent}:0 {waiting}:3:x");
    }

    [Fact]
    public async Task An_event_without_a_type_or_too_long_for_the_broker_is_refused()
    {
        await using var stage = await Stage.SetAsync();
        await using var connection = await stage.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await Should.ThrowAsync<ArgumentException>(() =>
            Outbox.AddAsync(connection, transaction, Events.Of("a", " "), s_now, default)
        );
        await Should.ThrowAsync<ArgumentException>(() =>
            Outbox.AddAsync(connection, transaction, [Events.Of("a", "")], s_now, default)
        );
        Should.Throw<ArgumentException>(() => Outbox.AddCommand([Events.Of("a", "")], s_now));
        Should.Throw<ArgumentException>(() =>
            Outbox.AddCommand(new OutgoingEvent(Events.Type, new byte[Outbox.MaximumBodyBytes + 1], null), s_now)
        );
    }

    [Fact]
    public void An_event_belongs_to_the_trace_it_was_made_in()
    {
        using var activity = new Activity("post").SetIdFormat(ActivityIdFormat.W3C).Start();

        new OutgoingEvent(Events.Type, []).TraceParent.ShouldBe(activity.Id);
    }

    private static ActivityListener Listen(Stage stage, ConcurrentQueue<string> statements)
    {
        var database = new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString).Database;
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // Other tests run beside this one.
                if (activity.Tags.Any(t => t.Value == database))
                    statements.Enqueue(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
