using System.Runtime.InteropServices;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>
/// The part of a row's key that is not the line's own: when, and to which unit its plant belonged then; null if not
/// asked for.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockKey(Month? Month, string? OrgUnit);

/// <summary>
/// Sums of one month and unit, by number of slice: a million lines find their sum in an array and not by the key of
/// their row.
/// </summary>
internal sealed class Block(TotalsQuestion question)
{
    private const int FirstLength = 32;

    private BackedSum[] _sums = [];
    private readonly Dictionary<int, Composition> _compositions = [];

    /// <summary>Sums that something was added to, with the numbers of their slices.</summary>
    public IEnumerable<(int Slice, BackedSum Sum)> Sums =>
        _sums.Index().Where(sum => sum.Item != default).Select(sum => (sum.Index, sum.Item));

    /// <summary>What the sums are made of, when that was asked for.</summary>
    public IEnumerable<KeyValuePair<int, Composition>> Compositions => _compositions;

    public ref BackedSum SumOf(int slice)
    {
        if (slice >= _sums.Length)
            Array.Resize(ref _sums, Math.Max(slice + 1, Math.Max(FirstLength, 2 * _sums.Length)));
        return ref _sums[slice];
    }

    public Composition CompositionOf(int slice)
    {
        ref var composition = ref CollectionsMarshal.GetValueRefOrAddDefault(_compositions, slice, out _);
        return composition ??= new Composition(question);
    }
}
