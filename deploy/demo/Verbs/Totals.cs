using System.Globalization;
using System.Text.Json;
using CarbonPlatform.DemoGroup.Api;
using CarbonPlatform.DemoGroup.Files;

namespace CarbonPlatform.DemoGroup.Verbs;

/// <summary>Prints the headline of a year, <c>GET /headline/{year}</c>, as a table.</summary>
internal static class Totals
{
    // Where each figure stands in the headline.
    private static readonly (string Title, string[] Path)[] s_rows =
    [
        .. Avoided("own", "avoided"),
        .. Avoided("bought", "avoided", "bought"),
        ("scope 1, CO2e", ["greenhouseGases", "scope1"]),
        ("scope 2 by national average, CO2e", ["greenhouseGases", "scope2LocationNational"]),
        ("scope 2 by contracts, CO2e", ["greenhouseGases", "scope2Market"]),
        ("SO2 emitted", ["air", "so2"]),
        ("NOx emitted", ["air", "nox"]),
    ];

    private static IEnumerable<(string Title, string[] Path)> Avoided(string whose, params string[] path) =>
        new[] { "hydro", "wind", "solar", "total" }.SelectMany(kind =>
            new (string, string[])[]
            {
                ($"avoided by {whose} {kind}, CO2", [.. path, kind, "co2"]),
                ($"avoided by {whose} {kind}, SO2", [.. path, kind, "so2"]),
                ($"avoided by {whose} {kind}, NOx", [.. path, kind, "nox"]),
                ($"avoided by {whose} {kind}, standard coal", [.. path, kind, "standardCoal"]),
            }
        );

    public static async Task<int> RunAsync(Options options, CancellationToken cancellationToken)
    {
        using var api = CarbonApi.FromEnvironment(connections: 1);
        if (api is null)
            return 2;
        var year = options.Word is { } word
            ? int.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture)
            : GroupFiles.Years[^1];
        return await PrintAsync(api, year, cancellationToken);
    }

    public static async Task<int> PrintAsync(CarbonApi api, int year, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"headline/{year}", cancellationToken);
        if (!answer.Good)
        {
            Console.Error.WriteLine(string.Join(Environment.NewLine, answer.Complaints()));
            return 1;
        }

        var figures = s_rows
            .Select(row =>
                (row.Title, Figure: row.Path.Aggregate(answer.Body, (element, member) => element.GetProperty(member)))
            )
            .ToList();
        // A column of zeros would only make one ask what is wrong: then a sentence says what stands behind them.
        var isVerified = figures.Exists(row => Number(row.Figure, "onVerifiedFactors") is not (null or 0));
        Console.WriteLine($"{"", -40}{year, 12}{year - 1, 12}   change{(isVerified ? "   verified" : "")}");
        foreach (var (title, figure) in figures)
            Console.WriteLine(title.PadRight(40) + Show(figure, isVerified));

        Console.WriteLine(
            isVerified
                ? "verified: how much of it rests on factors that were compared with their official texts, "
                    + "or on none. 0.0 %: every\n"
                    + "factor behind it is still provisional. How the department publishes a verified one: "
                    + "docs/methods/factors.md"
                : "Every factor behind these figures is provisional: taken from secondary sources, "
                    + "not yet compared with its official text.\n"
                    + "How the department publishes a verified one: docs/methods/factors.md"
        );
        var (coverage, position) = (answer.Body.GetProperty("coverage"), answer.Body.GetProperty("asOf"));
        Console.WriteLine(
            $"{coverage.GetProperty("plantMonthsPosted")} of "
                + $"{coverage.GetProperty("plantMonthsExpected")} plant-months "
                + $"of {year} posted, {coverage.GetProperty("openGaps")} open gaps; ledger sequence "
                + $"{position.GetProperty("sequence")}, root {position.GetProperty("rootHash").GetString()?[..16]}…"
        );
        return 0;
    }

    private static string Show(JsonElement figure, bool isVerified)
    {
        if (figure.TryGetProperty("display", out var display) && display.ValueKind == JsonValueKind.Object)
        {
            // The year before in the unit in which this year is spoken.
            var unit = display.GetProperty("unit").GetString()!;
            var divisor =
                unit.StartsWith('万') ? 10_000_000m
                : unit.StartsWith('t') ? 1_000m
                : 1m;
            var before = Number(figure, "yearBefore") is { } exact
                ? string.Create(CultureInfo.InvariantCulture, $"{exact / divisor:0.00}")
                : "-";
            var change =
                figure.TryGetProperty("change", out var against)
                && against.ValueKind == JsonValueKind.Object
                && Number(against, "percent") is { } percent
                    ? string.Create(CultureInfo.InvariantCulture, $"{percent:+0.0;-0.0} %")
                    : "-";
            var verified =
                !isVerified ? ""
                : Number(figure, "quantity") is { } quantity and not 0
                && Number(figure, "onVerifiedFactors") is { } part
                    ? string.Create(CultureInfo.InvariantCulture, $"{100 * part / quantity, 8:0.0} %")
                : $"{"-", 11}";
            return $"{display.GetProperty("quantity").GetString(), 12}{before, 12}{change, 9}{verified}   {unit}";
        }

        return $"{"-", 12}   {figure.GetProperty("missing").GetString()}";
    }

    private static decimal? Number(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? decimal.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;
}
