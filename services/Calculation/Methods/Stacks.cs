using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Who discharges where, and what is measured there. An estimate of a pollutant from fuel, anode or sulphur balance is left
/// out when every stack the source discharges to is measured for it; a source with stack readings of its own is its own stack.
/// </summary>
internal static class Stacks
{
    public static readonly ActivityNeed FlueGas = ActivityNeed.Of("stack.flue-gas");

    public static Pollutants PollutantOf(string measure) =>
        measure switch
        {
            "SO2" => Pollutants.So2,
            "NOx" => Pollutants.Nox,
            "PM" => Pollutants.Pm,
            "F" => Pollutants.Fluoride,
            _ => Pollutants.None,
        };

    /// <summary>Writes into each source what is measured at it and downstream of it, and what kind of stack it is.</summary>
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
            if (readings.Activity.IsMass || Pairing.TrySum(readings, source.Find(activities[FlueGas]), out _))
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

    /// <summary>All that discharges there are boilers or thermal units; a stack that nothing discharges to goes by its process.</summary>
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
        if (source.Source.DischargesTo.Count == 0)
            return new(
                $"No stack it discharges to is named, so nothing measures its {measure}.",
                $"该排放源未登记排口，{measure}无监测数据。"
            );
        var sheet = source.Sheet;
        var silent = string.Join(
            ", ",
            source.Source.DischargesTo.Where(code => Find(sheet, code)?.Measured.HasFlag(pollutant) != true)
        );
        return new(
            $"A measurement would go before, but of the stacks it discharges to ({string.Join(", ", source.Source.DischargesTo)}) there is none of {measure} at {silent}.",
            $"监测数据优先，但其排口（{string.Join("、", source.Source.DischargesTo)}）中{silent}没有{measure}监测数据。"
        );
    }

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

/// <summary>What a reading counts in a product.</summary>
internal delegate Exact ReadingValue(in Reading reading);

/// <summary>
/// Products of two readings that belong together: concentration and flow, minutes and output. The concentration (or the minutes) may stand
/// once and then goes with all flows (or outputs); else every reading needs exactly one partner of the same meter and lot.
/// </summary>
internal static class Pairing
{
    /// <summary>False when they do not pair: what was reported does not allow a result.</summary>
    /// <param name="intensities">Concentrations, minutes: readings that cannot be added.</param>
    /// <param name="extents">Flows, outputs: readings that can.</param>
    /// <param name="sum">Σ intensity × extent.</param>
    /// <param name="value">What an intensity counts, when it is not simply its amount.</param>
    public static bool TrySum(
        ActivityReadings intensities,
        ActivityReadings? extents,
        out Exact sum,
        ReadingValue? value = null
    )
    {
        sum = Exact.Zero;
        if (extents is null)
            return false;
        if (intensities.Readings.Length == 1)
        {
            sum = Value(intensities.Readings[0]) * extents.Total;
            return true;
        }
        if (intensities.Readings.Length != extents.Readings.Length)
            return false;
        foreach (ref readonly var intensity in intensities.Readings)
        {
            if (!TryPartner(intensity, extents, out var partner))
                return false;
            sum += Value(intensity) * partner.Amount;
        }
        return true;

        Exact Value(in Reading reading) => value is null ? reading.Amount : value(reading);
    }

    /// <summary>The partner of a reading, where there are several of both.</summary>
    public static bool TryPartner(in Reading reading, ActivityReadings others, out Reading partner)
    {
        foreach (ref readonly var other in others.Readings)
        {
            if (other.Meter != reading.Meter || other.Lot != reading.Lot)
                continue;
            partner = other;
            return true;
        }
        partner = default;
        return false;
    }

    /// <summary>The intensity as the line carries it: the reading itself, or the mean weighted by extent, 6 decimals.</summary>
    public static decimal Mean(ActivityReadings intensities, ActivityReadings extents, Exact sum) =>
        intensities.Readings.Length == 1 || extents.Total.IsZero
            ? intensities.Readings[0].Amount.ToDecimal6()
            : (sum / extents.Total).ToDecimal6();

    /// <summary>Writes the same sum in numbers.</summary>
    /// <param name="working">Where to.</param>
    /// <param name="intensities">Concentrations, minutes.</param>
    /// <param name="extents">Flows, outputs.</param>
    /// <param name="intensityName">What an intensity is called.</param>
    /// <param name="extentName">What an extent is called.</param>
    /// <param name="term">A summand from an intensity, its number, and the number of its extent.</param>
    public static void Record(
        Working working,
        ActivityReadings intensities,
        ActivityReadings extents,
        Wording intensityName,
        Wording extentName,
        Func<Reading, string, string, string> term
    )
    {
        if (intensities.Readings.Length == 1)
        {
            var intensity = intensities.Readings[0];
            var number = working.Reading(intensity, intensities.Activity, intensityName);
            var sum = working.Sum(extents, extentName);
            working.Term(term(intensity, number, sum));
            return;
        }
        foreach (ref readonly var intensity in intensities.Readings)
        {
            TryPartner(intensity, extents, out var partner);
            var number = working.Reading(intensity, intensities.Activity, intensityName);
            working.Term(term(intensity, number, working.Reading(partner, extents.Activity, extentName)));
        }
    }
}

/// <summary>Exact numbers in the calculation of a working.</summary>
internal static class Number
{
    /// <summary>A decimal where there is one, else a fraction in parentheses.</summary>
    public static string Text(Exact value) => value.TryToDecimal(out var plain) ? $"{plain}" : $"({value})";
}
