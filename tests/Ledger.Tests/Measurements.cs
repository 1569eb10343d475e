using System.Diagnostics;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.Quantities;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// How fast the ledger is on this machine. Asserts nothing and runs only when asked for:
/// <c>dotnet CarbonPlatform.Ledger.Tests.dll -explicit only -class CarbonPlatform.Ledger.Tests.Measurements</c>, sizes by
/// CARBON_MEASURE_PLANTS and CARBON_MEASURE_MONTHS.
/// </summary>
public sealed class Measurements(ITestOutputHelper output)
{
    private const int LinesPerSheet = 200;
    private static readonly int s_plants = Setting("CARBON_MEASURE_PLANTS", 100);
    private static readonly int s_months = Setting("CARBON_MEASURE_MONTHS", 12);

    [Fact(Explicit = true)]
    public async Task Writing_and_reading()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        // For trying other settings of the tables.
        if (Environment.GetEnvironmentVariable("CARBON_MEASURE_SQL") is { Length: > 0 } sql) await ledger.Database.ExecuteAsync(sql);
        for (var plant = 0; plant < s_plants; plant++) await ledger.Writer.WriteAsync([RecordOf(plant)]);

        var first = Bodies(revision: 1, changed: 0);
        Say($"{first.Count} sheets of {LinesPerSheet} lines, {first[0].Length} bytes each");
        var checking = Stopwatch.StartNew();
        var works = first.Select(body => Checked(ledger, body)).ToList();
        Say($"read and check: {works.Count / checking.Elapsed.TotalSeconds:F0} sheets/s");

        // Half of the load in batches of 32 warms everything up; the other half is measured.
        await TimeAsync("warm-up, batches of 32", ledger, works[..(works.Count / 2)], 32);
        await TimeAsync("first load, batches of 32", ledger, works[(works.Count / 2)..(works.Count * 3 / 4)], 32);
        await TimeAsync("first load, batches of 128", ledger, works[(works.Count * 3 / 4)..], 128);
        var corrected = Bodies(revision: 2, changed: 20).Select(body => Checked(ledger, body)).ToList();
        await TimeAsync("20 lines corrected, batches of 32", ledger, corrected[..(corrected.Count / 2)], 32);
        await TimeAsync("20 lines corrected, batches of 1", ledger, corrected[(corrected.Count / 2)..(corrected.Count * 3 / 4)], 1);
        await TimeAsync("20 lines corrected, batches of 8", ledger, corrected[(corrected.Count * 3 / 4)..], 8);

