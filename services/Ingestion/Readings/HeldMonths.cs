using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// The months of which calls hold the lock (<see cref="ClaimLock"/>) while they change sheets: their own, alone where
/// what is claimed changes, and those after them in which by them something else is expected.
/// </summary>
internal sealed class HeldMonths
{
    private readonly Dictionary<Month, bool> _all = [];

    /// <summary>Those that will probably do.</summary>
    public HeldMonths(IEnumerable<SheetCall> calls)
    {
        foreach (var input in calls.Select(call => call.Input))
            _all[input.Month] = _all.GetValueOrDefault(input.Month) || SaysWhatIsClaimed(input);
    }

    /// <summary>The months; true for those that are held alone.</summary>
    public IReadOnlyDictionary<Month, bool> All => _all;

    /// <summary>Whether these months suffice; adds those that were missing.</summary>
    /// <param name="changing">Months in which what is claimed changes.</param>
    /// <param name="reporting">Calls that change what is expected in later months.</param>
    public bool Suffice(IEnumerable<Month> changing, IEnumerable<TakenCall> reporting)
    {
        var suffice = true;
        foreach (var month in changing.Where(month => !_all.GetValueOrDefault(month)))
            (_all[month], suffice) = (true, false);
        var expecting = reporting.SelectMany(call =>
            Enumerable.Range(1, ReportedActivities.MonthsBefore).Select(call.Call.Input.Month.AddMonths)
        );
        foreach (var month in expecting)
            suffice &= !_all.TryAdd(month, false);
        return suffice;
    }

    /// <summary>Whether a request speaks of power that is claimed: probably what is claimed changes by it.</summary>
    private static bool SaysWhatIsClaimed(SheetInput input) =>
        input.Readings.Any(reading =>
            reading.Activity is { } activity && SheetClaim.PowerOf(activity, SheetClaim.Powers[0]).Power is not null
        );
}
