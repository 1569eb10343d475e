using System.Runtime.InteropServices;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle;

/// <summary>
/// A sum of lines, what of it comes from measured readings, and what of it rests on verified factors.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sum(Int128 Millionths, Int128 MeasuredMillionths, Int128 VerifiedMillionths)
{
    private const int PerUnit = 1_000_000;

    public Fraction Amount => Fraction.Of(Millionths, PerUnit);

    /// <summary>With exactly six decimals.</summary>
    public string Text => SixDecimals.Of(Millionths);

    public Fraction Measured => Fraction.Of(MeasuredMillionths, PerUnit);

    public Fraction Verified => Fraction.Of(VerifiedMillionths, PerUnit);

    /// <summary>What rests on verified factors, with exactly six decimals.</summary>
    public string VerifiedText => SixDecimals.Of(VerifiedMillionths);

    public Sum Plus(Int128 millionths, bool isMeasured, bool isVerified) =>
        new(
            Millionths + millionths,
            MeasuredMillionths + (isMeasured ? millionths : 0),
            VerifiedMillionths + (isVerified ? millionths : 0)
        );
}

/// <summary>Every line of a group, and the totals of any set of its plants.</summary>
internal sealed class Totals
{
    private readonly Group _group;

    // Lines are rounded to millionths once; from there on all is whole numbers.
    private readonly List<(string Plant, Month Month, Line Line, Int128 Millionths)> _lines = [];

    /// <summary>Totals of sheets by the group as it is.</summary>
    public Totals(Group group, IEnumerable<Sheet> sheets)
        : this(group, Calculated(group with { Sheets = [.. sheets] })) { }

    /// <summary>Totals of what was calculated before, perhaps by a group that was another then.</summary>
    public Totals(Group group, IReadOnlyDictionary<(string Plant, Month Month), MonthBook> books)
    {
        _group = group;
        Books = books;
        foreach (var ((plant, month), book) in books)
            _lines.AddRange(book.Lines.Select(line => (plant, month, line, line.Amount.Millionths)));
    }

    public IReadOnlyDictionary<(string Plant, Month Month), MonthBook> Books { get; }

    private static Dictionary<(string Plant, Month Month), MonthBook> Calculated(Group group) =>
        group.Sheets.ToDictionary(sheet => (sheet.Plant, sheet.Month), sheet => PlantMonth.Calculate(group, sheet));

    public int LineCount => _lines.Count;

    /// <summary>
    /// Lines that say they rest on a factor that nobody has compared with the official text. Which these are the oracle
    /// takes from the platform; what they come to it works out. Null as long as nobody has asked.
    /// </summary>
    public HashSet<Line>? Unverified { get; set; }

    /// <summary>
    /// Σ of lines whose plant is in the set − Σ of lines whose counterparty is in the set: what the supplier counts
    /// already cancels. Whether a plant is in the set may change from month to month.
    /// </summary>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month.</param>
    /// <param name="isInSet">Whether a plant is in the set in a month.</param>
    /// <param name="row">The row of the answer in which a line counts, asked with the plant that owns the line, and
    /// with its counterparty for what is taken off; null leaves it out.</param>
    public Dictionary<TRow, Sum> Of<TRow>(
        Month from,
        Month to,
        Func<string, Month, bool> isInSet,
        Func<string, Month, Line, TRow?> row
    )
        where TRow : class
    {
        var rows = new Dictionary<TRow, Sum>();
        foreach (var (plant, month, line, millionths) in _lines)
        {
            if (month < from || month > to)
                continue;
            Add(plant, millionths);
            if (line.Key.Counterparty is { } counterparty)
                Add(counterparty, -millionths);

            void Add(string of, Int128 amount)
            {
                if (isInSet(of, month) && row(of, month, line) is { } key)
                    rows[key] = rows.GetValueOrDefault(key)
                        .Plus(amount, line.IsMeasured, Unverified?.Contains(line) == false);
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
