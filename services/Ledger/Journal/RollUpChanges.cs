using System.Runtime.InteropServices;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Key of a sum of the roll-up, as numbers of the <see cref="CodeTable"/>; the month by index.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RollUpKey(
    int Month,
    int Unit,
    int Category,
    int Basis,
    int Measure,
    int CounterpartyUnit
);

/// <summary>A sum of the roll-up, or what changes of it.</summary>
internal record struct RollUpSum(decimal Amount, decimal MeasuredAmount, decimal VerifiedAmount, int LineCount);

/// <summary>What a batch changes in the roll-up: one sum per key, whatever number of postings it comes from.</summary>
internal sealed class RollUpChanges(CodeTable codes)
{
    private readonly Dictionary<RollUpKey, RollUpSum> _sums = [];

    /// <summary>Adds postings to the sums of the unit the plant belongs to in that month.</summary>
    public void Add(WriterMemory memory, string plant, int month, IReadOnlyList<NewPosting> postings)
    {
        var unit = UnitOf(memory, codes.NumberOf(plant), month);
        foreach (var posting in postings)
        {
            var key = memory.Line(posting.LineId).Key;
            Add(
                SumOf(key, month, unit, CounterpartyUnit(memory, key, month)),
                posting.Amount,
                memory.BackingOf(posting.ProvenanceId),
                posting.IsReversal ? -1 : 1
            );
        }
    }

    /// <summary>Moves what stands for a month, and concerns a plant, from the unit it belonged to to the one it belongs to.</summary>
    public void Move(WriterMemory memory, MonthState month, int moved, PlantHome before, PlantHome after)
    {
        var (from, to) = (codes.NumberOf(before.UnitIn(month.Month)), codes.NumberOf(after.UnitIn(month.Month)));
        var plant = codes.NumberOf(month.Plant);
        var unit = UnitOf(memory, plant, month.Month);
        for (var i = 0; i < month.Lines.Count; i++)
        {
            var line = memory.Line(month.Lines.LineIds[i]).Key;
            if (plant != moved && line.Counterparty != moved)
                continue;
            var counterpartyUnit = CounterpartyUnit(memory, line, month.Month);
            var amount = month.Lines.Amounts[i];
            var backing = memory.BackingOf(month.Lines.ProvenanceIds[i]);
            Add(
                SumOf(
                    line,
                    month.Month,
                    plant == moved ? from : unit,
                    line.Counterparty == moved ? from : counterpartyUnit
                ),
                -amount,
                backing,
                -1
            );
            Add(
                SumOf(
                    line,
                    month.Month,
                    plant == moved ? to : unit,
                    line.Counterparty == moved ? to : counterpartyUnit
                ),
                amount,
                backing,
                1
            );
        }
    }

    /// <summary>The sums that do change.</summary>
    public IReadOnlyList<KeyValuePair<RollUpKey, RollUpSum>> Changed() =>
        [.. _sums.Where(sum => sum.Value is not { Amount: 0, MeasuredAmount: 0, VerifiedAmount: 0, LineCount: 0 })];

    /// <summary>Adds a line (or takes it away, when the count is -1 and the amount that of its reversal).</summary>
    private void Add(RollUpKey key, decimal amount, Backing backing, int lineCount)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        sum.Amount += amount;
        if (backing.IsMeasured)
            sum.MeasuredAmount += amount;
        if (backing.IsVerified)
            sum.VerifiedAmount += amount;
        sum.LineCount += lineCount;
    }

    private int UnitOf(WriterMemory memory, int plant, int month) => codes.NumberOf(memory.HomeOf(plant).UnitIn(month));

    private int CounterpartyUnit(WriterMemory memory, LineKey line, int month) =>
        line.Counterparty == CodeTable.None ? CodeTable.None : UnitOf(memory, line.Counterparty, month);

    private static RollUpKey SumOf(LineKey line, int month, int unit, int counterpartyUnit) =>
        new(month, unit, line.Category, line.Basis, line.Measure, counterpartyUnit);
}
