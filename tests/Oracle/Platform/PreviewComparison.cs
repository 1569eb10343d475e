using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using Shouldly;

namespace CarbonPlatform.Oracle.Platform;

/// <summary>
/// Holds a preview against what the oracle works out by the factors in force and by those with the proposal.
/// </summary>
internal sealed class PreviewComparison(IReadOnlyList<MonthBook> before, IReadOnlyList<MonthBook> after)
{
    private readonly List<string> _differences = [];

    /// <summary>Figures that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>Fails if there was a difference, and says which.</summary>
    public void ShouldAgree(JsonNode preview)
    {
        // What comes out the same may still rest on another version of a factor, and is then listed without a
        // difference.
        var listed = preview["plantMonths"]!
            .AsArray()
            .ToDictionary(
                month => $"{month!["plant"]} {month["month"]}",
                month => month!["changes"]!.AsArray(),
                StringComparer.Ordinal
            );
        foreach (var (old, anew) in before.Zip(after))
        {
            var name = $"{old.Plant.Code} {old.Month}";
            var (was, becomes) = (Sums([old], inside: true), Sums([anew], inside: true));
            var changes = listed.GetValueOrDefault(name) ?? [];
            var theirs = changes.ToDictionary(change => Kind(change!), change => change!, StringComparer.Ordinal);
            foreach (
                var kind in was
                    .Keys.Union(becomes.Keys, StringComparer.Ordinal)
                    .Where(kind => was.GetValueOrDefault(kind) != becomes.GetValueOrDefault(kind))
                    .Union(theirs.Keys, StringComparer.Ordinal)
            )
                Differ(
                    $"{name} {kind}",
                    (was.GetValueOrDefault(kind), becomes.GetValueOrDefault(kind)),
                    theirs.GetValueOrDefault(kind)
                );
        }

        var affected = before
            .Zip(after)
            .Where(pair => listed.ContainsKey($"{pair.First.Plant.Code} {pair.First.Month}"))
            .ToList();
        var months = affected.Select(pair => pair.First.Month).ToHashSet();
        var (all, allAnew) = (
            Sums(affected.Select(pair => pair.First), inside: true),
            Sums(affected.Select(pair => pair.Second), inside: true)
        );
        var (outside, outsideAnew) = (
            Sums(affected.Select(pair => pair.First), inside: false),
            Sums(affected.Select(pair => pair.Second), inside: false)
        );
        var group = Sums(before.Where(book => months.Contains(book.Month)), inside: false);
        var sums = preview["sums"]!.AsArray().ToDictionary(sum => Kind(sum!), sum => sum!, StringComparer.Ordinal);
        foreach (
            var kind in all
                .Keys.Union(allAnew.Keys, StringComparer.Ordinal)
                .Where(kind =>
                    all.GetValueOrDefault(kind) != allAnew.GetValueOrDefault(kind) && !sums.ContainsKey(kind)
                )
        )
            Differ(kind, (all.GetValueOrDefault(kind), allAnew.GetValueOrDefault(kind)), null);
        foreach (var (kind, sum) in sums)
        {
            Differ(kind, (all.GetValueOrDefault(kind), allAnew.GetValueOrDefault(kind)), sum);
            var total = group.GetValueOrDefault(kind);
            Differ($"{kind}, group's total", total.ToString(), SixDecimals.Of(Comparison.Text(sum, "groupTotal")));
            var share = total.IsZero
                ? ""
                : ((outsideAnew.GetValueOrDefault(kind) - outside.GetValueOrDefault(kind)) / total).Text(
                    9,
                    MidpointRounding.ToEven
                );
            Differ(
                $"{kind}, share of the group's total",
                share,
                Comparison.Text(sum, "shareOfGroup") is { Length: > 0 } theirs
                    ? Fraction.Parse(theirs).Text(9, MidpointRounding.ToEven)
                    : ""
            );
        }

        if (_differences.Count > 0)
            throw new ShouldAssertException(
                $"{_differences.Count} differences in a preview of {Compared} "
                    + $"figures:\n{string.Join('\n', _differences.Take(30))}"
            );
    }

    /// <summary>
    /// Sums of lines by category, basis and measure, with or without what counts at a supplier of the group.
    /// </summary>
    private static Dictionary<string, Fraction> Sums(IEnumerable<MonthBook> books, bool inside)
    {
        var sums = new Dictionary<string, Fraction>(StringComparer.Ordinal);
        foreach (
            var line in books.SelectMany(book => book.Lines).Where(line => inside || line.Key.Counterparty is null)
        )
        {
            var kind = $"{line.Key.Category} {line.Key.Basis} {line.Key.Measure}";
            sums[kind] = sums.GetValueOrDefault(kind) + line.Amount;
        }

        return sums;
    }

    private static string Kind(JsonNode row) => $"{row["category"]} {row["basis"]} {row["measure"]}";

    private void Differ(string where, (Fraction Old, Fraction New) ours, JsonNode? theirs) =>
        Differ(
            where,
            $"{ours.Old} → {ours.New}, {ours.New - ours.Old}",
            theirs is null
                ? "nothing"
                : $"{SixDecimals.Of(Comparison.Text(theirs, "old"))} → "
                    + $"{SixDecimals.Of(Comparison.Text(theirs, "new"))}, "
                    + $"{SixDecimals.Of(Comparison.Text(theirs, "delta"))}"
        );

    private void Differ(string where, string ours, string theirs)
    {
        Compared++;
        if (ours != theirs)
            _differences.Add($"{where}: oracle {ours}, platform {theirs}");
    }
}
