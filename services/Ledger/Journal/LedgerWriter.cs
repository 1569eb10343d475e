using System.Diagnostics;
using System.Threading.Channels;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// The one writer of the ledger. It takes whatever is waiting, without a timer, and writes it in one transaction, so
/// that the sequence, the hashing and the fsync are shared by the batch. If a batch throws, its messages are written
/// one by one, so that a poisonous one fails alone. A second writer in another process is fenced off by the row lock
/// on the head of the ledger.
/// </summary>
internal sealed partial class LedgerWriter(
    NpgsqlDataSource database,
    CodeTable codes,
    OutboxSignal outbox,
    TimeProvider time,
    ILogger<LedgerWriter> log
) : BackgroundService
{
    /// <summary>Most messages in one transaction.</summary>
    public const int LargestBatch = 128;

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(40);

    // With more than one reader assumed it can tell how many wait.
    private readonly Channel<LedgerWork> _waiting = Channel.CreateUnbounded<LedgerWork>();
    private NpgsqlConnection? _connection;
    private WriterMemory? _memory;
    private long _batchesWritten;

    /// <summary>Batches that this writer has committed.</summary>
    public long BatchesWritten => Interlocked.Read(ref _batchesWritten);

    /// <summary>Puts a work onto the ledger; returns after the commit.</summary>
    public async Task<Applied> WriteAsync(LedgerWork work, CancellationToken cancellationToken)
    {
        using var activity = LedgerTelemetry.Source.StartActivity("append");
        if (!_waiting.Writer.TryWrite(work))
            throw new OperationCanceledException("The ledger's writer has stopped.");
        var applied = await work.Done.Task.WaitAsync(cancellationToken);
        activity
            ?.SetTag("ledger.sequence", applied.Receipt.Sequence)
            .SetTag("ledger.position", applied.Receipt.Position);
        return applied;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<LedgerWork>(LargestBatch);
        var crowded = false;
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                // While there is a crowd, the next batch waits a moment for its own; a lone message goes at once.
                if (crowded && _waiting.Reader.Count < LargestBatch)
                    await Task.Delay(s_moment, stoppingToken);
                while (batch.Count < LargestBatch && _waiting.Reader.TryRead(out var work))
                    batch.Add(work);
                crowded = batch.Count > 1;
                await WriteAsync(batch);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends. What still waits was not acknowledged and comes again.
        }
        finally
        {
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var work))
                work.Done.TrySetCanceled(stoppingToken);
            await ForgetAsync();
        }
    }

    /// <summary>Writes a batch and completes every message in it, in success or failure.</summary>
    internal async Task WriteAsync(IReadOnlyList<LedgerWork> batch)
    {
        try
        {
            Complete(batch, await AppendAsync(batch));
        }
        catch (Exception fault) when (batch.Count == 1 || DatabaseTrouble.IsIn(fault))
        {
            // When the database is away none of them fares better alone; whoever sent them holds them until it is back.
            foreach (var work in batch)
                work.Done.TrySetException(Telling(fault));
        }
        catch (Exception fault)
        {
            LogOneByOne(fault, batch.Count);
            foreach (var work in batch)
            {
                try
                {
                    Complete([work], await AppendAsync([work]));
                }
                catch (Exception alone)
                {
                    work.Done.TrySetException(Telling(alone));
                }
            }
        }
    }

    private void Complete(IReadOnlyList<LedgerWork> batch, IReadOnlyList<Applied> applied)
    {
        outbox.Wake();
        for (var i = 0; i < batch.Count; i++)
            batch[i].Done.TrySetResult(applied[i]);
    }

    private async Task<IReadOnlyList<Applied>> AppendAsync(IReadOnlyList<LedgerWork> batch)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            _connection ??= await database.OpenConnectionAsync();
            (var applied, _memory) = await new AppendTransaction(_connection, codes, time).RunAsync(batch, _memory);
            Interlocked.Increment(ref _batchesWritten);
            LedgerTelemetry.BatchSize.Record(batch.Count);
            LedgerTelemetry.BatchSeconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            return applied;
        }
        catch
        {
            await ForgetAsync();
            throw;
        }
    }

    /// <summary>
    /// After a rollback the memory may hold ids that never came to be, and the connection may be broken.
    /// </summary>
    private async Task ForgetAsync()
    {
        if (_memory is not null)
            LedgerTelemetry.CacheDrops.Add(1);
        _memory = null;
        if (_connection is not { } connection)
            return;
        _connection = null;
        await connection.DisposeAsync();
    }

    /// <summary>Data that PostgreSQL or arithmetic refuses today it refuses tomorrow.</summary>
    private static Exception Telling(Exception fault) =>
        fault switch
        {
            PostgresException { SqlState: ['2', '2', ..] } => new PoisonMessageException(
                $"The ledger cannot hold it: {fault.Message}",
                fault
            ),
            OverflowException => new PoisonMessageException(
                $"An amount is too large for the ledger: {fault.Message}",
                fault
            ),
            _ => fault,
        };

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} messages failed and is written one by one")]
    private partial void LogOneByOne(Exception fault, int count);
}
