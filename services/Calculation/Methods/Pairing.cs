namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Products of two readings that belong together: concentration and flow, minutes and output. The concentration (or the
/// minutes) may stand once and then goes with all flows (or outputs); else every reading needs exactly one partner of
/// the same meter and lot.
/// </summary>
internal static class Pairing
{
    /// <summary>False when they do not pair: what was reported does not allow a result.</summary>
    /// <param name="intensities">Concentrations, minutes: readings that cannot be added.</param>
    /// <param name="extents">Flows, outputs: readings that can.</param>
    public static bool Fits(ActivityReadings intensities, ActivityReadings? extents)
    {
        if (extents is null)
            return false;
        if (intensities.Readings.Length == 1)
            return true;
        if (intensities.Readings.Length != extents.Readings.Length)
            return false;
        foreach (ref readonly var intensity in intensities.Readings)
        {
            if (!TryPartner(intensity, extents, out _))
                return false;
        }
        return true;
    }

    /// <summary>
    /// Takes an intensity, and the extent that it goes with; what is taken then belongs to the intensity.
    /// </summary>
    public static (T Intensity, T Extent) Take<T>(
        ref Figure<T> figure,
        in Reading intensity,
        Phrase name,
        ActivityReadings intensities,
        ActivityReadings extents,
        Phrase extentName
    )
        where T : struct, ITerm<T>
    {
        var value = figure.Reading(intensity, intensities.Activity, name);
        T extent;
        if (intensities.Readings.Length == 1)
        {
            extent = figure.Total(extents, extentName);
        }
        else
        {
            TryPartner(intensity, extents, out var partner);
            extent = figure.Reading(partner, extents.Activity, extentName);
        }
        figure.At(intensity);
        return (value, extent);
    }

    /// <summary>Adds a product; one intensity makes one product with all extents, which is the whole.</summary>
    public static void Add<T>(ref Figure<T> figure, ActivityReadings intensities, T product)
        where T : struct, ITerm<T>
    {
        if (intensities.Readings.Length == 1)
            figure.Is(product);
        else
            figure.Add(product);
    }

    /// <summary>
    /// The intensity as the line carries it: the reading itself, or the mean weighted by extent, 6 decimals.
    /// </summary>
    public static decimal Mean(ActivityReadings intensities, ActivityReadings extents)
    {
        if (intensities.Readings.Length == 1 || extents.Total.IsZero)
            return intensities.Readings[0].Amount.ToDecimal6();
        var sum = Exact.Zero;
        foreach (ref readonly var intensity in intensities.Readings)
        {
            TryPartner(intensity, extents, out var partner);
            sum += intensity.Amount * partner.Amount;
        }
        return (sum / extents.Total).ToDecimal6();
    }

    /// <summary>The partner of a reading, where there are several of both.</summary>
    private static bool TryPartner(in Reading reading, ActivityReadings others, out Reading partner)
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
}
