using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// Holds proposed rows against a catalogue and makes them whole. Every fault is found at once, with row, field, reason
/// and what would be right; a row of the delivered files that had one of them would stop the start.
/// </summary>
/// <param name="catalogue">The catalogue.</param>
/// <param name="thisYear">The year it is.</param>
/// <param name="findings">Takes the faults.</param>
/// <param name="plants">Whose own factors there can be; null where that was looked at before.</param>
internal sealed class ProposalCheck(
    Catalogue catalogue,
    int thisYear,
    List<RefusalItem> findings,
    PlantsOfGroup? plants = null
)
{
    /// <summary>Largest table that is proposed at once.</summary>
    public const int MostRows = 2_000;

    private readonly FactorRules _factorRules = new(catalogue, thisYear, plants);

    /// <summary>The rows as they would be kept; of no use when there are findings.</summary>
    public ProposedRows Rows(IReadOnlyList<ProposedFactor> factors, IReadOnlyList<ProposedYear> years)
    {
        if (factors.Count + years.Count == 0)
            findings.Add(ProposalFaults.Empty);
        if (factors.Count + years.Count > MostRows)
        {
            findings.Add(ProposalFaults.TooLarge(factors.Count + years.Count, MostRows));
            return new ProposedRows();
        }
        var factorRows = new List<FactorFacts>();
        foreach (var (i, given) in factors.Index())
        {
            var draft = new FactorDraft(given, catalogue, factorRows);
            if (IsFree(_factorRules.Check(draft), ProposalCsv.Factors.Name, i))
                factorRows.Add(draft.ToFacts());
        }
        if (findings.Count == 0)
            FindGaps(factorRows);
        var yearRows = new List<YearFacts>();
        foreach (var (i, given) in years.Index())
        {
            if (IsFree(YearRules.Check(given, catalogue, yearRows), ProposalCsv.Years.Name, i))
                yearRows.Add(YearRules.Facts(given));
        }
        return new ProposedRows { Factors = factorRows, Years = yearRows };
    }

    /// <summary>
    /// The catalogue with the rows, as every method would find it; null when it has faults, which are findings.
    /// </summary>
    public async Task<Catalogue?> TryAsync(ProposedRows rows, Func<Task<Catalogue>> build)
    {
        Catalogue next;
        try
        {
            next = await build();
        }
        catch (DataFileException fault)
        {
            findings.Add(ProposalFaults.BreaksMethod(fault));
            return null;
        }
        FindUnusableYears(rows.Years, next);
        FindYearGaps(rows.Years, next);
        return findings.Count == 0 ? next : null;
    }

    /// <summary>
    /// Months that no version of an id serves, between months that one does. A plant's own factors may pause: the
    /// default serves.
    /// </summary>
    private void FindGaps(IReadOnlyList<FactorFacts> rows)
    {
        foreach (var group in rows.Index().Where(row => row.Item.Plant is null).GroupBy(row => row.Item.Id, row => row))
        {
            var spans = catalogue
                .Versions(group.Key)
                .Select(factor => (factor.From, factor.To))
                .Concat(group.Select(row => row.Item.Span()))
                .OrderBy(span => span.From)
                .ToList();
            var end = spans[0].To;
            foreach (var (from, to) in spans.Skip(1))
            {
                if (end < Month.Max && from > end.Next)
                    Add(
                        FactorFaults.Gap(group.Key, end.Next, from.Previous),
                        ProposalCsv.Factors.Name,
                        group.First().Index
                    );
                if (to > end)
                    end = to;
            }
        }
    }

    private void FindUnusableYears(IReadOnlyList<YearFacts> years, Catalogue next)
    {
        foreach (var (i, year) in years.Index())
        {
            if (year.ToYearOfSeries(next.Version).Fault(next.Find, next.Places) is { } fault)
                Add(YearFaults.FactorOfYearUnusable(fault), ProposalCsv.Years.Name, i);
        }
    }

    private void FindYearGaps(IReadOnlyList<YearFacts> years, Catalogue next)
    {
        foreach (var (i, year) in years.Index().DistinctBy(row => row.Item.Series))
        {
            var served = next.Series[year.Series];
            var first = served.Rows.Min(row => row.From);
            var hole = Enumerable
                .Range(first, Month.Max.Year - first + 1)
                .FirstOrDefault(accountingYear => served.For(accountingYear) is null);
            if (hole != 0)
                Add(YearFaults.YearGap(year.Series, hole), ProposalCsv.Years.Name, i);
        }
    }

    private bool IsFree(IEnumerable<RowFault> faults, string table, int row)
    {
        var before = findings.Count;
        findings.AddRange(faults.Select(fault => fault.In(table, row)));
        return findings.Count == before;
    }

    private void Add(RowFault fault, string table, int row) => findings.Add(fault.In(table, row));
}
