using System.Runtime.InteropServices;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>An amount of a line as it is counted.</summary>
/// <param name="LineId">The line.</param>
/// <param name="Amount">In millionths of the measure's unit.</param>
/// <param name="ProvenanceId">How it was arrived at.</param>
/// <param name="Lines">
/// 1; or what a posting that is not to be counted makes of the number of lines: -1, or 1 for a reversal.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CountedLine(int LineId, Int128 Amount, int ProvenanceId, long Lines);

/// <summary>A sum of the roll-up.</summary>
internal sealed record RolledUp(
    Month? Month,
    string OrgUnit,
    string? CounterpartyOrgUnit,
    string Category,
    string? Basis,
    string Measure,
    BackedSum Sum
);

/// <summary>What a question comes to.</summary>
/// <param name="Rows">The rows that have lines behind them.</param>
/// <param name="SourcesUnplaced">
/// Sources with lines that the boundary may hold, of which no record says what they are.
/// </param>
internal sealed record Tallied(IReadOnlyList<KeyValuePair<RowKey, Total>> Rows, int SourcesUnplaced);

/// <summary>
/// Adds lines up by the dimensions of a question. The total of a set of plants is the sum of the lines of its plants
/// less the sum of the lines whose counterparty is one of them: what the supplier's own fuel already counts is taken
/// off where the supplier stands, so rows by unit or plant are each the total of their own set, and add up. A
/// transfer taken off keeps its activity and has no source or process of the supplier's; where these are asked for it
/// stands in a row of its own, marked as elimination. Once there are more rows than the answer may have they are
/// counted and nothing else. Ends with the call that it is for.
/// </summary>
internal sealed class Tally(
    TotalsQuestion question,
    Scope scope,
    LedgerView view,
    int mostRows,
    CancellationToken cancellationToken
)
{
    private const int RoomForLater = 4;

    private readonly Slices _slices = new(question, view);
    private readonly Dictionary<BlockKey, Block> _blocks = [];
    private readonly Dictionary<RowKey, Total> _rows = [];

    // Numbers of lines; a source whose lines were all taken back is none.
    private readonly Dictionary<SourceKey, long> _unplaced = [];

    // In use when it is asked for what totals are made of.
    private readonly Dictionary<MeterKey, int> _meters = [];

    // As of an earlier position rows are met that the postings since then take away again.
    private readonly int _mostMet = view.IsPresent ? mostRows : RoomForLater * mostRows;

    private int _metInBlocks;

    private int Met => _metInBlocks + _rows.Count;

    /// <summary>Adds the lines of a plant-month.</summary>
    public void Add(PlantCode plant, Month month, MonthLines lines)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = BlockOf(plant, month);
        for (var i = 0; i < lines.LineIds.Length; i++)
            Add(block, month, new CountedLine(lines.LineIds[i], lines.Amounts[i], lines.ProvenanceIds[i], Lines: 1));
    }

    /// <summary>Adds one line.</summary>
    public void Add(PlantCode plant, Month month, in CountedLine counted)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Add(BlockOf(plant, month), month, counted);
    }

    /// <summary>Adds a sum of the roll-up; only for questions without dimensions finer than the unit.</summary>
    public void Add(RolledUp sum)
    {
        if (!question.Takes(sum.Measure) || !question.TakesBasis(sum.Basis))
            return;
        if (scope.IsGroup || sum.OrgUnit == scope.OrgUnit)
            RowOf(KeyOf(sum, sum.OrgUnit)).Add(sum.Sum);
        if (sum.CounterpartyOrgUnit is { } supplier && (scope.IsGroup || supplier == scope.OrgUnit))
            RowOf(KeyOf(sum, supplier)).Add(sum.Sum.TakenOff());
    }

    /// <summary>What was added came to this; refused when it has more rows than an answer may have.</summary>
    public Answer<Tallied> Result()
    {
        if (Met > _mostMet)
            return TotalsRefusals.TooManyRows(Met, mostRows, question);
        foreach (var (key, block) in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (slice, sum) in block.Sums)
                RowOf(_slices.KeyOf(slice, key)).Add(sum);
            foreach (var (slice, composition) in block.Compositions)
                RowOf(_slices.KeyOf(slice, key)).Add(composition, question);
        }
        _blocks.Clear();
        var rows = _rows.Where(row => row.Value.Sum.Lines != 0).ToList();
        return rows.Count > mostRows
            ? TotalsRefusals.TooManyRows(rows.Count, mostRows, question)
            : new Tallied(rows, _unplaced.Count(source => source.Value != 0));
    }

    /// <summary>
    /// Adds a line of a plant in a block, or of a plant that the question is not about when there is none.
    /// </summary>
    private void Add(Block? block, Month month, in CountedLine counted)
    {
        var line = view.Lines[counted.LineId]!;
        var slice = _slices.Of(counted.LineId);
        if (slice < 0)
        {
            if (slice == Slices.Unplaced && block is not null)
                CountUnplaced(line, counted.Lines);
            return;
        }
        if (block is not null)
        {
            if (block.Meet(slice))
                _metInBlocks++;
            if (Met > _mostMet)
                return;
            ref readonly var provenance = ref view.Provenances[counted.ProvenanceId];
            block.SumOf(slice).Add(counted.Amount, provenance.Backing, counted.Lines);
            if (question.WithComposition)
                block.CompositionOf(slice).Add(counted, MeterOf(line), provenance);
        }
        if (line.Counterparty is { } supplier && scope.Has(supplier, month))
            TakeOff(line, supplier, month, counted with { Amount = -counted.Amount });
    }

    private void TakeOff(CataloguedLine line, PlantCode supplier, Month month, in CountedLine counted)
    {
        var block = BlockKeyOf(supplier, month);
        var row = RowOf(
            new RowKey(
                block.Month,
                block.OrgUnit,
                question.Asks(Dimensions.Plant) ? supplier : null,
                Source: null,
                Process: null,
                question.Asks(Dimensions.Activity) ? line.Activity : null,
                line.Category,
                line.Basis,
                line.Measure,
                IsElimination: question.Asks(Dimensions.OfReceiver)
            )
        );
        ref readonly var provenance = ref view.Provenances[counted.ProvenanceId];
        row.Add(counted.Amount, provenance.Backing, counted.Lines);
        if (question.WithComposition)
            row.CompositionFor(question).Add(counted, MeterOf(line), provenance);
    }

    private void CountUnplaced(CataloguedLine line, long lines) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_unplaced, new SourceKey(line.Plant, line.Source), out _) += lines;

    /// <summary>Number of the plant's source and activity, whose metering errs as one.</summary>
    private int MeterOf(CataloguedLine line)
    {
        ref var meter = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _meters,
            new MeterKey(line.Plant, line.Source, line.Activity),
            out var isKnown
        );
        if (!isKnown)
            meter = _meters.Count;
        return meter;
    }

    /// <summary>The block of a plant in a month; null when the question is not about it.</summary>
    private Block? BlockOf(PlantCode plant, Month month)
    {
        if (!scope.Has(plant, month))
            return null;
        ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(_blocks, BlockKeyOf(plant, month), out _);
        return block ??= new Block(question);
    }

    private BlockKey BlockKeyOf(PlantCode plant, Month month) =>
        new(
            question.Asks(Dimensions.Month) ? month : null,
            question.Asks(Dimensions.OrgUnit) ? view.Organisation.UnitOf(plant, month) : null
        );

    private Total RowOf(RowKey key)
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
        return row ??= new Total();
    }

    private RowKey KeyOf(RolledUp sum, string orgUnit) =>
        new(
            question.Asks(Dimensions.Month) ? sum.Month : null,
            question.Asks(Dimensions.OrgUnit) ? orgUnit : null,
            Plant: null,
            Source: null,
            Process: null,
            Activity: null,
            sum.Category,
            sum.Basis,
            sum.Measure,
            IsElimination: false
        );

    private readonly record struct SourceKey(PlantCode Plant, string Source);

    private readonly record struct MeterKey(PlantCode Plant, string Source, string Activity);
}
