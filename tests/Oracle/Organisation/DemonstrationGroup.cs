using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Oracle.Organisation;

/// <summary>The demonstration group as its committed files have it.</summary>
internal static class DemonstrationGroup
{
    private static readonly string s_folder = Path.Combine(Checkout.Root, "deploy", "demo");

    public static (Group Group, IReadOnlyList<Sheet> Sheets) Read()
    {
        var sources = Rows("sources.csv").ToLookup(row => row["plant"], SourceOf, StringComparer.Ordinal);
        var plants = Rows("plants.csv").Select(row => PlantOf(row, [.. sources[row["plant"]]])).ToList();
        var units = Rows("units.csv").Select(row => row["unit"]).ToList();
        var sheets = Directory
            .GetFiles(Path.Combine(s_folder, "readings"), "*.csv")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Rows(Path.Combine("readings", Path.GetFileName(file))))
            .GroupBy(row => (Plant: row["plant"], Month: row["month"]), ReadingOf)
            .Select(sheet => new Sheet(sheet.Key.Plant, Month.Parse(sheet.Key.Month), [.. sheet]))
            .ToList();
        var readings = sheets.ToDictionary(sheet => (sheet.Plant, sheet.Month), sheet => sheet.Readings);
        sheets = sheets.ConvertAll(sheet => sheet.After(month => readings.GetValueOrDefault((sheet.Plant, month))));
        var supplies = Rows("supplies.csv")
            .Select(row => new Supply(
                row["supplier"],
                row["receiver"],
                row["carrier"],
                IsSo: true,
                Month.Parse(row["from"]),
                Month.Max
            ))
            .ToList();
        return (new Group(units, plants) { Supplies = supplies }, sheets);
    }

    private static Plant PlantOf(Dictionary<string, string> row, Source[] sources) =>
        new(
            row["plant"],
            [.. Pairs(row["memberships"]).Select(p => new Membership(Month.Parse(p.Key), p.Value))],
            sources
        )
        {
            Country = row["country"],
            Province = row["province"],
            SubRegion = Given(row["subRegion"]),
            From = Month.Parse(row["from"]),
            To = Given(row["to"]) is { } to ? Month.Parse(to) : Month.Max,
        };

    private static Source SourceOf(Dictionary<string, string> row) =>
        new(row["source"], row["kind"], row["process"])
        {
            Technology = Given(row["technology"]),
            DischargesTo = row["dischargesTo"].Split(';', StringSplitOptions.RemoveEmptyEntries),
            CreditingStart = Given(row["creditingStart"]) is { } start
                ? DateOnly.ParseExact(start, "yyyy-MM-dd")
                : null,
            PowerDensity = Given(row["powerDensity"]) is { } density ? Fraction.Parse(density) : null,
        };

    private static Reading ReadingOf(Dictionary<string, string> row) =>
        new(row["source"], row["activity"], row["quantity"], row["unit"])
        {
            Meter = Given(row["meter"]),
            Quality = row["quality"],
            Attributes = Pairs(row["attributes"]),
        };

    private static string? Given(string cell) => cell.Length > 0 ? cell : null;

    private static Dictionary<string, string> Pairs(string cell) =>
        cell.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        string[]? header = null;
        foreach (var line in File.ReadLines(Path.Combine(s_folder, file)))
        {
            // The committed files quote nothing; a quote would need a better reader than this one.
            if (line.Contains('"', StringComparison.Ordinal))
                throw new InvalidDataException($"{file}: {line}");
            var cells = line.Split(',');
            if (header is null)
                header = cells;
            else
                yield return header
                    .Zip(cells)
                    .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        }
    }
}
