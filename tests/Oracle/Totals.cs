using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle;

/// <summary>Every line of a group, and the totals of any set of its plants.</summary>
internal sealed class Totals
{
    private readonly Group _group;
    private readonly List<(string Plant, Month Month, Line Line)> _lines = [];

    public Totals(Group group, IEnumerable<Sheet> sheets)
    {
        _group = group;
        foreach (var sheet in sheets)
        {
            var book = PlantMonth.Calculate(group, sheet);
            Books.Add((sheet.Plant, sheet.Month), book);
            _lines.AddRange(book.Lines.Select(line => (sheet.Plant, sheet.Month, line)));
        }
    }

    public Dictionary<(string Plant, Month Month), MonthBook> Books { get; } = [];

    /// <summary>
    /// Σ of lines whose plant is in the set − Σ of lines whose counterparty is in the set: what the supplier counts already
    /// cancels. Whether a plant is in the set may change from month to month.
    /// </summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="isInSet">Whether a plant is in the set in a month.</param>
    /// <param name="row">The row of the answer in which a line counts, asked with the plant that owns the line, and with its counterparty for what is taken off; null leaves it out.</param>
    public Dictionary<TRow, Fraction> Of<TRow>(Month from, Month to, Func<string, Month, bool> isInSet, Func<string, Month, Line, TRow?> row)
        where TRow : class
    {
        var rows = new Dictionary<TRow, Fraction>();
        foreach (var (plant, month, line) in _lines.Where(l => from <= l.Month && l.Month <= to))
        {
            Add(plant, line.Amount);
            if (line.Key.Counterparty is { } counterparty) Add(counterparty, -line.Amount);

            void Add(string of, Fraction amount)
            {
                if (isInSet(of, month) && row(of, month, line) is { } key) rows[key] = rows.GetValueOrDefault(key) + amount;
            }
        }

        return rows;
    }

    /// <summary>The set named by a query: the group, a unit by the membership of each month, or a plant.</summary>
    public Func<string, Month, bool> Set(string organisation) =>
        organisation == "GROUP" ? (_, _) => true
        : _group.Units.Contains(organisation) ? (plant, month) => _group.Find(plant)?.UnitIn(month) == organisation
        : (plant, _) => plant == organisation;
}
