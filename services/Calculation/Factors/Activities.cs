using System.Collections.Frozen;
using CarbonPlatform.Calculation.Methods;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>The vocabulary as calculation sees it, and the activities that methods ask for by name.</summary>
internal sealed class Activities
{
    private readonly FrozenDictionary<string, Activity> _all;
    private readonly Activity[] _needed;

    /// <summary>Finds every activity that a method declares.</summary>
    /// <param name="all">The vocabulary.</param>
    /// <param name="informative">Attributes that inform people; no method reads them.</param>
    /// <exception cref="DataFileException">An activity is missing that a method needs.</exception>
    public Activities(IReadOnlyDictionary<string, Activity> all, IEnumerable<string> informative)
    {
        _all = all.ToFrozenDictionary(StringComparer.Ordinal);
        _needed =
        [
            .. ActivityNeed.All.Select(need =>
                _all.TryGetValue(need.Code, out var activity)
                    ? activity
                    : throw new DataFileException("activities.csv", 0, $"{need.Code} is missing; a method needs it")
            ),
        ];
        Informative = informative.ToFrozenSet(StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Activity> All => _all.Values;

    /// <summary>Attributes that no method reads.</summary>
    public IReadOnlySet<string> Informative { get; }

    public Activity this[ActivityNeed need] => _needed[need.Index];

    public Activity? Find(string code) => _all.GetValueOrDefault(code);
}

/// <summary>
/// An activity that a method asks for by its code, beside the one that started it;
/// declared as a static field of the method's file.
/// </summary>
internal sealed class ActivityNeed
{
    private static readonly Declared<ActivityNeed> s_declared = new();

    private ActivityNeed(string code, int index) => (Code, Index) = (code, index);

    /// <summary>All that the methods' files declare, in order of index.</summary>
    public static IReadOnlyList<ActivityNeed> All => s_declared.All;

    public string Code { get; }

    public int Index { get; }

    public static ActivityNeed Of(string code) => s_declared.Add(index => new ActivityNeed(code, index));
}
