using System.Runtime.InteropServices;
using CarbonPlatform.Ledger.Totals.Knowing;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// Parts lines by what they say themselves: lines of one slice stand in one row of their <see cref="Block"/>. Found
/// once a line, and by number from then on.
/// </summary>
internal sealed class Slices(TotalsQuestion question, LedgerView view)
{
    /// <summary>The line does not belong to the answer.</summary>
    public const int LeftOut = -1;

    /// <summary>The line may belong to the answer, but no record says of what kind its source is.</summary>
    public const int Unplaced = -2;

    private readonly Dictionary<RowKey, int> _numbers = [];
    private readonly List<RowKey> _keys = [];

    // By id of the line, the number plus one; 0 as long as the line was not met.
    private readonly int[] _ofLine = new int[view.Lines.Length];

    /// <summary>Number of the line's slice, from 0; or one of the two above.</summary>
    public int Of(int lineId)
    {
        var known = _ofLine[lineId];
        if (known == 0)
            known = _ofLine[lineId] = Place(view.Lines[lineId]!) is var slice && slice < 0 ? slice : slice + 1;
        return known < 0 ? known : known - 1;
    }

    /// <summary>Key of a slice's row in a block.</summary>
    public RowKey KeyOf(int slice, BlockKey block) =>
        _keys[slice] with
        {
            Month = block.Month,
            OrgUnit = block.OrgUnit,
        };

    private int Place(CataloguedLine line)
    {
        var kind = view.Organisation.ShapeOf(line.Plant)?.KindOf(line.Source);
        if (!question.Takes(line, kind))
            return kind is null && question.MayTake(line) ? Unplaced : LeftOut;
        var key = new RowKey(
            Month: null,
            OrgUnit: null,
            question.Asks(Dimensions.Plant) ? line.Plant : null,
            question.Asks(Dimensions.Source) ? line.Source : null,
            question.Asks(Dimensions.Process) ? line.Process : null,
            question.Asks(Dimensions.Activity) ? line.Activity : null,
            line.Category,
            line.Basis,
            line.Measure,
            IsElimination: false
        );
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, key, out var isKnown);
        if (!isKnown)
        {
            number = _keys.Count;
            _keys.Add(key);
        }
        return number;
    }
}
