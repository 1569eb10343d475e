using System.Diagnostics;
using System.Globalization;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Journal.Kinds;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// The ledger's writer alone, in this process on a database of its own: how fast it appends, and whether that and the
/// totals depend on how much there is.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int Small = 50_000;
    private const int Large = 5_000_000;

    private readonly BenchmarkGroup _group = BenchmarkGroup.Read();
    private readonly Catalogue _catalogue = Catalogue.Read();
    private readonly CodeTable _codes = new();
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly LedgerWriter _writer;

    private Writer(TestDatabase database)
    {
        _database = database;
        var builder = new NpgsqlDataSourceBuilder(database.Service);
        LedgerConnection.Tune(builder);
        _source = builder.Build();
        _writer = new LedgerWriter(
            _source,
            _codes,
            new OutboxSignal(),
            TimeProvider.System,
            NullLogger<LedgerWriter>.Instance
        );
    }

    public static async Task RunAsync(Report report)
    {
        await using (var warmUp = await OpenAsync())
            await warmUp.AppendAsync(warmUp.Sheets(2024, 2, firstPlant: 0, plants: 300), 32);

        await using var ledger = await OpenAsync();
        // So few plants that a whole year of them is the small ledger; the totals of that year then have as many rows
        // as those of the whole group.
        var few = (int)Math.Ceiling(Small / 88.0 / 12);
        await ledger.AppendAsync(ledger.Sheets(2024, 12, 0, few), 32);
        var (smallRate, smallTotals, small) = await ledger.MeasureAsync(2000);
        for (var year = 2023; await ledger.PostingsAsync() < Large; year--)
            await ledger.AppendAsync(ledger.Sheets(year, 12, 0, BenchmarkGroup.PlantCount), 128);
        var (largeRate, largeTotals, large) = await ledger.MeasureAsync(1990);
        var one = await ledger.AppendAsync(ledger.Sheets(1993, 3, 0, BenchmarkGroup.PlantCount), 1);

        report.Add(
            "ledger writer alone, batches of 32 and of 1",
            Say($"{largeRate:N0} and {one:N0} sheets/s"),
            "≥ 2,000 and ≥ 800 sheets/s"
        );
        report.Add(
            Say($"append at {large:N0} postings against {small:N0}"),
            Say($"{largeRate:N0} against {smallRate:N0} sheets/s: {largeRate / smallRate - 1:+0 %;−0 %}"),
            "within 10 %"
        );
        report.Add(
            Say($"totals of a year by category and measure, in process, at {large:N0} postings against {small:N0}"),
            Say($"p50 {largeTotals:F2} against {smallTotals:F2} ms: {largeTotals / smallTotals - 1:+0 %;−0 %}"),
            "within 20 %"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static async Task<Writer> OpenAsync()
    {
        var database = await TestDatabase.CreateAsync("ledger", MigrationJob.ApplyAsync<LedgerDb>);
        var ledger = new Writer(database);
        var records = Enumerable
            .Range(0, BenchmarkGroup.PlantCount)
            .Select(ledger._group.Changed)
            .Select(record => new OrganisationRecordWork(ChangedRecord.From(record, EventJson.Serialize(record))));
        foreach (var batch in records.Chunk(100))
            await ledger._writer.WriteAsync(batch);
        return ledger;
    }

    private IEnumerable<LedgerWork> Sheets(int year, int months, int firstPlant, int plants)
    {
        for (var month = 0; month < months; month++)
        {
            for (var plant = firstPlant; plant < firstPlant + plants; plant++)
            {
                var accepted = _group.Accepted(plant, Month.Parse($"{year}-01").AddMonths(month));
                var calculated = Calculation
                    .Runs.CalculatedMonth.Of(accepted, _catalogue)
                    .ToEvent(accepted.Reason, accepted.AcceptedAt);
                yield return new SheetResultWork(SheetResult.From(calculated, _codes));
            }
        }
    }

    /// <summary>Sheets a second; making them does not count.</summary>
    private async Task<double> AppendAsync(IEnumerable<LedgerWork> sheets, int batch)
    {
        var (time, count) = (TimeSpan.Zero, 0);
        foreach (var chunk in sheets.Chunk(batch))
        {
            var started = Stopwatch.GetTimestamp();
            await _writer.WriteAsync(chunk);
            foreach (var work in chunk)
                await work.Done.Task;
            time += Stopwatch.GetElapsedTime(started);
            count += chunk.Length;
        }

        return count / time.TotalSeconds;
    }

    private async Task<(double Rate, double TotalsMilliseconds, long Postings)> MeasureAsync(int year)
    {
        var postings = await PostingsAsync();
        await _database.ExecuteAsync("VACUUM ANALYZE");
        var potentials = WarmingPotentials.Read();
        var catalogue = new SharedCatalogue();
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var asked = new TotalsParameters { From = "2024-01", To = "2024-12" };
            if (TotalsQuestion.Parse(asked, potentials, Boundaries.Read()).IsRefused(out var wrong, out var question))
                throw new InvalidOperationException(wrong.Detail);
            var opened = await LedgerView.OpenAsync(_source, catalogue, question.AsOf, CancellationToken.None);
            if (opened.IsRefused(out wrong, out var view))
                throw new InvalidOperationException(wrong.Detail);
            await using var _ = view;
            var scope = Scope.OfGroup(view.Organisation);
            var tallied = await TotalsReading.SumsAsync(view, question, scope, int.MaxValue, CancellationToken.None);
            if (tallied.IsRefused(out wrong, out var sums))
                throw new InvalidOperationException(wrong.Detail);
            var coverage = await CoverageReading.ReadAsync(view, question, scope, question.To, CancellationToken.None);
            var gaps = await GapReading.ReadAsync(view, question, scope, coverage, CancellationToken.None);
            var answer = TotalsRendering.Of(
                question,
                view.Position,
                coverage,
                gaps,
                sums,
                view.Provenances,
                potentials,
                CancellationToken.None
            );
            if (answer.Rows.Count == 0)
                throw new InvalidOperationException("The year has no totals.");
            if (i >= 50)
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return (await AppendAsync(Sheets(year, 6, 0, BenchmarkGroup.PlantCount), 32), times.At(0.5), postings);
    }

    private async Task<long> PostingsAsync() => (long)(await _database.ExecuteAsync("SELECT count(*) FROM posting"))!;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
