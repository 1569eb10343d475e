using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// A seeded stream of events as a rough month brings them: sheets and corrections out of order and more than once,
/// plants that move between units, records that come late. Small sets of codes and amounts, so that everything meets
/// everything.
/// </summary>
internal sealed class RandomLedger(int seed)
{
    private static readonly string[] s_plants = ["SX-A1", "SX-A2", "SX-A3", "SX-P1", "SX-P2", "SX-W1"];
    private static readonly string[] s_units = ["UNIT-1", "UNIT-2", "UNIT-3"];

    private readonly Random _random = new(seed);
    private readonly Dictionary<(string Plant, int Month), int> _revisions = [];
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Plant, int Month, int Revision, int Catalogue), Sheet> _results = [];
    private readonly List<object> _sent = [];

    /// <summary>Writes events in batches of random sizes.</summary>
    /// <returns>The batches as written: sheets and records in their order.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<object>>> FillAsync(LedgerRoom ledger, int seed, int events)
    {
        var stream = new RandomLedger(seed);
        var batches = new List<IReadOnlyList<object>>();
        for (var left = events; left > 0; )
        {
            var batch = Enumerable
                .Range(0, Math.Min(left, stream._random.Next(1, 20)))
                .Select(_ => stream.Next())
                .ToList();
            left -= batch.Count;
            ledger.Clock.Advance(TimeSpan.FromSeconds(1));
            var works = batch
                .Select<object, LedgerWork>(e =>
                    e is Sheet sheet ? ledger.WorkOf(sheet) : ledger.WorkOf((OrganisationChangedEvent)e)
                )
                .ToList();
            await ledger.Writer.WriteAsync(works);
            foreach (var work in works)
                await work.Done.Task;
            batches.Add(batch);
        }
        return batches;
    }

    /// <summary>The next event: a <see cref="Sheet"/> or an <see cref="OrganisationChangedEvent"/>.</summary>
    public object Next()
    {
        var next = _random.Next(10) switch
        {
            0 => NextRecord(),
            1 when _sent.Count > 0 => _sent[_random.Next(_sent.Count)],
            _ => NextSheet(),
        };
        _sent.Add(next);
        return next;
    }

    private OrganisationChangedEvent NextRecord()
    {
        var plant = Pick(s_plants);
        // Two steps now and then, so that a version may come late.
        var version = _versions.GetValueOrDefault(plant) + _random.Next(0, 3);
        _versions[plant] = Math.Max(_versions.GetValueOrDefault(plant), version);
        var first = (From: "2023-06", Unit: Pick(s_units));
        return _random.Next(2) == 0
            ? Organisation.Plant(plant, Math.Max(1, version), first)
            : Organisation.Plant(plant, Math.Max(1, version), first, ($"2024-{_random.Next(1, 7):00}", Pick(s_units)));
    }

    private Sheet NextSheet()
    {
        var plant = Pick(s_plants);
        var month = _random.Next(1, 7);
        var revision = Math.Max(1, _revisions.GetValueOrDefault((plant, month)) + _random.Next(-1, 3));
        _revisions[(plant, month)] = Math.Max(_revisions.GetValueOrDefault((plant, month)), revision);

        var catalogue = _random.Next(1, 3);
        // One version is one result.
        if (_results.TryGetValue((plant, month, revision, catalogue), out var known))
            return known;
        var sheet = new Sheet(plant, $"2024-{month:00}", revision)
        {
            Catalogue = catalogue,
            Reason = revision == 1 ? Reasons.Reading : Reasons.Correction,
        };
        for (var i = 0; i < 3; i++)
        {
            if (_random.Next(3) > 0)
                sheet = sheet.With(
                    new SheetLine(
                        $"BOILER-{i}",
                        _random.Next(2) == 0 ? "fuel.coke" : "fuel.lignite",
                        Categories.Combustion,
                        null,
                        "CO2",
                        Amount(),
                        Quality: (Quality)_random.Next(5),
                        Process: _random.Next(2) == 0 ? "power" : "alumina"
                    )
                );
        }
        if (_random.Next(2) == 0)
            sheet = sheet.WithDirectPower(Amount(), Pick(s_plants.Where(other => other != plant).ToArray()));
        if (_random.Next(2) == 0)
            sheet = sheet.With(
                new SheetLine(
                    "WF-1",
                    "generation.wind",
                    Categories.AvoidedWind,
                    Pick(Bases.Families["avoided"]),
                    "CO2",
                    Amount()
                )
            );
        if (_random.Next(3) == 0)
            sheet = sheet.With(new SheetLine("SITE-1", "output.lead", Categories.Output, null, "OUTPUT", Amount()));
        // One process a source: what the first line of a source says holds for the others.
        sheet = sheet with
        {
            Lines =
            [
                .. sheet.Lines.Select(line =>
                    line with
                    {
                        Process = sheet.Lines.First(first => first.Source == line.Source).Process,
                        Statuses = _random.Next(2) == 0 ? LineStatuses.None : LineStatuses.UnverifiedFactor,
                    }
                ),
            ],
        };
        return _results[(plant, month, revision, catalogue)] =
            _random.Next(3) == 0 ? sheet.WithGaps(Sheet.Gap($"BOILER-{_random.Next(3)}")) : sheet;
    }

    private decimal Amount() => _random.Next(0, 5) * 100 + _random.Next(0, 3) * 0.000001m;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}

