using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// From a sheet to its emission lines and gaps: a pure function of the sheet and the catalogue. Asked for its working
/// it runs the same way and says, line by line, how it arrived.
/// </summary>
internal static class EmissionLines
{
    /// <summary>
    /// Version of the methods as a set. It goes up with every method that gets a new version, and with whatever else
    /// lines say.
    /// </summary>
    public const int MethodsVersion = 4;

    /// <summary>Calculates a sheet.</summary>
    /// <param name="sheet">The plant-month.</param>
    /// <param name="factors">The catalogue as it serves that month.</param>
    /// <param name="working">Asks for the working of every line.</param>
    public static Lines Calculate(Sheet sheet, MonthFactors factors, Working? working = null)
    {
        // Most sheets make one and a half lines of a reading; what is more makes them grow once. Room that stays empty
        // is cleared and collected all the same.
        var lines = new Lines(sheet.ReadingCount * 2) { Working = working };
        for (var i = 0; i < sheet.Sources.Length; i++)
        {
            var source = sheet.Sources[i];
            if (source.Activities.Length == 0 && source.Missing.Length == 0)
                continue;
            lines.BeginSource(i);
            Calculate(new MethodCase(sheet, source, factors.At(source.Code), lines));
            foreach (var missing in source.Missing)
                lines.NotReported(source, missing, sheet.Month);
            lines.EndSource();
        }
        lines.End();
        return lines;
    }

    private static void Calculate(in MethodCase source)
    {
        // Some methods take several activities of the source together; they run once.
        var done = 0UL;
        foreach (var readings in source.Source.Activities)
        {
            foreach (var method in readings.Activity.Methods)
            {
                if (method.IsOfActivity)
                {
                    method.Write(source, readings);
                }
                else if ((done & method.Bit) == 0)
                {
                    done |= method.Bit;
                    method.Write(source);
                }
            }
        }
    }
}

/// <summary>What a method is given: the source with its readings, the factors, and where to write.</summary>
internal readonly struct MethodCase(Sheet sheet, SourceMonth source, MonthFactors factors, Lines lines)
{
    public Sheet Sheet { get; } = sheet;

    public Place Place { get; } = sheet.Place;

    public Month Month { get; } = sheet.Month;

    public SourceMonth Source { get; } = source;

    public MonthFactors Factors { get; } = factors;

    public Lines Lines { get; } = lines;

    /// <summary>The readings of another activity of the source; null when it has none.</summary>
    public ActivityReadings? Find(ActivityNeed need) => Source.Find(Factors.Activities[need]);
}
