using System.Globalization;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// The columns that a table of proposed rows may have, each once: its name, and what of a row its cell says.
/// </summary>
/// <typeparam name="TRow">A row.</typeparam>
/// <param name="name">The member of a proposal that holds such rows.</param>
internal sealed class ProposalTable<TRow>(string name)
    where TRow : new()
{
    private readonly List<(string Name, Func<TRow, Cell, TRow> Say)> _columns = [];

    public string Name => name;

    public IEnumerable<string> Columns => _columns.Select(column => column.Name);

    public ProposalTable<TRow> Add(string column, Func<TRow, Cell, TRow> say)
    {
        _columns.Add((column, say));
        return this;
    }

    /// <summary>A record as a row. A cell that cannot be read is a finding; an empty one says nothing.</summary>
    /// <param name="header">Names of the cells.</param>
    /// <param name="cells">The record.</param>
    /// <param name="row">Which one it is, from 0.</param>
    /// <param name="findings">Takes what cannot be read.</param>
    public TRow Read(string[] header, string[] cells, int row, List<RefusalItem> findings)
    {
        var read = new TRow();
        foreach (var (column, say) in _columns)
        {
            if (Array.IndexOf(header, column) is not (>= 0 and var at) || cells[at].Length == 0)
                continue;
            if (PlainText.Check(cells[at]) is { } notPlain)
                findings.Add(
                    new RowFault(column, notPlain.Code, notPlain.Message, InputFault.Sentence(notPlain.Expected)).In(
                        name,
                        row
                    )
                );
            else
                read = say(read, new Cell(cells[at], column, fault => findings.Add(fault.In(name, row))));
        }
        return read;
    }

    /// <summary>A cell that says something.</summary>
    internal readonly struct Cell(string text, string column, Action<RowFault> report)
    {
        public string Text => text;

        public decimal? Number()
        {
            // A spreadsheet writes what is small or large with an exponent.
            if (DecimalText.TryParse(DecimalText.InDigits(text) ?? text, out var value, out _))
                return value;
            Report("A decimal number with a point, zero or more.");
            return null;
        }

        public int? Whole()
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return value;
            Report("A whole number.");
            return null;
        }

        public Month? Month()
        {
            if (Quantities.Month.TryParse(text, out var value))
                return value;
            Report(InputFault.Sentence(Quantities.Month.Expected));
            return null;
        }

        private void Report(string expected) => report(ProposalFaults.CellUnreadable(column, text, expected));
    }
}
