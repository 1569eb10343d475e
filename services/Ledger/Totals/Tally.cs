using System.Runtime.InteropServices;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>What tells a row of an answer from the others. Dimensions that were not asked for are null (the month 0).</summary>
internal sealed record RowKey(
    int Month,
    string? Unit,
    string? Plant,
    string? Source,
    string? Process,
    string? Activity,
    string Category,
    string? Basis,
    string Measure,
    bool IsElimination
);

/// <summary>
/// A sum in millionths of the measure's unit, which is what amounts are stored in: exact, and added like integers.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal record struct Sum(Int128 Amount, Int128 Measured, Int128 Verified, long Lines)
{
    /// <summary>One of the measure's unit.</summary>
    public const int Million = 1_000_000;

    /// <summary>An amount with its six decimals.</summary>
    /// <exception cref="OverflowException">It is beyond 96 bits: no amount of this world.</exception>
    public static decimal ToDecimal(Int128 millionths)
    {
        var magnitude = UInt128.CreateChecked(Int128.Abs(millionths));
        if (magnitude >> 96 != UInt128.Zero)
            throw new OverflowException($"A sum of {millionths} millionths is too large.");
        unchecked
        {
            return new decimal(
                (int)(uint)magnitude,
                (int)(uint)(magnitude >> 32),
                (int)(uint)(magnitude >> 64),
                Int128.IsNegative(millionths),
                scale: 6
            );
        }
    }

    /// <summary>An amount of at most six decimals in millionths.</summary>
    public static Int128 ToMillionths(decimal amount) => (Int128)(amount * Million);

    public void Add(Int128 amount, Backing backing, long lines)
    {
        Amount += amount;
        if (backing.IsMeasured)
            Measured += amount;
        if (backing.IsVerified)
            Verified += amount;
        Lines += lines;
    }

    public void Add(Sum other)
    {
        Amount += other.Amount;
        Measured += other.Measured;
        Verified += other.Verified;
        Lines += other.Lines;
    }
}

/// <summary>What a question comes to.</summary>
/// <param name="Rows">The rows that have lines behind them.</param>
/// <param name="Compositions">What each is made of, where that was asked for.</param>
/// <param name="SourcesUnplaced">Sources with lines that the boundary may hold, of which no record says what they are.</param>
internal sealed record Tallied(
    IReadOnlyList<KeyValuePair<RowKey, Sum>> Rows,
    IReadOnlyDictionary<RowKey, Composition> Compositions,
    int SourcesUnplaced = 0
);

/// <summary>What a total is made of, as far as the question wants to know.</summary>
internal sealed class Composition(TotalsQuestion question)
{
    private readonly Dictionary<int, Sum> _sums = [];

    /// <summary>How far the total may be off; null when that was not asked for.</summary>
    public Deviations? Deviations { get; } = question.WithUncertainty ? new Deviations() : null;

    /// <summary>Sums by id of their provenance, those that have lines behind them.</summary>
    public IEnumerable<KeyValuePair<int, Sum>> Sums => _sums.Where(sum => sum.Value.Lines != 0);

    /// <summary>Adds an amount of a line.</summary>
    public void Add(Int128 amount, int meter, int provenanceId, in CataloguedProvenance provenance, long lines)
    {
        Deviations?.Add(amount, meter, provenance);
        if (question.WithProvenance)
            CollectionsMarshal
                .GetValueRefOrAddDefault(_sums, provenanceId, out _)
                .Add(amount, provenance.Backing, lines);
    }

    /// <summary>Adds what another total is made of.</summary>
    public void Add(Composition other)
    {
        if (other.Deviations is { } deviations)
            Deviations?.Add(deviations);
        foreach (var (provenanceId, sum) in other._sums)
            CollectionsMarshal.GetValueRefOrAddDefault(_sums, provenanceId, out _).Add(sum);
    }
}

/// <summary>
/// Adds lines up by the dimensions of a question. The total of a set of plants is the sum of the lines of its plants less the sum
/// of the lines whose counterparty is one of them: what the supplier's own fuel already counts is taken off where the supplier
/// stands, so rows by unit or plant are each the total of their own set, and add up. A transfer taken off keeps its activity and has
/// no source or process of the supplier's; where these are asked for it stands in a row of its own, marked as elimination.
/// </summary>
internal sealed class Tally(TotalsQuestion question, Scope scope, LedgerView view)
{
    private const int Unseen = 0;
    private const int LeftOut = -1;
    private const int Unplaced = -2;

