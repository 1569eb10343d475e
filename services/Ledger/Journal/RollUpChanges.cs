using System.Runtime.InteropServices;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Key of a sum of the roll-up, as numbers of the <see cref="CodeTable"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RollUpKey(
    Month Month,
    int Unit,
    int Category,
    int Basis,
    int Measure,
    int CounterpartyUnit
);

/// <summary>A sum of the roll-up, or what changes of it.</summary>
internal record struct RollUpSum(
    decimal Amount,
    decimal MeasuredAmount,
    decimal VerifiedAmount,
    decimal DisputedAmount,
    decimal ProvisionalAmount,
    decimal CarriedAmount,
    int LineCount,
    int SoldLines,
    int KeptLines
);

/// <summary>What a batch changes in the roll-up: one sum per key, whatever number of postings it comes from.</summary>
internal sealed class RollUpChanges(CodeTable codes)
{
    private readonly Dictionary<RollUpKey, RollUpSum> _sums = [];

    /// <summary>Adds postings to the sums of the unit the plant belongs to in that month.</summary>
    public void Add(WriterMemory memory, PlantMonthKey key, IReadOnlyList<NewPosting> postings)
    {
        var unit = UnitOf(memory, codes.NumberOf(key.Plant.Value), key.Month);
        foreach (var posting in postings)
        {
            var line = memory.Line(posting.LineId).Key;
            Add(
                SumOf(line, key.Month, unit, CounterpartyUnit(memory, line, key.Month)),
                posting.Amount,
                memory.BackingOf(posting.ProvenanceId),
                posting.IsReversal ? -1 : 1
            );
        }
    }

    /// <summary>
    /// Moves what stands for a month, and concerns a plant, from the unit it belonged to to the one it belongs to.
    /// </summary>
    public void Move(WriterMemory memory, MonthState state, int moved, PlantHome before, PlantHome after)
    {
        var month = state.Key.Month;
        var (from, to) = (codes.NumberOf(before.UnitIn(month)), codes.NumberOf(after.UnitIn(month)));
        var plant = codes.NumberOf(state.Key.Plant.Value);
        var unit = UnitOf(memory, plant, month);
        for (var i = 0; i < state.Lines.Count; i++)
        {
            var line = memory.Line(state.Lines.LineIds[i]).Key;
            if (plant != moved && line.Counterparty != moved)
                continue;
            var counterpartyUnit = CounterpartyUnit(memory, line, month);
            var amount = state.Lines.Amounts[i];
            var backing = memory.BackingOf(state.Lines.ProvenanceIds[i]);
            Add(SumWith(from), -amount, backing, -1);
            Add(SumWith(to), amount, backing, 1);

            RollUpKey SumWith(int home) =>
                SumOf(line, month, plant == moved ? home : unit, line.Counterparty == moved ? home : counterpartyUnit);
        }
    }

    /// <summary>The sums that do change.</summary>
    public IReadOnlyCollection<RollUp> Changed() =>
        [.. _sums.Where(sum => sum.Value != default).Select(sum => RowOf(sum.Key, sum.Value))];

    private RollUp RowOf(RollUpKey key, RollUpSum sum) =>
        new()
        {
            Month = key.Month,
            Unit = codes.TextOf(key.Unit)!,
            Category = codes.TextOf(key.Category)!,
            Basis = codes.TextOf(key.Basis),
            Measure = codes.TextOf(key.Measure)!,
            CounterpartyUnit = codes.TextOf(key.CounterpartyUnit),
            Amount = sum.Amount,
            MeasuredAmount = sum.MeasuredAmount,
            VerifiedAmount = sum.VerifiedAmount,
            DisputedAmount = sum.DisputedAmount,
            ProvisionalAmount = sum.ProvisionalAmount,
            CarriedAmount = sum.CarriedAmount,
            LineCount = sum.LineCount,
            SoldLines = sum.SoldLines,
            KeptLines = sum.KeptLines,
        };

    /// <summary>Adds a line (or takes it away, when the count is -1 and the amount that of its reversal).</summary>
    private void Add(RollUpKey key, decimal amount, Backing backing, int lineCount)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        sum.Amount += amount;
        if (backing.IsMeasured)
            sum.MeasuredAmount += amount;
        if (backing.IsVerified)
            sum.VerifiedAmount += amount;
        if (backing.IsDisputed)
            sum.DisputedAmount += amount;
        if (backing.IsProvisional)
            sum.ProvisionalAmount += amount;
        if (backing.IsCarriedForward)
            sum.CarriedAmount += amount;
        sum.LineCount += lineCount;
        if (backing.IsSold)
            sum.SoldLines += lineCount;
        if (backing.IsKept)
            sum.KeptLines += lineCount;
    }

    private int UnitOf(WriterMemory memory, int plant, Month month) =>
        codes.NumberOf(memory.HomeOf(plant).UnitIn(month));

    private int CounterpartyUnit(WriterMemory memory, LineKey line, Month month) =>
        line.Counterparty == CodeTable.None ? CodeTable.None : UnitOf(memory, line.Counterparty, month);

    private static RollUpKey SumOf(LineKey line, Month month, int unit, int counterpartyUnit) =>
        new(month, unit, line.Category, line.Basis, line.Measure, counterpartyUnit);
}
