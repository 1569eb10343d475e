using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Platform;

/// <content>Totals over a range, an organisation and some dimensions.</content>
internal sealed partial class Comparison
{
    /// <summary>Totals of a set, in one slicing.</summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="organisation">GROUP, a unit or a plant.</param>
    /// <param name="slices">
    /// What the rows are told apart by beside category, basis and measure: month, orgUnit,
    /// plant, source, activity, process.
    /// </param>
    /// <param name="bases">Bases other than the defaults.</param>
    public Task TotalsAsync(Month from, Month to, string organisation, string[] slices, params string[] bases) =>
        TotalsAsync(from, to, organisation, boundary: null, slices, bases);

    private async Task TotalsAsync(
        Month from,
        Month to,
        string organisation,
        string? boundary,
        string[] slices,
        string[] bases
    )
    {
        var query =
            $"totals?from={from}&to={to}&org={organisation}&groupBy="
            + string.Join(',', ["category", "measure", .. slices])
            + (boundary is null ? "" : "&boundary=" + boundary)
            + (bases.Length > 0 ? "&basis=" + string.Join(',', bases) : "")
            + (AsOf is { } sequence ? $"&asOf={sequence}" : "");
        var answer = await api.GetAsync(query);
        if (answer["from"]!.GetValue<string>() != from.ToString())
            throw new InvalidOperationException(query);
        Position = answer["asOf"]!["sequence"]!.GetValue<long>();
        var theirs = answer["rows"]!
            .AsArray()
            .ToDictionary(
                row =>
                    string.Join(
                        ' ',
                        [
                            Text(row, "category"),
                            Text(row, "basis"),
                            Text(row, "measure"),
                            .. slices.Select(slice => Text(row, slice)),
                        ]
                    ) + (row!["elimination"] is null ? "" : " elimination"),
                row =>
                    SixDecimals.Of(Text(row, "quantity"))
                    + " "
                    + Text(row, "measuredShare")
                    + (totals.Unverified is null ? "" : " " + SixDecimals.Of(Text(row, "onVerifiedFactors"))),
                StringComparer.Ordinal
            );

        var chosen = s_basesOfFamily
            .Values.SelectMany(family => family.Intersect(bases).DefaultIfEmpty(family[0]))
            .ToHashSet(StringComparer.Ordinal);
        var isInSet = totals.Set(organisation);
        // What a supplier has counted already is taken off in the supplier's row; it is of none of the supplier's
        // sources.
        string? Row(string plant, Month month, Line line)
        {
            var takenOff = plant == line.Key.Counterparty;
            return IsShown(line, slices, chosen) && IsHeld(line, boundary)
                ? string.Join(
                    ' ',
                    [
                        line.Key.Category,
                        line.Key.Basis ?? "",
                        line.Key.Measure,
                        .. slices.Select(slice => takenOff && IsOfSource(slice) ? "" : Cell(slice, plant, month, line)),
                    ]
                ) + (takenOff && slices.Any(IsOfSource) ? " elimination" : "")
                : null;
        }

        var ours = totals
            .Of(from, to, isInSet, Row)
            .ToDictionary(
                row => row.Key,
                row =>
                    row.Value.Text
                    + " "
                    + (
                        row.Value.Millionths == 0
                            ? ""
                            : (row.Value.Measured / row.Value.Amount).Text(3, MidpointRounding.AwayFromZero)
                    )
                    + (totals.Unverified is null ? "" : " " + row.Value.VerifiedText),
                StringComparer.Ordinal
            );
        Differ(query, ours, theirs);

        if (slices.Length > 0)
            return;
        Coverage(query, answer["coverage"]!, Month.Range(from, to).ToHashSet(), isInSet);
        if (boundary is not null)
            Unplaced(
                query,
                answer["coverage"]!,
                Month.Range(from, to).ToHashSet(),
                isInSet,
                line => IsShown(line, slices, chosen) && MayBeHeld(line, boundary)
            );
        var gases = totals
            .Of(
                from,
                to,
                isInSet,
                (_, _, line) =>
                    IsShown(line, slices, chosen)
                    && IsHeld(line, boundary)
                    && Processes.Warming.ContainsKey(line.Key.Measure)
                        ? new Gas($"{line.Key.Category} {line.Key.Basis}", line.Key.Measure)
                        : null
            )
            .GroupBy(row => row.Key.Row, StringComparer.Ordinal)
            .ToList();
        foreach (var (index, set) in new[] { "SAR", "AR4", "AR5", "AR6" }.Index())
        {
            // Of another basis only CO2 is another, and that is the same in all sets.
            if ((bases.Length > 0 || boundary is not null) && index != 2)
                continue;
            var warming = index == 2 ? answer : await api.GetAsync(query + "&gwp=" + set);
            var theirWarming = warming["co2e"]!["rows"]!
                .AsArray()
                .ToDictionary(
                    row => Text(row, "category") + " " + Text(row, "basis"),
                    row =>
                        Exactly(Fraction.Parse(Text(row, "quantity")))
                        + (
                            totals.Unverified is null
                                ? ""
                                : " " + Exactly(Fraction.Parse(Text(row, "onVerifiedFactors")))
                        ),
                    StringComparer.Ordinal
                );
            var ourWarming = gases.ToDictionary(
                rows => rows.Key,
                rows =>
                    Exactly(Warming(rows, sum => sum.Amount))
                    + (totals.Unverified is null ? "" : " " + Exactly(Warming(rows, sum => sum.Verified))),
                StringComparer.Ordinal
            );
            Differ($"{query} co2e {set}", ourWarming, theirWarming);

            Fraction Warming(IEnumerable<KeyValuePair<Gas, Sum>> gases, Func<Sum, Fraction> amount) =>
                gases.Aggregate(
                    (Fraction)0,
                    (sum, gas) => sum + amount(gas.Value) * Processes.Warming[gas.Key.Measure][index]
                );
        }
    }

