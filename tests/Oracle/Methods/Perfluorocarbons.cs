using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>CF4 and C2F6 of potlines.</summary>
internal static class Perfluorocarbons
{
    private const string Output = "aluminium.output";
    private const string Minutes = "aluminium.anode-effect-minutes";
    private const string Overvoltage = "aluminium.anode-effect-overvoltage";

    public static void Add(MonthBook book)
    {
        foreach (var source in book.Sources)
        {
            var output = book.Sum(source.Code, Output, "t");
            var minutes = book.Sum(source.Code, Minutes, "min/cell-day");
            var overvoltage = book.Of(source.Code, Overvoltage).SingleOrDefault();
            var profile = source.ProfileIn(book.Month);

            if (output is null)
            {
                if (minutes is not null || overvoltage is not null) Miss(book, source, "not-computable");
            }
            else if (profile == "ets-2024")
            {
                Post(book, source, Output, output * 0.020m, output * 0.0011m);
            }
            else if (minutes is not null)
            {
                if (profile != "ipcc-2019")
                {
                    var cf4 = output * 0.143m * minutes;
                    Post(book, source, Minutes, cf4, cf4 * 0.1m);
                }
                else if (Processes.Cells.TryGetValue(source.Technology ?? "", out var cell))
                {
                    var cf4 = output * cell.Slope * minutes;
                    Post(book, source, Minutes, cf4, cf4 * cell.Share);
                }
                else
                {
                    Miss(book, source, "no-factor");
                }
            }
            else if (overvoltage is not null)
            {
                if (!Processes.OvervoltageCells.TryGetValue(source.Technology ?? "", out var cell)) Miss(book, source, "no-factor");
                else if (overvoltage.Share("currentEfficiencyPercent") is { } efficiency)
                {
                    var cf4 = cell.Overvoltage * overvoltage.In("mV") / efficiency * output;
                    Post(book, source, Overvoltage, cf4, cf4 * cell.Share);
                }
                else
                {
                    Miss(book, source, "not-computable");
                }
            }
            else if (profile != "ipcc-2019")
            {
                Post(book, source, Output, output * 0.034m, output * 0.0034m);
            }
            else if (Processes.Cells.TryGetValue(source.Technology ?? "", out var cell) && cell.Plain is var (cf4, c2f6))
            {
                Post(book, source, Output, output * cf4, output * c2f6);
            }
            else
            {
                Miss(book, source, "no-factor");
            }
        }
    }

    private static void Post(MonthBook book, Source source, string activity, Fraction? cf4Kg, Fraction? c2f6Kg)
    {
        Reading[] from = [.. book.Of(source.Code, activity), .. activity == Output ? [] : book.Of(source.Code, Output)];
        book.Add(from, activity, "scope1.pfc", null, "CF4", cf4Kg!.Value);
        book.Add(from, activity, "scope1.pfc", null, "C2F6", c2f6Kg!.Value);
    }

    private static void Miss(MonthBook book, Source source, string kind)
    {
        book.Miss(source.Code, Output, "scope1.pfc", null, "CF4", kind);
        book.Miss(source.Code, Output, "scope1.pfc", null, "C2F6", kind);
    }
}
