using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>CO2 and SO2 of the anodes that potlines consume.</summary>
internal static class Anodes
{
    public static void Add(MonthBook book)
    {
        foreach (var source in book.Sources)
        {
            var net = book.Of(source.Code, "aluminium.net-anode");
            var gross = book.Of(source.Code, "aluminium.gross-anode");
            var butts = book.Sum(source.Code, "aluminium.anode-butts", "t");
            var output = book.Sum(source.Code, "aluminium.output", "t");

            if (net.Length > 0)
            {
                foreach (var lot in net) Post(book, source, lot, lot.In("t"));
            }
            else if (gross.Length > 0 && butts is { } returned)
            {
                // Butts are no lot's: they lessen each lot by the same share.
                var whole = book.Sum(source.Code, "aluminium.gross-anode", "t")!.Value;
                if (whole < returned)
                {
                    book.Miss(source.Code, "scope1.anode", null, "CO2", "not-computable");
                    if (!Stacks.AllMeasured(book, source, "so2")) book.Miss(source.Code, "air.process", null, "SO2", "not-computable");
                }
                else
                {
                    foreach (var lot in gross) Post(book, source, lot, whole.IsZero ? 0 : lot.In("t") * (whole - returned) / whole);
                }
            }
            else if (gross.Length > 0)
            {
                foreach (var lot in gross) Post(book, source, lot, lot.In("t") * (1 - (lot.Share("lossPercent") ?? 0.1518m)));
            }
            else if (output is { } aluminium)
            {
                book.Add(source.Code, "aluminium.output", "scope1.anode", null, "CO2", aluminium * 0.42m * (1 - 0.02m - 0.004m) * 44 / 12 * 1000);
                if (!Stacks.AllMeasured(book, source, "so2") && !source.Waives("SO2", book.Month))
                    book.Miss(source.Code, "air.process", null, "SO2", "not-reported");
            }
        }
    }

    private static void Post(MonthBook book, Source source, Reading lot, Fraction consumed)
    {
        var sulphur = lot.Share("sulphurPercent") ?? 0.02m;
        var ash = lot.Share("ashPercent") ?? 0.004m;
        book.Add(source.Code, lot.Activity, "scope1.anode", null, "CO2", consumed * (1 - sulphur - ash) * 44 / 12 * 1000);
        if (!Stacks.AllMeasured(book, source, "so2"))
            book.Add(source.Code, lot.Activity, "air.process", null, "SO2", 2 * consumed * sulphur * (1 - (lot.Share("removalPercent") ?? 0)) * 1000);
    }
}