        await ledger.Database.ExecuteAsync("VACUUM ANALYZE");
        var postings = await ledger.ScalarAsync<long>("SELECT count(*) FROM posting");
        Say($"{postings} postings");
        foreach (var row in await ledger.RowsAsync($"SELECT relname, round(pg_total_relation_size(oid) / {postings}.0, 2) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT IN ('event', 'outbox') ORDER BY 2 DESC LIMIT 6"))
            Say("bytes a posting: " + row);
        await ReadAsync(ledger);
    }

    private async Task ReadAsync(LedgerRoom ledger)
    {
        var catalogue = new SharedCatalogue();
        var potentials = WarmingPotentials.Load(Path.Combine(AppContext.BaseDirectory, "Data"));
        const string year = "from=2024-01&to=2024-12";
        var half = await ledger.ScalarAsync<long>("SELECT max(sequence) FROM position WHERE sequence <= (SELECT sequence / 2 FROM ledger_head)");
        var recent = await ledger.ScalarAsync<long>("SELECT max(sequence) FROM position WHERE sequence <= (SELECT sequence - 100 FROM ledger_head)");
        foreach (var (what, query) in new[]
        {
            ("group, year, by category and measure", year),
            ("group, year, by month and unit", year + "&groupBy=month,unit"),
            ("unit, year", year + "&org=UNIT-3"),
            ("all plants, year, by activity", year + "&groupBy=plant,activity"),
            ("all plants, year", year + "&groupBy=plant"),
            ("one plant, year, by source and activity", year + "&org=PLANT-007&groupBy=source,activity"),
            ("one plant-month, by source and activity", "from=2024-05&to=2024-05&org=PLANT-007&groupBy=source,activity"),
            ("group, year, as of 100 entries ago", $"{year}&asOf={recent}"),
            ("group, year, as of half of the entries", $"{year}&asOf={half}"),
            ("all plants, year, by activity, as of half of the entries", $"{year}&groupBy=plant,activity&asOf={half}"),
        })
        {
            var times = new List<double>();
            var rows = 0;
            var (ours, servers) = (0.0, 0.0);
            for (var i = 0; i < 12; i++)
            {
                if (i == 1) (ours, servers) = (OurCpu(), await ServersCpuAsync(ledger));
                var words = query.Split('&').Select(word => word.Split('=')).ToDictionary(word => word[0], word => word[1], StringComparer.Ordinal);
                var timer = Stopwatch.StartNew();
                var question = TotalsQuestion.Parse(words["from"], words["to"], words.GetValueOrDefault("org"), words.GetValueOrDefault("groupBy"), null, null, words.GetValueOrDefault("asOf"), null, potentials).Question!;
                var view = (await LedgerView.OpenAsync(ledger.Source, catalogue, question.AsOf, CancellationToken.None)).View!;
                await using (view)
                {
                    var scope = question.Org == Scope.Group ? Scope.OfGroup(view.Organisation)
                        : question.Org.StartsWith("UNIT", StringComparison.Ordinal) ? Scope.OfUnit(view.Organisation, question.Org) : Scope.OfPlant(view.Organisation, question.Org);
                    var sums = await TotalsReading.SumsAsync(view, question, scope, CancellationToken.None);
                    var coverage = await TotalsReading.CoverageAsync(view, question, scope, CancellationToken.None);
                    rows = GetTotals.Answer(question, view.Position, coverage, sums, potentials).Rows.Count;
                }
                times.Add(timer.Elapsed.TotalMilliseconds);
            }
            times.RemoveAt(0);
            times.Sort();
            Say($"{what}: best {times[0]:F1} ms, median {times[times.Count / 2]:F1} ms, {rows} rows; processor ours {(OurCpu() - ours) / times.Count:F1} ms, PostgreSQL {(await ServersCpuAsync(ledger) - servers) / times.Count:F1} ms");
        }
    }

    private async Task TimeAsync(string what, LedgerRoom ledger, List<Work> works, int batch)
    {
        var (ours, servers) = (OurCpu(), await ServersCpuAsync(ledger));
        var timer = Stopwatch.StartNew();
        foreach (var chunk in works.Chunk(batch))
        {
            await ledger.Writer.WriteAsync(chunk);
            await chunk[0].Done.Task;
        }
        timer.Stop();
        Say($"{what}: {works.Count / timer.Elapsed.TotalSeconds:F0} sheets/s ({works.Count} in {timer.Elapsed.TotalSeconds:F1} s); "
            + $"processor a sheet: ours {(OurCpu() - ours) / works.Count:F2} ms, PostgreSQL {(await ServersCpuAsync(ledger) - servers) / works.Count:F2} ms");
    }

    /// <summary>Processor time tells what a sheet costs even while others use the machine too.</summary>
    private static double OurCpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds;

    private static async Task<double> ServersCpuAsync(LedgerRoom ledger)
    {
        var sum = 0.0;
        foreach (var pid in await ledger.RowsAsync("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"))
        {
            var fields = (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Split(' ');
            sum += (long.Parse(fields[13]) + long.Parse(fields[14])) * 10.0;
        }
        return sum;
    }

    private static Work Checked(LedgerRoom ledger, byte[] body) => new() { Month = CalculatedMonth.From(EventJson.EmissionsCalculated(body), ledger.Codes) };

    private static Work RecordOf(int plant)
    {
        var record = Organisation.Plant(Code(plant), 1, ("2015-01", $"UNIT-{plant % 11}"));
        return new Work { Record = ChangedRecord.From(record, EventJson.Serialize(record)) };
    }

    /// <summary>Sheets month by month, as they come in; the first so many lines differ from those of the revision before.</summary>
    private static List<byte[]> Bodies(int revision, int changed)
    {
        var first = Month.Parse("2024-01").AddMonths(12 - s_months);
        var bodies = new List<byte[]>();
        for (var month = 0; month < s_months; month++)
        {
            for (var plant = 0; plant < s_plants; plant++)
                bodies.Add(EventJson.Serialize(SheetOf(plant, first.AddMonths(month), revision, changed).ToEvent()));
        }
        return bodies;
    }

    /// <summary>Eight sources with five readings of five lines each: twenty-five (category, basis, measure).</summary>
    private static Sheet SheetOf(int plant, Month month, int revision, int changed)
    {
        var lines = new List<SheetLine>();
        for (var n = 0; n < LinesPerSheet; n++)
        {
            var (category, basis, measure) = Accounts[n / 5 % 5 * 5 + n % 5];
            var amount = (plant * 7919 + n * 104729 + month.Index * 31 + (n < changed ? revision : 0)) % 9_999_991 + (n * 37 % 1_000_000) / 1_000_000m;
            lines.Add(new SheetLine($"SOURCE-{n / 25}", $"activity.{n / 5 % 5 + n / 25 % 3 * 5}", category, basis, measure, amount,
                Quantity: amount / 4, Quality: (Quality)(n / 5 % 5), Process: $"process-{n / 25 % 4}"));
        }
        return new Sheet(Code(plant), month.ToString(), revision) { Lines = lines, Reason = revision == 1 ? Reasons.Reading : Reasons.Correction };
    }

    private static readonly (string Category, string? Basis, string Measure)[] Accounts =
    [
        (Categories.Combustion, null, "CO2"), (Categories.AirCombustion, null, "SO2"), (Categories.AirCombustion, null, "NOx"), (Categories.EnergyConsumed, "equivalent", "ENERGY"), (Categories.EnergyConsumed, "equal", "ENERGY"),
        (Categories.PurchasedElectricity, "location-national", "CO2"), (Categories.PurchasedElectricity, "location-provincial", "CO2"), (Categories.PurchasedElectricity, "market", "CO2"), (Categories.EnergyConsumed, "equivalent", "ENERGY"), (Categories.EnergyConsumed, null, "ELECTRICITY"),
        (Categories.AvoidedWind, "displacement", "CO2"), (Categories.AvoidedWind, "displacement", "SO2"), (Categories.AvoidedWind, "displacement", "NOx"), (Categories.AvoidedWind, "combined-margin", "CO2"), (Categories.AvoidedWind, "grid-average", "CO2"),
        (Categories.Pfc, null, "CF4"), (Categories.Pfc, null, "C2F6"), (Categories.Anode, null, "CO2"), (Categories.AirProcess, null, "SO2"), (Categories.AirProcess, null, "F"),
        (Categories.Carbonate, null, "CO2"), (Categories.Output, null, "OUTPUT"), (Categories.Use, null, "ELECTRICITY"), (Categories.Statistic, null, "HOURS"), (Categories.WaterDischarge, null, "COD"),
    ];

    private static string Code(int plant) => $"PLANT-{plant:D3}";

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;

    private void Say(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
