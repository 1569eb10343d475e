namespace CarbonPlatform.Ledger;

/// <summary>
/// A position of the ledger, and by its root of which ledger: a database that was set back gives the same sequences
/// to other entries.
/// </summary>
internal sealed record KnownPosition(long Sequence, byte[] Root);
