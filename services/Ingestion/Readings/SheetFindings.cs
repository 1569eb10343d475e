using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using static CarbonPlatform.Ingestion.Readings.FindingText;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What can be wrong with a sheet as a whole or with readings beside each other, and what is said of one that is
/// accepted. Each says where, what was wrong, and what would be right.
/// </summary>
internal static class SheetFindings
{
    // ---- The month ----

    public static Finding MonthInFuture(Month month, Month current) =>
        Error(
            Place.Month,
            SheetCodes.MonthInFuture,
            $"{month} has not begun in the group's time zone; there it is {current}.",
            $"A month up to {current}."
        );

    public static Finding MonthBeforePlant(Month month, PlantRecord plant) =>
        Error(
            Place.Month,
            SheetCodes.MonthBeforePlant,
            $"{plant.Code} reports from {plant.From} on, not for {month}.",
            $"A month from {plant.From} on; or correct the plant's 'from'."
        );

    public static Finding MonthAfterPlant(Month month, PlantRecord plant) =>
        Error(
            Place.Month,
            SheetCodes.MonthAfterPlant,
            $"{plant.Code} reported up to {plant.To}, not for {month}.",
            $"A month up to {plant.To}; or correct the plant's 'to'."
        );

    // ---- Keys ----

    public static Finding DuplicateReading(Place place, Place first, ReadingKey key) =>
        Error(
            place,
            SheetCodes.DuplicateReading,
            $"{key} stands in the sheet already, at {first}.",
            "One reading for each source, activity, meter and lot; tell two apart by 'meter' or 'lot'."
        );

    public static Finding DuplicateWithdrawal(Place place, ReadingKey key) =>
        Error(place, SheetCodes.DuplicateWithdrawal, $"{key} is withdrawn twice.", "Withdraw a reading once.");

    public static Finding WithdrawnAndGiven(Place place, Place given, ReadingKey key) =>
        Error(
            place,
            SheetCodes.WithdrawnAndGiven,
            $"{key} is withdrawn and given at {given}.",
            "Either withdraw the reading or give it; a given one replaces what stands."
        );

    public static Finding UnknownWithdrawal(Place place, ReadingKey key, IReadOnlyList<ReadingRecord> standing) =>
        Error(
            place,
            SheetCodes.UnknownWithdrawal,
            $"The sheet has no reading {key}.",
            "The key of a reading that stands in the sheet.",
            Nearest.To(key.ToString(), standing.Select(reading => ReadingKey.Of(reading).ToString()))
        );

    public static Finding LookAlike(RowPlace row, ReadingKey key, ReadingKey first)
    {
        var (member, text, meant) =
            key.Meter == first.Meter ? ("lot", key.Lot, first.Lot) : ("meter", key.Meter, first.Meter);
        return Error(
            row.Of(member),
            SheetCodes.LookAlike,
            $"The {member} '{Short(text!)}' looks like '{Short(meant!)}' of another reading of {key.Source}, "
                + $"{key.Activity}, and is written with other characters.",
            $"One way of writing each {member}; else its readings are counted as those of two.",
            meant
        );
    }

    // ---- The whole ----

    public static Finding EmptySheet() =>
        Error(
            Place.Sheet,
            SheetCodes.EmptySheet,
            "There is no reading in the request and none in the sheet.",
            "At least one reading; in a month in which there was nothing, readings of 0."
        );

    public static Finding SheetTooLong(int count) =>
        Error(
            Place.Sheet,
            SheetCodes.SheetTooLong,
            $"The sheet would hold {count} readings.",
            $"At most {SheetCheck.MaxReadings} readings."
        );

    public static Finding ExportOnGeneratingSource(Place place, string source) =>
        Error(
            place,
            SheetCodes.ExportOnGeneratingSource,
            $"{source} reports generation.*, and electricity.exported besides: the same kWh would count twice.",
            "What a generating station delivers is its generation.*; report electricity.exported on the "
                + "grid connection "
                + "of a plant that passes on power."
        );

    // ---- What is worth a look although the sheet is accepted ----

    public static Finding FuelAndReductant(Place place, string source, string fuel, string reductant) =>
        new(
            Severity.Note,
            place,
            SheetCodes.FuelAndReductant,
            $"{source} reports {fuel} and {reductant} in the same quantity: the same material counts once, "
                + "as reductant, "
                + "and the fuel gets no figure.",
            "One of the two, the other withdrawn; or of each what was burnt and what served as reductant."
        );

    /// <summary>A reading of the whole; it may be as much as its parts are together.</summary>
    public static Finding WholeBesideParts(
        Place place,
        ReadingRecord whole,
        List<ReadingRecord> parts,
        bool isTheirSum
    ) =>
        new(
            Severity.Note,
            place,
            SheetCodes.WholeAndParts,
            $"{whole.Source} has {whole.Activity} without meter or lot, and by meter or lot besides "
                + $"({NamesOf(parts)})"
                + (isTheirSum ? ", which come to the same" : "")
                + ": they are added.",
            isTheirSum
                ? "The whole or its parts, the other withdrawn (withdrawals)."
                : "The parts alone, the reading without meter and lot withdrawn; or a meter or lot for it, too."
        );

