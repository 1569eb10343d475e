using System.Collections.Concurrent;
using CarbonPlatform.Messaging.Consuming;

namespace CarbonPlatform.Messaging;

/// <summary>
/// Lets what waits at the same moment share a transaction. A lone item goes at once; a crowd shares the round trips and
/// the flush to disk, and while there
/// is a crowd the next batch waits a moment until as many have come again. If a batch throws, its items are tried one
/// by one, so that a poisonous one fails alone and not with its neighbours; only
/// when the database is away does none fare better alone.
/// </summary>
/// <typeparam name="TItem">What is to be done.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
/// <param name="largest">Most items in one batch.</param>
/// <param name="moment">How long a batch waits at most for as many as the one before had.</param>
/// <param name="applyAsync">Does all of it in one transaction, in the order given, and says what came of each; or
/// throws and has done nothing.</param>
public sealed class Batching<TItem, TResult>(
    int largest,
    TimeSpan moment,
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> applyAsync
)
{
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private volatile Gathering? _gathering;
    private int _atWork;

    /// <summary>
    /// Has an item done, together with what else waits. Cancelling ends the waiting; the item may still be done.
    /// </summary>
    /// <returns>What came of it, after the commit.</returns>
    public Task<TResult> ApplyAsync(TItem item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(
            item,
            new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        _waiting.Enqueue(waiting);
        if (_gathering is { } gathering && _waiting.Count >= gathering.Expected)
            gathering.Complete.TrySetResult();
        // The trace of whoever comes first is not that of the batch.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            if (Interlocked.Exchange(ref _atWork, 1) == 0)
                _ = Task.Run(WorkAsync, CancellationToken.None);
        }

        return waiting.Done.Task.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        var batch = new List<Waiting>(largest);
        var before = 0;
        do
        {
            while (true)
            {
                if (before > 1)
                    await GatherAsync(before);
                while (batch.Count < largest && _waiting.TryDequeue(out var waiting))
                    batch.Add(waiting);
                if (batch.Count == 0)
                    break;
                before = batch.Count;
                await TryAsync(batch);
                batch.Clear();
            }

            Volatile.Write(ref _atWork, 0);
        }
        // One that came after the last look found somebody at work, and relies on it.
        while (!_waiting.IsEmpty && Interlocked.Exchange(ref _atWork, 1) == 0);
    }

    private async Task GatherAsync(int expected)
    {
        var gathering = new Gathering(
            expected,
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        _gathering = gathering;
        if (_waiting.Count < expected)
            await Task.WhenAny(gathering.Complete.Task, Task.Delay(moment));
        _gathering = null;
    }

    private async Task TryAsync(IReadOnlyList<Waiting> batch)
    {
        try
        {
            var results = await applyAsync([.. batch.Select(waiting => waiting.Item)]);
            for (var i = 0; i < batch.Count; i++)
                batch[i].Done.TrySetResult(results[i]);
        }
        catch (Exception fault) when (batch.Count == 1 || DatabaseOutage.Caused(fault))
        {
            foreach (var waiting in batch)
                waiting.Done.TrySetException(fault);
        }
        catch (Exception)
        {
            foreach (var waiting in batch)
                await TryAsync([waiting]);
        }
    }

    private sealed record Gathering(int Expected, TaskCompletionSource Complete);

    private sealed record Waiting(TItem Item, TaskCompletionSource<TResult> Done);
}
