using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Who discharges where, and what is measured there. An estimate of a pollutant from fuel, anode or sulphur balance is
/// left out when every stack the source discharges to is measured for it; a source with stack readings of its own is
/// its own stack.
/// </summary>
internal static class Stacks
{
    public static readonly ActivityNeed FlueGas = ActivityNeed.Of("stack.flue-gas");

    private static readonly Phrase s_noStack = Phrase.Of("choice.estimate.no-stack", places: 1);
    private static readonly Phrase s_notMeasured = Phrase.Of("choice.estimate.not-measured", places: 3);

    public static Pollutants PollutantOf(string measure) =>
        measure switch
        {
            "SO2" => Pollutants.So2,
            "NOx" => Pollutants.Nox,
            "PM" => Pollutants.Pm,
            "F" => Pollutants.Fluoride,
            _ => Pollutants.None,
        };

    /// <summary>
    /// Writes into each source what is measured at it and downstream of it, and what kind of stack it is.
    /// </summary>
    public static void Resolve(Sheet sheet, IReadOnlyList<SourceSnapshot> snapshots, Activities activities)
    {
        foreach (var source in sheet.Sources)
            source.Measured = MeasuredAt(source, activities);

        foreach (var snapshot in snapshots)
        {
            var source = Find(sheet, snapshot.Code)!;
            source.MeasuredDownstream = source.Measured | MeasuredWhereverItDischarges(sheet, snapshot);
            if (HasStackReadings(source))
                source.IsCombustionStack = IsCombustionStack(sheet, source, snapshots);
        }
    }

    private static Pollutants MeasuredAt(SourceMonth source, Activities activities)
    {
        var measured = Pollutants.None;
        foreach (var readings in source.Activities)
        {
            if (!readings.Activity.IsStack)
                continue;
            if (readings.Activity.IsMass || Pairing.Fits(readings, source.Find(activities[FlueGas])))
                measured |= PollutantOf(readings.Activity.Subject);
        }
        return measured;
    }

    private static Pollutants MeasuredWhereverItDischarges(Sheet sheet, SourceSnapshot snapshot)
    {
        if (snapshot.DischargesTo.Count == 0)
            return Pollutants.None;
        var everywhere = Pollutants.So2 | Pollutants.Nox | Pollutants.Pm | Pollutants.Fluoride;
        // A stack that the plant does not have in the month measures nothing.
        for (var i = 0; i < snapshot.DischargesTo.Count; i++)
            everywhere &= Find(sheet, snapshot.DischargesTo[i])?.Measured ?? Pollutants.None;
        return everywhere;
    }

    /// <summary>
    /// All that discharges there are boilers or thermal units; a stack that nothing discharges to goes by its process.
    /// </summary>
    private static bool IsCombustionStack(Sheet sheet, SourceMonth stack, IReadOnlyList<SourceSnapshot> snapshots)
    {
        var dischargers = 0;
        if (stack.Kind is not (SourceKind.Stack or SourceKind.Other))
        {
            if (!stack.IsCombustionPlant)
                return false;
            dischargers++;
        }
        foreach (var snapshot in snapshots)
        {
            if (!snapshot.DischargesTo.Contains(stack.Code, StringComparer.Ordinal))
                continue;
            if (!Find(sheet, snapshot.Code)!.IsCombustionPlant)
                return false;
            dischargers++;
        }
        return dischargers > 0 || stack.Process == "power";
    }

    private static bool HasStackReadings(SourceMonth source)
    {
        foreach (var readings in source.Activities)
        {
            if (readings.Activity.IsStack)
                return true;
        }
        return false;
    }

    /// <summary>For a working: why an estimate stands, where a measurement would beat it.</summary>
    public static Wording WhyEstimated(in MethodCase source, Pollutants pollutant, string measure)
    {
        var stacks = source.Source.DischargesTo;
        if (stacks.Count == 0)
            return s_noStack.With(measure);
        var sheet = source.Sheet;
        var silent = stacks.Where(code => Find(sheet, code)?.Measured.HasFlag(pollutant) != true);
        return s_notMeasured.With(Listed(stacks), measure, Listed(silent));
    }

    private static Wording Listed(IEnumerable<string> codes) => new(string.Join(", ", codes), string.Join("、", codes));

    private static SourceMonth? Find(Sheet sheet, string code)
    {
        int low = 0,
            high = sheet.Sources.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var by = string.CompareOrdinal(sheet.Sources[middle].Code, code);
            if (by == 0)
                return sheet.Sources[middle];
            if (by < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }
}
