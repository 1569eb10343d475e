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
                foreach (var lot in net)
                    Post(book, source, [lot], lot.In("t"));
            }
            else if (butts is { } returned)
            {
                // Butts are no lot's: they lessen each lot by the same share. Without the gross
                // anode they belong to nothing.
                var whole = book.Sum(source.Code, "aluminium.gross-anode", "t") ?? 0;
                if (whole < returned || gross.Length == 0)
                {
                    book.Miss(source.Code, "aluminium.gross-anode", "scope1.anode", null, "CO2", "not-computable");
                    if (!Stacks.AllMeasured(book, source, "so2"))
                        book.Miss(source.Code, "aluminium.gross-anode", "air.process", null, "SO2", "not-computable");
                }
                else
                {
                    foreach (var lot in gross)
                        Post(
                            book,
                            source,
                            [lot, .. book.Of(source.Code, "aluminium.anode-butts")],
                            whole.IsZero ? 0 : lot.In("t") * (whole - returned) / whole
                        );
                }
            }
            else if (gross.Length > 0)
            {
                foreach (var lot in gross)
                    Post(
                        book,
                        source,
                        [lot],
                        lot.In("t")
                            * (1 - (lot.Share("lossPercent") ?? book.Value("anode.loss", source.Code, 15.18m) / 100))
                    );
            }
            else if (output is { } aluminium)
            {
                book.Add(
                    book.Of(source.Code, "aluminium.output"),
                    "aluminium.output",
                    "scope1.anode",
                    null,
                    "CO2",
                    aluminium
                        * Consumption(book, source)
                        * (1 - Sulphur(book, source) - Ash(book, source))
                        * 44
                        / 12
                        * 1000,
                    isDefault: true,
                    statuses: Dispute(book, source)
                );
                if (!Stacks.AllMeasured(book, source, "so2") && !source.Waives("SO2", book.Month))
                    book.Miss(source.Code, "aluminium.output", "air.process", null, "SO2", "not-reported");
            }
        }
    }

    private static void Post(MonthBook book, Source source, Reading[] from, Fraction consumed)
    {
        var lot = from[0];
        var sulphur = lot.Share("sulphurPercent");
        var ash = lot.Share("ashPercent") ?? Ash(book, source);
        book.Add(
            from,
            lot.Activity,
            "scope1.anode",
            null,
            "CO2",
            consumed * (1 - (sulphur ?? Sulphur(book, source)) - ash) * 44 / 12 * 1000
        );
        if (Stacks.AllMeasured(book, source, "so2"))
            return;
        var emitted = 2 * consumed * (sulphur ?? Sulphur(book, source)) * (1 - (lot.Share("removalPercent") ?? 0));
        book.Add(
            from,
            lot.Activity,
            "air.process",
            null,
            "SO2",
            emitted * 1000,
            isDefault: sulphur is null && book.Own("anode.sulphur", source.Code) is null
        );
    }

    /// <summary>Tonnes of anode per tonne: measured is measured; else as the profile's guideline prints it.</summary>
    private static Fraction Consumption(MonthBook book, Source source) =>
        source.ProfileIn(book.Month) != "ets-2024"
            ? book.Value("anode.net-consumption", source.Code, 0.42m)
            : book.Own("anode.ets-2024.net-consumption", source.Code)
                ?? book.Own("anode.net-consumption", source.Code)
                ?? book.Value("anode.ets-2024.net-consumption", source.Code, 0.411m);

    private static string? Dispute(MonthBook book, Source source) =>
        source.ProfileIn(book.Month) == "ets-2024" && book.Own("anode.net-consumption", source.Code) is null
            ? book.DisputeOf("anode.ets-2024.net-consumption", source.Code)
            : null;

    private static Fraction Sulphur(MonthBook book, Source source) => book.Value("anode.sulphur", source.Code, 2) / 100;

    private static Fraction Ash(MonthBook book, Source source) => book.Value("anode.ash", source.Code, 0.4m) / 100;
}
