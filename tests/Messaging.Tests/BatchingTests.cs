using System.Collections.Concurrent;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>What waits at the same moment is done together, and fails alone.</summary>
[Tier(Tier.Pure)]
public sealed class BatchingTests
{
    private const int Poison = -1;

    private readonly ConcurrentQueue<int[]> _batches = [];
    private readonly SemaphoreSlim _atWork = new(0);
    private readonly SemaphoreSlim _gate = new(0);

    /// <summary>
    /// Answers each number with ten times itself; the first batch waits until the test opens the gate.
    /// </summary>
    private Batching<int, int> Of(int largest, Exception? fault = null)
    {
        var isFirst = true;
        return new Batching<int, int>(
            largest,
            TimeSpan.FromMilliseconds(1),
            async batch =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    _atWork.Release();
                    await _gate.WaitAsync();
                }
                _batches.Enqueue([.. batch]);
                return batch.Contains(Poison)
                    ? throw fault ?? new InvalidOperationException("poison")
                    : [.. batch.Select(number => number * 10)];
            }
        );
    }

    /// <summary>
    /// Hands over the first item and waits until its batch is at work; the task within is what came of it.
    /// </summary>
    private async Task<Task<int>> BeginAsync(Batching<int, int> batching)
    {
        var first = batching.ApplyAsync(1, CancellationToken.None);
        await _atWork.WaitAsync();
        return first;
    }

    private static Task<int>[] Do(Batching<int, int> batching, params int[] numbers) =>
        [.. numbers.Select(number => batching.ApplyAsync(number, CancellationToken.None))];

    [Fact]
    public async Task A_lone_item_goes_at_once_and_what_waits_meanwhile_goes_together()
    {
        var batching = Of(largest: 10);
        var first = await BeginAsync(batching);
        var others = Do(batching, 2, 3, 4);
        _gate.Release();

        (await Task.WhenAll([first, .. others])).ShouldBe([10, 20, 30, 40]);
        _batches.Select(batch => string.Join(' ', batch)).ShouldBe(["1", "2 3 4"]);
    }

    [Fact]
    public async Task A_batch_is_never_larger_than_it_may_be()
    {
        var batching = Of(largest: 3);
        var all = Do(batching, [.. Enumerable.Range(0, 100)]);
        _gate.Release();

        (await Task.WhenAll(all)).ShouldBe([.. Enumerable.Range(0, 100).Select(number => number * 10)]);
        _batches.ShouldAllBe(batch => batch.Length <= 3);
        _batches
            .SelectMany(batch => batch)
            .ShouldBe(Enumerable.Range(0, 100), "each once, in the order in which it came");
    }

    [Fact]
    public async Task A_poisonous_item_fails_alone()
    {
        var batching = Of(largest: 10);
        var first = await BeginAsync(batching);
        var others = Do(batching, 2, Poison, 4);
        _gate.Release();

        (await Task.WhenAll(first, others[0], others[2])).ShouldBe([10, 20, 40]);
        (await Should.ThrowAsync<InvalidOperationException>(() => others[1])).Message.ShouldBe("poison");
        _batches.Select(batch => string.Join(' ', batch)).ShouldBe(["1", "2 -1 4", "2", "-1", "4"]);
        (await batching.ApplyAsync(5, CancellationToken.None)).ShouldBe(50, "it goes on");
    }

    [Fact]
    public async Task When_the_database_is_away_none_is_tried_alone()
    {
        var batching = Of(largest: 10, new NpgsqlException("The connection broke.", new IOException()));
        var first = await BeginAsync(batching);
        var others = Do(batching, 2, Poison, 4);
        _gate.Release();
        await first;

        foreach (var one in others)
            await Should.ThrowAsync<NpgsqlException>(() => one);
        _batches.Select(batch => string.Join(' ', batch)).ShouldBe(["1", "2 -1 4"]);
    }

    [Fact]
    public async Task Who_stops_waiting_stops_nobody_else()
    {
        var batching = Of(largest: 10);
        var first = await BeginAsync(batching);
        using var enough = new CancellationTokenSource();
        var impatient = batching.ApplyAsync(2, enough.Token);
        var other = Do(batching, 3);
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        _gate.Release();

        (await Task.WhenAll(first, other[0])).ShouldBe([10, 30]);
        _batches.Last().ShouldBe([2, 3], "it was handed over, and is done");
    }

    [Fact]
    public async Task None_is_forgotten_however_many_come_from_everywhere()
    {
        _gate.Release();
        var batching = Of(largest: 16);
        var results = new ConcurrentBag<(int Number, int Result)>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 5000),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (number, cancellationToken) =>
                results.Add((number, await batching.ApplyAsync(number, cancellationToken)))
        );

        results.Count.ShouldBe(5000);
        results.ShouldAllBe(pair => pair.Result == pair.Number * 10);
    }
}
