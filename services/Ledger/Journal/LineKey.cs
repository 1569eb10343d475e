using System.Runtime.InteropServices;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Key of a line within its plant, as numbers of the <see cref="CodeTable"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineKey(
    int Source,
    int Process,
    int Activity,
    int Category,
    int Basis,
    int Measure,
    int Counterparty
)
{
    public override int GetHashCode()
    {
        unchecked
        {
            var hash = (uint)Source * 2654435761u ^ (uint)Activity * 2246822519u ^ (uint)Category * 3266489917u;
            hash = (hash ^ (hash >> 15)) * 668265263u;
            hash ^=
                (uint)Basis * 374761393u
                ^ (uint)Measure * 2246822507u
                ^ (uint)Counterparty * 3432918353u
                ^ (uint)Process;
            return (int)(hash ^ (hash >> 13));
        }
    }

    /// <summary>What the record says of the line, in words.</summary>
    public LineFields ToFields(CodeTable codes) =>
        new(
            codes.TextOf(Source)!,
            codes.TextOf(Process)!,
            codes.TextOf(Activity)!,
            codes.TextOf(Category)!,
            codes.TextOf(Basis),
            codes.TextOf(Measure)!,
            codes.TextOf(Counterparty)
        );

    /// <summary>The line's row in the dictionary.</summary>
    public Line ToLine(int id, long firstSequence, PlantCode plant, CodeTable codes) =>
        new()
        {
            Id = id,
            FirstSequence = firstSequence,
            Plant = plant,
            Source = codes.TextOf(Source)!,
            Process = codes.TextOf(Process)!,
            Activity = codes.TextOf(Activity)!,
            Category = codes.TextOf(Category)!,
            Basis = codes.TextOf(Basis),
            Measure = codes.TextOf(Measure)!,
            Counterparty = codes.TextOf(Counterparty) is { } code ? PlantCode.Trusted(code) : null,
        };

    public static LineKey Of(Line line, CodeTable codes) =>
        new(
            codes.NumberOf(line.Source),
            codes.NumberOf(line.Process),
            codes.NumberOf(line.Activity),
            codes.NumberOf(line.Category),
            codes.NumberOf(line.Basis),
            codes.NumberOf(line.Measure),
            codes.NumberOf(line.Counterparty?.Value)
        );

    /// <summary>The key for people.</summary>
    public string ToText(CodeTable codes) =>
        string.Join(", ", new[] { Source, Activity, Category, Basis, Measure, Counterparty }.Select(codes.TextOf));

    /// <summary>Order of the codes' texts: source, activity, category, basis, measure, counterparty.</summary>
    public int CompareTo(LineKey other, CodeTable codes)
    {
        var order = Compare(Source, other.Source, codes);
        if (order == 0)
            order = Compare(Activity, other.Activity, codes);
        if (order == 0)
            order = Compare(Category, other.Category, codes);
        if (order == 0)
            order = Compare(Basis, other.Basis, codes);
        if (order == 0)
            order = Compare(Measure, other.Measure, codes);
        return order == 0 ? Compare(Counterparty, other.Counterparty, codes) : order;
    }

    private static int Compare(int left, int right, CodeTable codes) =>
        left == right ? 0 : string.CompareOrdinal(codes.TextOf(left), codes.TextOf(right));
}
