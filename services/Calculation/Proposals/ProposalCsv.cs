using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// A table of factors, or of the years they serve, as CSV: the columns of the delivered files in any order, those that
/// are not needed left out. A cell that cannot be read is a finding with its row, counted from 0 without header and
/// comments.
/// </summary>
internal static class ProposalCsv
{
    public static readonly ProposalTable<ProposedFactor> Factors = new ProposalTable<ProposedFactor>("factors")
        .Add("id", (factor, cell) => factor with { Id = cell.Text })
        .Add("version", (factor, cell) => factor with { Version = cell.Whole() })
        .Add("set", (factor, cell) => factor with { Set = cell.Text })
        .Add("what", (factor, cell) => factor with { What = cell.Text })
        .Add("applies_to", (factor, cell) => factor with { AppliesTo = cell.Text })
        .Add("value", (factor, cell) => factor with { Value = cell.Number() })
        .Add("unit", (factor, cell) => factor with { Unit = cell.Text })
        .Add("valid_from", (factor, cell) => factor with { ValidFrom = cell.Month() })
        .Add("valid_to", (factor, cell) => factor with { ValidTo = cell.Month() })
        .Add("data_year", (factor, cell) => factor with { DataYear = cell.Whole() })
        .Add("source", (factor, cell) => factor with { Source = cell.Text })
        .Add("standing", (factor, cell) => factor with { Standing = cell.Text })
        .Add("status", (factor, cell) => factor with { Status = cell.Text })
        .Add("uncertainty_percent", (factor, cell) => factor with { UncertaintyPercent = cell.Number() })
        .Add("note", (factor, cell) => factor with { Note = cell.Text })
        .Add("reference", (factor, cell) => factor with { Reference = cell.Text })
        .Add("plant", (factor, cell) => factor with { Plant = cell.Text })
        .Add("plant_source", (factor, cell) => factor with { PlantSource = cell.Text })
        .Add("explanation", (factor, cell) => factor with { Explanation = cell.Text });

    public static readonly ProposalTable<ProposedYear> Years = new ProposalTable<ProposedYear>("years")
        .Add("series", (year, cell) => year with { Series = cell.Text })
        .Add("from_year", (year, cell) => year with { FromYear = cell.Whole() })
        .Add("to_year", (year, cell) => year with { ToYear = cell.Whole() })
        .Add("factor", (year, cell) => year with { Factor = cell.Text })
        .Add("status", (year, cell) => year with { Status = cell.Text })
        .Add("note", (year, cell) => year with { Note = cell.Text });

    public static ProposeFactors.Request Read(string? reason, byte[] body, List<RefusalItem> findings)
    {
        using var records = CsvTable.Read(new MemoryStream(body)).GetEnumerator();
        var header = records.MoveNext() ? records.Current.Cells : [];
        var request = new ProposeFactors.Request { Reason = reason ?? "" };
        // With a row that says nothing: the proposal is not empty.
        var unreadable = request with
        {
            Factors = [new ProposedFactor()],
        };
        if (header.Contains(Years.Columns.First(), StringComparer.Ordinal))
            return Rows(Years, header, records, findings) is { } years ? request with { Years = years } : unreadable;
        return Rows(Factors, header, records, findings) is { } factors
            ? request with
            {
                Factors = factors,
            }
            : unreadable;
    }

    /// <summary>The rows; null when the header is none of this table.</summary>
    private static List<TRow>? Rows<TRow>(
        ProposalTable<TRow> table,
        string[] header,
        IEnumerator<CsvRecord> records,
        List<RefusalItem> findings
    )
        where TRow : new()
    {
        if (
            header.Length == 0
            || header.Except(table.Columns, StringComparer.Ordinal).Any()
            || header.Distinct(StringComparer.Ordinal).Count() < header.Length
        )
        {
            findings.Add(ProposalFaults.HeaderUnknown(header, table.Columns));
            return null;
        }
        var rows = new List<TRow>();
        for (var i = 0; records.MoveNext(); i++)
        {
            var cells = records.Current.Cells;
            if (cells.Length == header.Length)
                rows.Add(table.Read(header, cells, i, findings));
            else
                findings.Add(ProposalFaults.RowBroken(table.Name, i, cells.Length, header.Length));
        }
        return rows;
    }
}
