using System.Runtime.InteropServices;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Key of a sum of the roll-up, as numbers of the <see cref="CodeTable"/>; the month by index.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RollUpKey(int Month, int Unit, int Category, int Basis, int Measure, int CounterpartyUnit);

/// <summary>A sum of the roll-up, or what changes of it.</summary>
internal record struct RollUpSum(decimal Amount, decimal MeasuredAmount, decimal VerifiedAmount, int LineCount);

/// <summary>What a batch changes in the roll-up: one sum per key, whatever number of postings it comes from.</summary>
internal sealed class RollUpChanges
{
    private readonly Dictionary<RollUpKey, RollUpSum> _sums = [];

    /// <summary>Adds a line (or takes it away, when the count is -1 and the amount that of its reversal).</summary>
    public void Add(RollUpKey key, decimal amount, Standing standing, int lineCount)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        sum.Amount += amount;
        if (standing.IsMeasured) sum.MeasuredAmount += amount;
        if (standing.IsVerified) sum.VerifiedAmount += amount;
        sum.LineCount += lineCount;
    }

    /// <summary>The sums that do change.</summary>
    public IReadOnlyList<KeyValuePair<RollUpKey, RollUpSum>> Changed() =>
        [.. _sums.Where(sum => sum.Value is not { Amount: 0, MeasuredAmount: 0, VerifiedAmount: 0, LineCount: 0 })];
}