    private static string NamesOf(List<ReadingRecord> parts) =>
        string.Join(", ", parts.Select(part => part.Meter ?? part.Lot).Distinct(StringComparer.Ordinal));

    public static Finding BillAndPart(Place place, string source, string part) =>
        new(
            Severity.Note,
            place,
            SheetCodes.BillAndPart,
            $"{source} has the same quantity as electricity.grid and as {part}: both are added.",
            "What was bought from the grid without the part under contract, and that part; which of the two holds?"
        );

    /// <summary>The same twice, or both together more than was generated.</summary>
    public static Finding UsedAndDelivered(Place place, string source, string kind, bool isMore) =>
        new(
            Severity.Note,
            place,
            SheetCodes.UsedAndDelivered,
            isMore
                ? $"generation.{kind} and electricity.self.{kind} are more together than generation.{kind}.gross."
                : $"{source} has the same quantity as generation.{kind} and as electricity.self.{kind}: both are "
                    + $"added.",
            "As generation what went to the grid or a customer, as electricity.self what was used in the plant; no kWh "
                + "is both."
        );

    public static Finding CoveredTwice(
        Place place,
        ReadingRecord one,
        ReadingRecord other,
        (DateOnly From, DateOnly To) days
    ) =>
        new(
            Severity.Note,
            place,
            SheetCodes.CoveredTwice,
            $"{ReadingKey.Of(one)} and {ReadingKey.Of(other)} cover {days.From:yyyy-MM-dd} to {days.To:yyyy-MM-dd} "
                + "both: these days are counted twice unless two meters ran side by side.",
            "Periods that follow each other; or an 'explanation' that two meters ran side by side."
        );

    public static Finding MassDiffers(
        Place place,
        string source,
        string ofMass,
        decimal mass,
        string ofConcentration,
        string ofFlow,
        decimal worked
    ) =>
        new Finding(
            Severity.Note,
            place,
            SheetCodes.MassDiffers,
            $"{source} has {DecimalText.Plain(mass)} kg as {ofMass}, and {ofConcentration} by {ofFlow} makes "
                + $"{DecimalText.Plain(worked)} kg: they differ by more than 5 %. The mass counts.",
            "One of the three corrected; look at the units first."
        ) with
        {
            Limits = new Limits(worked * 0.95m, worked * 1.05m, Unit.Kilogram.Symbol, "activities.csv"),
        };

    public static Finding HeatDiffers(
        Place place,
        ReadingRecord reading,
        decimal gigajoules,
        decimal low,
        decimal high
    ) =>
        new Finding(
            Severity.Note,
            place,
            SheetCodes.HeatDiffers,
            $"{reading.Source} has {DecimalText.Plain(gigajoules)} GJ as {reading.Activity}, and its steam by mass and "
                + $"enthalpy holds {DecimalText.Plain(low)} GJ above feed water of 20 °C, {DecimalText.Plain(high)} GJ "
                + "in all: they differ by more than 2 %. The GJ count.",
            "The heat, the mass or the enthalpy corrected; look at the units first."
        ) with
        {
            Limits = new Limits(low * 0.98m, high * 1.02m, Unit.Gigajoule.Symbol, "activities.csv"),
        };

    public static Finding MeterSpelling(Place place, ReadingKey key, string before, Month month) =>
        new Finding(
            Severity.Note,
            place,
            SheetCodes.MeterSpelling,
            $"The meter '{Short(key.Meter!)}' of {key.Source}, {key.Activity} was written '{Short(before)}' "
                + $"in {month}.",
            "One way of writing each meter, month by month; else its series breaks off."
        ) with
        {
            Proposal = before,
        };

    public static Finding NotReported(string source, string activity, Month month) =>
        new(
            Severity.Note,
            Place.Sheet,
            SheetCodes.NotReported,
            $"{source} is expected to report {activity}, and {month} has no reading of it: the month has a gap and "
                + "cannot be closed.",
            "A reading, of 0 where there was none; or the source's 'expects', its 'states' or a waiver says that there "
                + "is nothing to report."
        );

    public static Finding PartOfMonth(Place place, string source, string activity, int days, Month month) =>
        new(
            Severity.Note,
            place,
            SheetCodes.PartOfMonth,
            $"The readings of {activity} at {source} cover {days} of the {month.Days} days of {month}.",
            "Readings of the other days, too; or an 'explanation' why there are none. Without one the month has a gap "
                + "and cannot be closed."
        );

    public static Finding MetersAlike(Place place, ReadingKey key, string first) =>
        new Finding(
            Severity.Note,
            place,
            SheetCodes.MeterSpelling,
            $"The meter '{Short(key.Meter!)}' of {key.Source}, {key.Activity} is written '{Short(first)}' "
                + "elsewhere in the sheet.",
            "One way of writing each meter; of two meters names that differ by more than hyphens, blanks and zeros."
        ) with
        {
            Proposal = first,
        };
}
