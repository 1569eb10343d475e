using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>What is measured at the stacks.</summary>
internal static class Stacks
{
    /// <summary>What stacks are measured for, as activities and measures name it.</summary>
    public static readonly (string Code, string Measure)[] Pollutants =
    [
        ("so2", "SO2"),
        ("nox", "NOx"),
        ("pm", "PM"),
        ("fluoride", "F"),
    ];

    public static void Add(MonthBook book)
    {
        foreach (var stack in book.Sources)
        {
            foreach (var (code, measure) in Pollutants)
            {
                var (mass, concentration) = ($"stack.{code}.mass", $"stack.{code}.concentration");
                if (book.Sum(stack.Code, mass, "kg") is { } kg)
                {
                    book.Add(book.Of(stack.Code, mass), mass, Category(book, stack), null, measure, kg);
                }
                else if (book.Sum(stack.Code, concentration, "mg/Nm3") is { } mgPerNm3)
                {
                    if (book.Sum(stack.Code, "stack.flue-gas", "Nm3") is { } flow)
                        book.Add(
                            [.. book.Of(stack.Code, concentration), .. book.Of(stack.Code, "stack.flue-gas")],
                            concentration,
                            Category(book, stack),
                            null,
                            measure,
                            mgPerNm3 * flow / 1_000_000
                        );
                    else
                        book.Miss(stack.Code, concentration, Category(book, stack), null, measure, "not-computable");
                }
            }
        }
    }

    /// <summary>Whether every stack of a source is measured for a pollutant, so that no estimate is wanted.</summary>
    public static bool AllMeasured(MonthBook book, Source source, string pollutant)
    {
        var stacks = source.DischargesTo.ToList();
        if (IsItsOwnStack(book, source))
            stacks.Add(source.Code);
        return stacks.Count > 0 && stacks.TrueForAll(stack => IsMeasured(book, stack, pollutant));
    }

    private static bool IsMeasured(MonthBook book, string stack, string pollutant) =>
        book.Of(stack, $"stack.{pollutant}.mass").Length > 0
        || (
            book.Of(stack, $"stack.{pollutant}.concentration").Length > 0 && book.Of(stack, "stack.flue-gas").Length > 0
        );

    private static bool IsItsOwnStack(MonthBook book, Source source) =>
        source.Kind != "stack"
        && book.Readings.Any(r => r.Source == source.Code && r.Activity.StartsWith("stack.", StringComparison.Ordinal));

    private static string Category(MonthBook book, Source stack)
    {
        var discharging = book
            .Sources.Where(s => s.DischargesTo.Contains(stack.Code) || (s == stack && IsItsOwnStack(book, s)))
            .ToList();
        var combustion =
            discharging.Count > 0
                ? discharging.TrueForAll(s => s.Kind is "boiler" or "thermal-unit")
                : stack.Process == "power";
        return combustion ? "air.combustion" : "air.process";
    }
}
