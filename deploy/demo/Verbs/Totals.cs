using System.Globalization;
using System.Text.Json;
using CarbonPlatform.DemoGroup.Api;
using CarbonPlatform.DemoGroup.Files;

namespace CarbonPlatform.DemoGroup.Verbs;

/// <summary>Prints a year's headline figures beside those of the year before.</summary>
internal static class Totals
{
    /// <summary>What a row adds up: categories that begin so, one measure or CO2e, shown in a unit that is <c>Scale</c> stored ones.</summary>
    private sealed record Row(string Title, string[] Categories, string Measure, decimal Scale, string Unit);

    private const string Co2e = "CO2e";

    private static readonly Row[] Rows =
    [
        .. new[] { "hydro", "wind", "solar" }.SelectMany(kind => new Row[]
        {
            new($"avoided by {kind}, CO2", [$"avoided.{kind}"], "CO2", 10_000_000m, "万t"),
            new($"avoided by {kind}, SO2", [$"avoided.{kind}"], "SO2", 1_000m, "t"),
            new($"avoided by {kind}, NOx", [$"avoided.{kind}"], "NOx", 1_000m, "t"),
            new($"avoided by {kind}, standard coal", [$"avoided.{kind}"], "ENERGY", 10_000_000m, "万tce"),
        }),
        new("scope 1", ["scope1."], Co2e, 10_000_000m, "万t CO2e"),
        new("scope 2, location (national)", ["scope2.electricity", "scope2.heat"], Co2e, 10_000_000m, "万t CO2e"),
        new("SO2 emitted", ["air."], "SO2", 1_000m, "t"),
        new("NOx emitted", ["air."], "NOx", 1_000m, "t"),
        new("energy consumed", ["energy.consumed"], "ENERGY", 10_000_000m, "万tce"),
    ];

    public static async Task<int> RunAsync(Options options, CancellationToken cancellationToken)
    {
        using var api = CarbonApi.FromEnvironment(connections: 1);
        if (api is null)
            return 2;
        var year = options.Word is { } word ? int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture) : GroupFiles.Years[^1];
        return await PrintAsync(api, year, cancellationToken);
    }

    public static async Task<int> PrintAsync(CarbonApi api, int year, CancellationToken cancellationToken)
    {
        var now = await YearAsync(api, year, cancellationToken);
        var before = await YearAsync(api, year - 1, cancellationToken);
        foreach (var answer in new[] { now, before }.Where(a => !a.Good))
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, answer.Complaints()));
            return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-34} {year,14} {year - 1,14}   change"));
        foreach (var row in Rows)
        {
            var (figure, last) = (Sum(now.Body, row), Sum(before.Body, row));
            var change = last == 0m ? "" : string.Create(CultureInfo.InvariantCulture, $"{(figure / last - 1m) * 100m,+7:+0.0;-0.0} %");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Title,-34} {figure / row.Scale,14:#,##0.0} {last / row.Scale,14:#,##0.0} {change,9}   {row.Unit}"));
        }

        var (coverage, position) = (now.Body.GetProperty("coverage"), now.Body.GetProperty("asOf"));
        Console.WriteLine($"{coverage.GetProperty("plantMonthsPosted")} of {coverage.GetProperty("plantMonthsExpected")} plant-months posted, {coverage.GetProperty("openGaps")} open gaps; ledger sequence {position.GetProperty("sequence")}, root {position.GetProperty("rootHash")}");
        return 0;
    }

    private static Task<Answer> YearAsync(CarbonApi api, int year, CancellationToken cancellationToken) =>
        api.GetAsync($"totals?from={year}-01&to={year}-12&org=GROUP&groupBy=category,measure&gwp=AR5", cancellationToken);

    private static decimal Sum(JsonElement totals, Row row)
    {
        var rows = row.Measure == Co2e ? totals.GetProperty("co2e").GetProperty("rows") : totals.GetProperty("rows");
        return rows.EnumerateArray()
            .Where(r => Belongs(r.GetProperty("category").GetString()!, row) && (row.Measure == Co2e || r.GetProperty("measure").GetString() == row.Measure))
            .Sum(r => decimal.Parse(r.GetProperty("quantity").GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    /// <summary>A category that ends in a point stands for all that begin so, any other for itself alone.</summary>
    private static bool Belongs(string category, Row row) =>
        Array.Exists(row.Categories, c => c.EndsWith('.') ? category.StartsWith(c, StringComparison.Ordinal) : category == c);
}