    /// <summary>
    /// How much of what is expected stands in the total, and how many gaps the sheets have together, as asked for sheet
    /// by sheet.
    /// </summary>
    private void Coverage(string query, JsonNode coverage, HashSet<Month> months, Func<string, Month, bool> isInSet)
    {
        var sheets = totals
            .Books.Keys.Where(sheet => months.Contains(sheet.Month) && isInSet(sheet.Plant, sheet.Month))
            .ToList();
        // What has come although nobody expected it, or not yet, counts as expected; a sheet from which everything was
        // taken out again has not come.
        var full = sheets.Where(sheet => totals.Books[sheet].Readings.Count > 0).ToList();
        var expected =
            group.Plants.Sum(plant => months.Count(month => plant.ReportsIn(month) && isInSet(plant.Code, month)))
            + full.Count(sheet => !group.Holds(sheet.Plant, sheet.Month));
        var withdrawn = sheets.Except(full).Count(sheet => group.Holds(sheet.Plant, sheet.Month));
        var ours = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["expected"] = $"{expected}",
            ["posted"] = $"{full.Count}",
            ["withdrawn"] = $"{withdrawn}",
            ["not reported"] = $"{expected - full.Count - withdrawn}",
        };
        var theirs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["expected"] = Text(coverage, "plantMonthsExpected"),
            ["posted"] = Text(coverage, "plantMonthsPosted"),
            ["withdrawn"] = Text(coverage, "plantMonthsWithdrawn"),
            ["not reported"] = Text(coverage, "plantMonthsNotReported"),
        };
        if (_gaps.Count > 0)
        {
            var gaps = _gaps
                .Where(sheet => months.Contains(sheet.Key.Month) && isInSet(sheet.Key.Plant, sheet.Key.Month))
                .Select(sheet => sheet.Value)
                .ToList();
            ours["gaps"] = $"{gaps.Sum(sheet => sheet.Open)}";
            theirs["gaps"] = Text(coverage, "openGaps");
            ours["not blocking"] = $"{gaps.Sum(sheet => sheet.NotBlocking)}";
            theirs["not blocking"] = Text(coverage, "gapsNotBlocking");
        }

        Differ(query + " coverage", ours, theirs);
    }

    /// <summary>
    /// Of how many sources nobody knows what they are, while their lines would count if they were of the right kind.
    /// </summary>
    private void Unplaced(
        string query,
        JsonNode coverage,
        HashSet<Month> months,
        Func<string, Month, bool> isInSet,
        Func<Line, bool> mayBeHeld
    )
    {
        var sources = totals
            .Books.Where(book => months.Contains(book.Key.Month) && isInSet(book.Key.Plant, book.Key.Month))
            .SelectMany(book =>
                book.Value.Lines.Where(line => mayBeHeld(line) && KindOf(line) is null)
                    .Select(line => (book.Key.Plant, line.Key.Source))
            )
            .Distinct()
            .Count();
        Differ(
            query + " unplaced",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["sources"] = $"{sources}" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["sources"] = Text(coverage, "sourcesUnplaced") }
        );
    }

    private static bool MayBeHeld(Line line, string boundary) =>
        boundary switch
        {
            "ets-aluminium" => $"{line.Key.Category} {line.Key.Measure}"
                is "scope1.anode CO2"
                    or "scope1.pfc CF4"
                    or "scope1.pfc C2F6",
            "ets-power" => $"{line.Key.Category} {line.Key.Measure}"
                is "scope1.combustion CO2"
                    or "scope1.carbonate CO2"
                    or "scope2.electricity CO2",
            _ => false,
        };

    /// <summary>Totals speak of one basis of each family, and products are not added.</summary>
    private static bool IsShown(Line line, string[] slices, HashSet<string> chosen) =>
        (line.Key.Basis is null || chosen.Contains(line.Key.Basis))
        && (line.Key.Measure is not ("OUTPUT" or "VALUE") || slices.Contains("activity"));

    private bool IsHeld(Line line, string? boundary) =>
        boundary switch
        {
            null or "enterprise" => true,
            "ets-aluminium" => MayBeHeld(line, boundary) && KindOf(line) == "potline",
            "ets-power" => MayBeHeld(line, boundary) && KindOf(line) == "thermal-unit",
            _ => throw new ArgumentOutOfRangeException(nameof(boundary), boundary, null),
        };

    private string? KindOf(Line line)
    {
        _owners ??= totals
            .Books.SelectMany(book => book.Value.Lines.Select(owned => (owned, book.Key.Plant)))
            .ToDictionary(pair => (object)pair.owned, pair => pair.Plant, ReferenceEqualityComparer.Instance);
        return group.Find(_owners[line])?.Sources.FirstOrDefault(source => source.Code == line.Key.Source)?.Kind;
    }

    private static bool IsOfSource(string slice) => slice is "source" or "process";

    private string Cell(string slice, string plant, Month month, Line line) =>
        slice switch
        {
            "month" => month.ToString(),
            "plant" => plant,
            "orgUnit" => group.Find(plant)?.UnitIn(month) ?? "",
            "source" => line.Key.Source,
            "activity" => line.Key.Activity,
            "process" => totals.Books[(plant, month)].Source(line.Key.Source).Process,
            _ => throw new ArgumentOutOfRangeException(nameof(slice), slice, null),
        };

    private sealed record Gas(string Row, string Measure);
}
