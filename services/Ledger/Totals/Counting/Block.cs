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
/// their row. The array is in parts, of which there are those that were met: blocks and slices may both be many.
/// </summary>
internal sealed class Block(TotalsQuestion question)
{
    private Part?[] _parts = [];
    private readonly Dictionary<int, Composition> _compositions = [];

    /// <summary>Sums that something was added to, with the numbers of their slices.</summary>
    public IEnumerable<(int Slice, BackedSum Sum)> Sums =>
        from part in _parts.Index()
        where part.Item?.Sums is not null
        from sum in part.Item!.Sums!.Index()
        where sum.Item != default
        select (part.Index * Part.Length + sum.Index, sum.Item);

    /// <summary>What the sums are made of, when that was asked for.</summary>
    public IEnumerable<KeyValuePair<int, Composition>> Compositions => _compositions;

    /// <summary>Notes that a slice has a row here.</summary>
    /// <returns>Whether it had none before.</returns>
    public bool Meet(int slice)
    {
        var part = PartOf(slice);
        var bit = 1UL << (slice % Part.Length);
        if ((part.Met & bit) != 0)
            return false;
        part.Met |= bit;
        return true;
    }

    public ref BackedSum SumOf(int slice) =>
        ref (PartOf(slice).Sums ??= new BackedSum[Part.Length])[slice % Part.Length];

    public Composition CompositionOf(int slice)
    {
        ref var composition = ref CollectionsMarshal.GetValueRefOrAddDefault(_compositions, slice, out _);
        return composition ??= new Composition(question);
    }

    private Part PartOf(int slice)
    {
        var index = slice / Part.Length;
        if (index >= _parts.Length)
            Array.Resize(ref _parts, Math.Max(index + 1, 2 * _parts.Length));
        return _parts[index] ??= new Part();
    }

    private sealed class Part
    {
        /// <summary>As many as an unsigned long has bits.</summary>
        public const int Length = 64;

        public ulong Met;

        public BackedSum[]? Sums;
    }
}