/// <summary>
/// What the ledger must come to, kept as nobody would in earnest: the highest version of every sheet and record in a
/// dictionary, totals by going through everything.
/// </summary>
internal sealed class NaiveLedger
{
    private readonly Dictionary<(string Plant, string Month), Sheet> _sheets = [];
    private readonly Dictionary<string, OrganisationChangedEvent> _plants = new(StringComparer.Ordinal);

    public void Apply(object applied)
    {
        if (applied is Sheet sheet)
        {
            if (!_sheets.TryGetValue((sheet.Plant, sheet.Month), out var known) || VersionOf(sheet) > VersionOf(known))
                _sheets[(sheet.Plant, sheet.Month)] = sheet;
        }
        else
        {
            var record = (OrganisationChangedEvent)applied;
            if (!_plants.TryGetValue(record.Code, out var known) || record.Version > known.Version)
                _plants[record.Code] = record;
        }
    }

    public string UnitOf(string plant, string month) =>
        _plants.TryGetValue(plant, out var record) ? record.Plant!.UnitIn(Quantities.Month.Parse(month)) ?? "" : "";

    public int OpenGaps => _sheets.Values.Sum(sheet => sheet.Gaps.Distinct().Count());

    public int PlantMonths => _sheets.Count;

    /// <summary>
    /// Rows as <see cref="LedgerApi.TextOf"/> writes them, with what rests on verified factors; of default bases, in
    /// no order.
    /// </summary>
    /// <param name="isIn">Whether a plant is in the set in a month.</param>
    /// <param name="by">
    /// The dimensions of a line, or (if so marked) of a transfer taken off where its supplier stands.
    /// </param>
    /// <param name="withOutput">Whether products count.</param>
    public IEnumerable<string> Rows(
        Func<string, string, bool> isIn,
        Func<string, string, SheetLine, bool, string> by,
        bool withOutput
    )
    {
        var sums = new Dictionary<string, (decimal Amount, decimal Verified)>(StringComparer.Ordinal);
        foreach (var sheet in _sheets.Values)
        {
            foreach (var line in sheet.Lines)
            {
                if (line.Measure == "OUTPUT" && !withOutput)
                    continue;
                if (line.Basis is not (null or "location-national" or "displacement" or "equivalent"))
                    continue;
                var tail = $"{line.Category}{(line.Basis is null ? "" : " " + line.Basis)} {line.Measure}";
                if (isIn(sheet.Plant, sheet.Month))
                    Add($"{by(sheet.Plant, sheet.Month, line, false)}{tail}", line, 1);
                if (line.Counterparty is { } supplier && isIn(supplier, sheet.Month))
                    Add($"{by(supplier, sheet.Month, line, true)}{tail}", line, -1);
            }
        }
        return sums.Select(sum => $"{sum.Key} {sum.Value.Amount:0.000000} of which {sum.Value.Verified:0.000000}");

        void Add(string key, SheetLine line, int sign)
        {
            var (amount, verified) = sums.GetValueOrDefault(key);
            sums[key] = (
                amount + sign * line.Amount,
                line.Statuses.HasFlag(LineStatuses.UnverifiedFactor) ? verified : verified + sign * line.Amount
            );
        }
    }

    private static ResultVersion VersionOf(Sheet sheet) => new(sheet.Revision, sheet.Catalogue, sheet.Methods);
}
