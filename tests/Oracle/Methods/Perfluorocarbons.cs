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
                if (minutes is not null || overvoltage is not null)
                    Miss(book, source, "not-computable");
            }
            else if (profile == "ets-2024")
            {
                Post(
                    book,
                    source,
                    Output,
                    output * Cf4("ets-2024", 0.020m),
                    output * C2f6("ets-2024", 0.0011m),
                    [book.DisputeOf("pfc.ets-2024.cf4", source.Code)],
                    [book.DisputeOf("pfc.ets-2024.c2f6", source.Code)]
                );
            }
            else if (minutes is not null)
            {
                var collected = Collected(book.Of(source.Code, Minutes).Single());
                // Cells that nothing is printed for count as those of the kind they are nearest to.
                var technology = source.Technology == "PFPB-MW" ? "CWPB" : source.Technology;
                if (profile != "ipcc-2019")
                {
                    var cf4 = output * Value("pfc.ndrc-2013.slope", 0.143m) * minutes / collected;
                    PostEffects(Minutes, cf4!.Value, Value("pfc.ndrc-2013.share", 0.1m), null);
                }
                else if (Processes.Cells.TryGetValue(technology ?? "", out var cell))
                {
                    var cf4 = output * Value($"pfc.ipcc-2019.{technology}.slope", cell.Slope) * minutes / collected;
                    PostEffects(
                        Minutes,
                        cf4!.Value,
                        Value($"pfc.ipcc-2019.{technology}.share", cell.Share),
                        technology == source.Technology ? null : "fallback-technology"
                    );
                }
                else
                {
                    Miss(book, source, "no-factor");
                }
            }
            else if (overvoltage is not null)
            {
                if (!Processes.OvervoltageCells.TryGetValue(source.Technology ?? "", out var cell))
                    Miss(book, source, "no-factor");
                else if (overvoltage.Share("currentEfficiencyPercent") is { } efficiency)
                {
                    var cf4 =
                        Value($"pfc.ipcc-2006.{source.Technology}.overvoltage", cell.Overvoltage)
                        * overvoltage.In("mV")
                        / (efficiency * 100)
                        * output
                        / Collected(overvoltage);
                    PostEffects(
                        Overvoltage,
                        cf4!.Value,
                        Value($"pfc.ipcc-2006.{source.Technology}.share", cell.Share),
                        null
                    );
                }
                else
                {
                    Miss(book, source, "not-computable");
                }
            }
            else if (profile != "ipcc-2019")
            {
                Post(book, source, Output, output * Cf4("ndrc-2013", 0.034m), output * C2f6("ndrc-2013", 0.0034m));
            }
            else if (
                Processes.Cells.TryGetValue(source.Technology ?? "", out var cell) && cell.Plain is var (cf4, c2f6)
            )
            {
                Post(
                    book,
                    source,
                    Output,
                    output * Cf4($"ipcc-2006.{source.Technology}", cf4),
                    output * C2f6($"ipcc-2006.{source.Technology}", c2f6)
                );
            }
            else
            {
                Miss(book, source, "no-factor");
            }

            Fraction Value(string id, Fraction printed) => book.Value(id, source.Code, printed);
            Fraction Cf4(string set, Fraction printed) => Value($"pfc.{set}.cf4", printed);
            Fraction C2f6(string set, Fraction printed) => Value($"pfc.{set}.c2f6", printed);

            void PostEffects(string activity, Fraction cf4, Fraction share, string? status)
            {
                // Two kilograms per tonne are more than anything that was ever printed.
                var tooMuch = cf4 - output!.Value * 2;
                string?[] statuses = [status, tooMuch > 0 ? "out-of-range" : null];
                Post(book, source, activity, cf4, cf4 * share, statuses, statuses);
            }
        }
    }

    private static Fraction Collected(Reading reading) => reading.Share("collectionEfficiencyPercent") ?? 1;

    private static void Post(
        MonthBook book,
        Source source,
        string activity,
        Fraction? cf4Kg,
        Fraction? c2f6Kg,
        string?[]? ofCf4 = null,
        string?[]? ofC2f6 = null
    )
    {
        Reading[] from = [.. book.Of(source.Code, activity), .. activity == Output ? [] : book.Of(source.Code, Output)];
        book.Add(from, activity, "scope1.pfc", null, "CF4", cf4Kg!.Value, null, false, ofCf4 ?? []);
        book.Add(from, activity, "scope1.pfc", null, "C2F6", c2f6Kg!.Value, null, false, ofC2f6 ?? []);
    }

    private static void Miss(MonthBook book, Source source, string kind)
    {
        book.Miss(source.Code, Output, "scope1.pfc", null, "CF4", kind);
        book.Miss(source.Code, Output, "scope1.pfc", null, "C2F6", kind);
    }
}
