using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>Whether a reading belongs to a part; the supplier is the one the part is of, if it is of one.</summary>
internal delegate bool ReadingFilter(in Reading reading, string? supplier);

/// <summary>Those readings of an activity that one line rests on.</summary>
internal readonly struct Part
{
    private readonly ActivityReadings _readings;
    private readonly ReadingFilter? _filter;
    private readonly string? _supplier;

    private Part(
        ActivityReadings readings,
        Exact total,
        decimal quantity,
        Quality quality,
        int count,
        ReadingFilter? filter,
        string? supplier
    )
    {
        _readings = readings;
        _filter = filter;
        _supplier = supplier;
        Total = total;
        Quantity = quantity;
        Quality = quality;
        Count = count;
    }

    public Activity Activity => _readings.Activity;

    /// <summary>In the activity's unit, exact.</summary>
    public Exact Total { get; }

    /// <summary>In the activity's unit, 6 decimals.</summary>
    public decimal Quantity { get; }

    public Quality Quality { get; }

    public int Count { get; }

    public bool IsEmpty => Count == 0;

    public static Part Whole(ActivityReadings readings) =>
        new(readings, readings.Total, readings.Quantity, readings.Quality, readings.Readings.Length, null, null);

    public static Part Of(ActivityReadings readings, ReadingFilter filter, string? supplier = null)
    {
        var total = Exact.Zero;
        var quality = Quality.Measured;
        var count = 0;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (!filter(reading, supplier))
                continue;
            total += reading.Amount;
            if (reading.Quality > quality)
                quality = reading.Quality;
            count++;
        }
        return count == readings.Readings.Length
            ? Whole(readings)
            : new Part(readings, total, total.ToDecimal6(), quality, count, filter, supplier);
    }

    /// <summary>Those readings of which some part is of a measure.</summary>
    public static Part Of(ActivityReadings readings, Gases gases, TextAttribute name, Measure measure) =>
        Of(readings, (in Reading reading, string? _) => gases.PercentOf(reading.Facts?[name], measure) > 0);

    /// <summary>Whether any of them names a plant of the group as supplier that nobody has confirmed.</summary>
    public LineStatuses SupplierStatus =>
        Any(static (in Reading reading, string? _) => reading.Facts?.UnconfirmedSupplier is not null)
            ? LineStatuses.SupplierUnconfirmed
            : LineStatuses.None;

    /// <summary>Whether the certificate or credit of any of them was sold.</summary>
    public LineStatuses SoldStatus =>
        Any(static (in Reading reading, string? _) => Given.IsSold(reading))
            ? LineStatuses.CertificateSold
            : LineStatuses.None;

    /// <summary>Whether a proof of any of them is still to come, or what would bear it out.</summary>
    public LineStatuses PendingStatus =>
        Any(static (in Reading reading, string? _) => Given.IsPending(reading))
            ? LineStatuses.ProofPending
            : LineStatuses.None;

    /// <summary>Whether any of its readings is such a one.</summary>
    public bool Any(ReadingFilter isSuch)
    {
        foreach (ref readonly var reading in _readings.Readings)
        {
            if (Holds(reading) && isSuch(reading, _supplier))
                return true;
        }
        return false;
    }

    /// <summary>The readings of the part.</summary>
    public List<Reading> Readings()
    {
        var readings = new List<Reading>(Count);
        foreach (ref readonly var reading in _readings.Readings)
        {
            if (Holds(reading))
                readings.Add(reading);
        }
        return readings;
    }

    /// <summary>Writes the readings of the part into a working, with what decided that they are of it.</summary>
    public void Record(Working working)
    {
        foreach (ref readonly var reading in _readings.Readings)
        {
            if (!Holds(reading))
                continue;
            working.Reading(reading, Activity);
            if (reading.Facts?[Given.Proof] is { } proof)
                working.Given(Words.Proof, proof);
            if (reading.Facts?[Given.CertificateSold] is { } sold)
                working.Given(Words.CertificateSold, sold);
            if (reading.Facts?[Given.Origin] is { } origin)
                working.Given(Words.Origin, origin);
            if (reading.Facts?.GroupSupplier is { } supplier)
                working.Given(Words.Supplier, supplier);
            if (reading.Facts?.UnconfirmedSupplier is { } unconfirmed)
                working.Given(Words.UnconfirmedSupplier, unconfirmed);
            Claims.Record(working, reading);
        }
    }

    /// <summary>Its readings as they stand in a calculation.</summary>
    public List<string> Digits()
    {
        var digits = new List<string>(Count);
        foreach (ref readonly var reading in _readings.Readings)
        {
            if (Holds(reading))
                digits.Add(Number.Text(reading.Amount));
        }
        return digits;
    }

    /// <summary>Those of them that another part of the same activity leaves out.</summary>
    public List<string> DigitsWithout(in Part other)
    {
        var digits = new List<string>();
        foreach (ref readonly var reading in _readings.Readings)
        {
            if (Holds(reading) && !other.Holds(reading))
                digits.Add(Number.Text(reading.Amount));
        }
        return digits;
    }

    private bool Holds(in Reading reading) => _filter is null || _filter(reading, _supplier);
}