    private readonly Dictionary<RowKey, Sum> _rows = [];
    private readonly Dictionary<RowKey, int> _sliceNumbers = [];
    private readonly List<RowKey> _slices = [];
    private readonly Dictionary<(int Month, string Unit), Sum[]> _blocks = [];
    private readonly int[] _sliceOfLine = new int[view.Lines.Length];

    // Numbers of lines; a source whose lines were all taken back is none.
    private readonly Dictionary<(string Plant, string Source), long> _unplaced = [];

    // In use when it is asked for what totals are made of.
    private readonly Dictionary<((int Month, string Unit) Block, int Slice), Composition> _compositions = [];
    private readonly Dictionary<RowKey, Composition> _rowCompositions = [];
    private readonly Dictionary<(string Plant, string Source, string Activity), int> _meters = [];

    private bool By(Dimensions dimension) => question.Asks(dimension);

    /// <summary>Adds the lines of a plant-month.</summary>
    public void Add(string plant, int month, MonthLines lines)
    {
        var isIn = scope.Has(plant, month);
        var sums = isIn ? BlockOf(plant, month) : [];
        for (var i = 0; i < lines.LineIds.Length; i++)
            Add(ref sums, isIn, plant, month, lines.LineIds[i], lines.Amounts[i], lines.ProvenanceIds[i], lines: 1);
    }

    /// <summary>Adds one line with a number of lines that may be negative: a posting that is not to be counted.</summary>
    public void Add(string plant, int month, int lineId, Int128 amount, int provenanceId, long lines)
    {
        var isIn = scope.Has(plant, month);
        var sums = isIn ? BlockOf(plant, month) : [];
        Add(ref sums, isIn, plant, month, lineId, amount, provenanceId, lines);
    }

    private void Add(
        ref Sum[] sums,
        bool isIn,
        string plant,
        int month,
        int lineId,
        Int128 amount,
        int provenanceId,
        long lines
    )
    {
        var slice = _sliceOfLine[lineId];
        if (slice == Unseen)
            slice = _sliceOfLine[lineId] = SliceOf(view.Lines[lineId]!);
        if (slice < Unseen)
        {
            if (slice == Unplaced && isIn)
                CollectionsMarshal.GetValueRefOrAddDefault(_unplaced, (plant, view.Lines[lineId]!.Source), out _) +=
                    lines;
            return;
        }
        var backing = view.Provenances[provenanceId].Backing;
        if (isIn)
        {
            if (slice > sums.Length)
                sums = Longer(plant, month, slice);
            sums[slice - 1].Add(amount, backing, lines);
            if (question.WithComposition)
                AddTo(
                    CompositionOf((BlockKeyOf(plant, month), slice), _compositions),
                    view.Lines[lineId]!,
                    amount,
                    provenanceId,
                    lines
                );
        }

        var line = view.Lines[lineId]!;
        if (line.Counterparty is { } supplier && scope.Has(supplier, month))
            TakeOff(line, supplier, month, amount, provenanceId, backing, lines);
    }

    /// <summary>Adds a sum of the roll-up; only for questions without dimensions finer than the unit.</summary>
    public void Add(
        int month,
        string unit,
        string? counterpartyUnit,
        string category,
        string? basis,
        string measure,
        decimal amount,
        decimal measured,
        decimal verified,
        long lines
    )
    {
        if (!question.Takes(measure) || !question.TakesBasis(basis))
            return;
        var sum = new Sum(Sum.ToMillionths(amount), Sum.ToMillionths(measured), Sum.ToMillionths(verified), lines);
        if (scope.IsGroup || unit == scope.Unit)
            AddTo(KeyOf(month, unit, category, basis, measure), sum);
        if (counterpartyUnit is not null && (scope.IsGroup || counterpartyUnit == scope.Unit))
            AddTo(
                KeyOf(month, counterpartyUnit, category, basis, measure),
                sum with
                {
                    Amount = -sum.Amount,
                    Measured = -sum.Measured,
                    Verified = -sum.Verified,
                }
            );
    }

