using System.Diagnostics;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>What came of a message.</summary>
/// <param name="Receipt">The ledger's receipt, which also went into the outbox.</param>
/// <param name="IsNew">False when the same or a newer version had been applied before.</param>
internal sealed record Applied(EntryPostedEvent Receipt, bool IsNew);

/// <summary>
/// One message for the writer, and where its result is awaited. Every kind of entry is a class of its own in
/// <c>Kinds/</c>: what it decides, what its entry says (<see cref="Record.EntryBody"/>), what it writes besides, and
/// its receipt. Whatever can be found wrong with a message alone is found before, so that it cannot fail its
/// neighbours.
/// </summary>
internal abstract class LedgerWork
{
    /// <summary>The trace of the message; the receipt goes on in it.</summary>
    public string? TraceParent { get; } = Activity.Current?.Id;

    public TaskCompletionSource<Applied> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// The plant-month it is about, which is read in the round trip that takes the lock; null when it is about none.
    /// </summary>
    public virtual PlantMonthKey? PlantMonth => null;

    /// <summary>
    /// Decides what is new, and appends it. May be called again when the batch it was in was rolled back.
    /// </summary>
    /// <returns>False when the same or a newer version was applied before.</returns>
    public abstract ValueTask<bool> ApplyAsync(LedgerBatch batch);

    /// <summary>
    /// The ledger's answer: up to which version it has applied what the message is about, and where that stands.
    /// </summary>
    public abstract EntryPostedEvent Receipt(LedgerBatch batch, KnownPosition position);
}
