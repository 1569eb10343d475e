using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// A plant-month's readings as the methods see them: codes resolved, units converted, values trusted.
/// </summary>
internal sealed class Sheet
{
    public required PlantCode Plant { get; init; }

    public required Month Month { get; init; }

    public required Place Place { get; init; }

    /// <summary>All sources of the plant in the month, in ordinal order of code.</summary>
    public required SourceMonth[] Sources { get; init; }

    public required int ReadingCount { get; init; }

    /// <summary>
    /// The profile that the question put in the place of every source's own; null in the ordinary course.
    /// </summary>
    public string? AskedProfile { get; init; }
}

/// <summary>What a source is, as far as the methods ask.</summary>
internal enum SourceKind
{
    Other,
    Boiler,
    ThermalUnit,
    Kiln,
    Furnace,

    /// <summary>Potline or anode plant: it emits, but silence about its air is no gap of its own.</summary>
    Electrolysis,
    Stack,
}

/// <summary>Kinds of source by the codes of the organisation.</summary>
internal static class SourceKinds
{
    public static SourceKind Of(string code) =>
        code switch
        {
            "boiler" => SourceKind.Boiler,
            "thermal-unit" => SourceKind.ThermalUnit,
            "kiln" => SourceKind.Kiln,
            "furnace" => SourceKind.Furnace,
            "potline" or "anode-plant" => SourceKind.Electrolysis,
            "stack" => SourceKind.Stack,
            _ => SourceKind.Other,
        };
}

/// <summary>Pollutants a stack may be measured for.</summary>
[Flags]
internal enum Pollutants
{
    None = 0,
    So2 = 1,
    Nox = 2,
    Pm = 4,
    Fluoride = 8,
}

/// <summary>A source with its readings of the month.</summary>
internal sealed class SourceMonth
{
    public required string Code { get; init; }

    public required string Process { get; init; }

    public required SourceKind Kind { get; init; }

    public string? Technology { get; init; }

    public DateOnly? CreditingStart { get; init; }

    /// <summary>Of a reservoir, W/m2.</summary>
    public decimal? PowerDensity { get; init; }

    public required Profile Profile { get; init; }

    /// <summary>The profile stands in the record of the source; else it is that of its kind.</summary>
    public required bool HasOwnProfile { get; init; }

    /// <summary>Kind as the record says it.</summary>
    public required string KindCode { get; init; }

    public required IReadOnlyList<string> DischargesTo { get; init; }

    /// <summary>Pollutants a signed waiver excuses this month.</summary>
    public required Pollutants Waived { get; init; }

    /// <summary>The readings by activity, in ordinal order of activity code.</summary>
    public required ActivityReadings[] Activities { get; init; }

    /// <summary>What of it is missing, in ordinal order of activity code.</summary>
    public required MissingActivity[] Missing { get; init; }

    /// <summary>What its own stack readings measure.</summary>
    public Pollutants Measured { get; set; }

    /// <summary>What is measured wherever it discharges to, so that no estimate is written.</summary>
    public Pollutants MeasuredDownstream { get; set; }

    /// <summary>As a stack: the category its pollutants stand under.</summary>
    public bool IsCombustionStack { get; set; }

    public bool IsCombustionPlant => Kind is SourceKind.Boiler or SourceKind.ThermalUnit;

    /// <summary>Whether silence about SO2 and NOx of its fuels is a gap.</summary>
    public bool MustReportAir =>
        Kind is SourceKind.Boiler or SourceKind.ThermalUnit or SourceKind.Kiln or SourceKind.Furnace;

    public ActivityReadings? Find(Activity activity)
    {
        foreach (var readings in Activities)
        {
            if (ReferenceEquals(readings.Activity, activity))
                return readings;
        }
        return null;
    }
}

/// <summary>An activity of which a source has not, or only partly, reported what it was to report.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Days">How many days of the month its readings cover; null when there is none.</param>
internal readonly record struct MissingActivity(Activity Activity, int? Days);

/// <summary>All readings of one source and activity: they make one line, summed before the rounding.</summary>
internal sealed class ActivityReadings
{
    private readonly Reading[] _readings;

    public ActivityReadings(Activity activity, Reading[] readings)
    {
        Activity = activity;
        _readings = readings;
        var total = Exact.Zero;
        foreach (ref readonly var reading in readings.AsSpan())
        {
            total += reading.Amount;
            if (reading.Quality > Quality)
                Quality = reading.Quality;
            Lacks ??= reading.Lacks;
        }
        Total = total;
        Quantity = total.ToDecimal6();
    }

    public Activity Activity { get; }

    public ReadOnlySpan<Reading> Readings => _readings;

    /// <summary>Sum in the activity's unit, exact.</summary>
    public Exact Total { get; }

    /// <summary>The sum as lines carry it, 6 decimals.</summary>
    public decimal Quantity { get; }

    /// <summary>The worst among the readings.</summary>
    public Quality Quality { get; }

    /// <summary>Why nobody can say how much it is; null where that is known of every reading.</summary>
    public string? Lacks { get; }
}

/// <summary>One reading.</summary>
internal readonly struct Reading
{
    /// <summary>In the activity's unit.</summary>
    public required Exact Amount { get; init; }

    /// <summary>As written.</summary>
    public required decimal Quantity { get; init; }

    public required Unit Unit { get; init; }

    public required Quality Quality { get; init; }

    public string? Meter { get; init; }

    public string? Lot { get; init; }

    /// <summary>What it was read by, where that is not the dimension in which the activity counts.</summary>
    public FuelQuantity? Read { get; init; }

    /// <summary>What is missing to make an amount of what was read; null where nothing is.</summary>
    public string? Lacks { get; init; }

    /// <summary>Null when the reading came without attributes.</summary>
    public Facts? Facts { get; init; }

    /// <summary>
    /// How it stands with what is claimed from a plant of the group; null where nothing is, and where all is held and
    /// the reading names its supplier.
    /// </summary>
    public Claim? Claim { get; init; }

    /// <summary>
    /// The plant of the group whose own account counts the reading in the market basis already. What is residual here
    /// because its claim was sold or is not held, no account of the group counts.
    /// </summary>
    public string? MarketSupplier => Claims.IsOpen(this) || Given.IsSold(this) ? null : Facts?.GroupSupplier;
}
