using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;

namespace CarbonPlatform.Oracle.Platform;

/// <content>By what a line and a gap are known on both sides.</content>
internal sealed partial class Comparison
{
    /// <summary>Amounts have six decimals and potentials one: their products have seven, and are given whole.</summary>
    private static string Exactly(Fraction co2e) => co2e.Text(9, MidpointRounding.ToEven);

    private static string NameOf(Line line) =>
        string.Join(
            ' ',
            line.Key.Source,
            line.Key.Activity,
            line.Key.Category,
            line.Key.Basis,
            line.Key.Measure,
            line.Key.Counterparty
        );

    private static string NameOf(MonthBook book, Line line) =>
        string.Join(
            ' ',
            line.Key.Source,
            book.Source(line.Key.Source).Process,
            line.Key.Activity,
            line.Key.Category,
            line.Key.Basis,
            line.Key.Measure,
            line.Key.Counterparty
        );

    private static string NameOf(JsonNode? line) =>
        string.Join(
            ' ',
            Text(line, "source"),
            Text(line, "activity"),
            Text(line, "category"),
            Text(line, "basis"),
            Text(line, "measure"),
            Text(line, "counterparty")
        );

    private static Dictionary<string, string> GapsOf(MonthBook book) =>
        book.Gaps.ToDictionary(
            gap => string.Join(' ', gap.Source, gap.Category, gap.Basis, gap.Measure, gap.Kind),
            _ => "",
            StringComparer.Ordinal
        );

    private static Dictionary<string, string> GapsOf(JsonArray gaps) =>
        gaps.Select(gap =>
                string.Join(
                    ' ',
                    Text(gap, "source"),
                    Text(gap, "category"),
                    Text(gap, "basis"),
                    Text(gap, "measure"),
                    Text(gap, "kind")
                )
            )
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(gap => gap, _ => "", StringComparer.Ordinal);

    internal static string Statuses(JsonNode? statuses)
    {
        var named = statuses is JsonArray array
            ? array.Select(s => s!.GetValue<string>())
            : (statuses?.GetValue<string>() ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(',', named.Where(s => s is not ("none" or Unverified)).Order(StringComparer.Ordinal));
    }

    /// <summary>What the oracle does not know of itself: it has no official texts.</summary>
    internal static bool IsUnverified(JsonNode? statuses) =>
        statuses!.AsArray().Any(status => status!.GetValue<string>() == Unverified);

    internal static string Text(JsonNode? node, string member) => node?[member]?.ToString() ?? "";
}