    /// <summary>What was added came to this.</summary>
    public Tallied Result()
    {
        foreach (var ((month, unit), sums) in _blocks)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                if (sums[i] != default)
                    AddTo(_slices[i] with { Month = month, Unit = By(Dimensions.Unit) ? unit : null }, sums[i]);
            }
        }
        _blocks.Clear();
        foreach (var ((block, slice), composition) in _compositions)
            CompositionOf(
                    _slices[slice - 1] with
                    {
                        Month = block.Month,
                        Unit = By(Dimensions.Unit) ? block.Unit : null,
                    },
                    _rowCompositions
                )
                .Add(composition);
        _compositions.Clear();
        return new Tallied(
            [.. _rows.Where(row => row.Value.Lines != 0)],
            _rowCompositions,
            _unplaced.Count(source => source.Value != 0)
        );
    }

    private Composition CompositionOf<TKey>(TKey key, Dictionary<TKey, Composition> all)
        where TKey : notnull
    {
        ref var composition = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        return composition ??= new Composition(question);
    }

    private void AddTo(Composition composition, CataloguedLine line, Int128 amount, int provenanceId, long lines)
    {
        ref var meter = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _meters,
            (line.Plant, line.Source, line.Activity),
            out var isKnown
        );
        if (!isKnown)
            meter = _meters.Count;
        composition.Add(amount, meter, provenanceId, view.Provenances[provenanceId], lines);
    }

    private void TakeOff(
        CataloguedLine line,
        string supplier,
        int month,
        Int128 amount,
        int provenanceId,
        Backing backing,
        long lines
    )
    {
        var key = new RowKey(
            By(Dimensions.Month) ? month : 0,
            By(Dimensions.Unit) ? view.Organisation.UnitOf(supplier, month) : null,
            By(Dimensions.Plant) ? supplier : null,
            null,
            null,
            By(Dimensions.Activity) ? line.Activity : null,
            line.Category,
            line.Basis,
            line.Measure,
            IsElimination: By(Dimensions.OfReceiver)
        );
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
        sum.Add(-amount, backing, lines);
        if (question.WithComposition)
            AddTo(CompositionOf(key, _rowCompositions), line, -amount, provenanceId, lines);
    }

    /// <summary>Number of the slice a line falls into, from 1. Month and unit are not the line's own: blocks part by them.</summary>
    private int SliceOf(CataloguedLine line)
    {
        var kind = view.Organisation.ShapeOf(line.Plant)?.KindOf(line.Source);
        if (!question.Takes(line, kind))
            return kind is null && question.MayTake(line) ? Unplaced : LeftOut;
        var key = new RowKey(
            0,
            null,
            By(Dimensions.Plant) ? line.Plant : null,
            By(Dimensions.Source) ? line.Source : null,
            By(Dimensions.Process) ? line.Process : null,
            By(Dimensions.Activity) ? line.Activity : null,
            line.Category,
            line.Basis,
            line.Measure,
            IsElimination: false
        );
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_sliceNumbers, key, out var isKnown);
        if (isKnown)
            return number;
        _slices.Add(key);
        return number = _slices.Count;
    }

    private (int Month, string Unit) BlockKeyOf(string plant, int month) =>
        (By(Dimensions.Month) ? month : 0, By(Dimensions.Unit) ? view.Organisation.UnitOf(plant, month) : "");

    private Sum[] BlockOf(string plant, int month) =>
        _blocks.TryGetValue(BlockKeyOf(plant, month), out var sums) ? sums : [];

    private Sum[] Longer(string plant, int month, int atLeast)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_blocks, BlockKeyOf(plant, month), out _);
        var longer = new Sum[Math.Max(atLeast, (sums?.Length ?? 16) * 2)];
        sums?.CopyTo(longer, 0);
        return sums = longer;
    }

    private RowKey KeyOf(int month, string unit, string category, string? basis, string measure) =>
        new(
            By(Dimensions.Month) ? month : 0,
            By(Dimensions.Unit) ? unit : null,
            null,
            null,
            null,
            null,
            category,
            basis,
            measure,
            IsElimination: false
        );

    private void AddTo(RowKey key, Sum sum)
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
        row.Add(sum);
    }
}
