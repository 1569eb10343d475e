using System.Globalization;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// A table of factors, or of the years they serve, as CSV: the columns of the delivered files in any order, those that are not needed
/// left out. A cell that cannot be read is a finding with its row, counted from 0 without header and comments.
/// </summary>
internal static class ProposalCsv
{
    private static readonly string[] s_factorColumns =
    [
        "id",
        "version",
        "set",
        "what",
        "applies_to",
        "value",
        "unit",
        "valid_from",
        "valid_to",
        "data_year",
        "source",
        "standing",
        "status",
        "uncertainty_percent",
        "note",
        "reference",
        "plant",
        "plant_source",
        "explanation",
    ];

    private static readonly string[] s_yearColumns = ["series", "from_year", "to_year", "factor", "status", "note"];

    public static ProposeFactors.Request Read(string? reason, byte[] body, List<RefusalItem> findings)
    {
        var factors = new List<ProposedFactor>();
        var years = new List<ProposedYear>();
        using var records = CsvTable.Read(new MemoryStream(body)).GetEnumerator();
        var header = records.MoveNext() ? records.Current.Cells : [];
        var isYears = header.Contains("series", StringComparer.Ordinal);
        var known = isYears ? s_yearColumns : s_factorColumns;
        if (
            header.FirstOrDefault(column => !known.Contains(column, StringComparer.Ordinal)) is { } stranger
            || header.Length == 0
            || header.Distinct(StringComparer.Ordinal).Count() < header.Length
        )
        {
            findings.Add(
                new RefusalItem(
                    null,
                    "header",
                    "proposal-header-unknown",
                    header.Length == 0
                        ? "The table has no header."
                        : $"The header {string.Join(',', header)} is not that of a table of factors or years.",
                    $"Some of {string.Join(", ", known)}, each once."
                )
            );
            return new ProposeFactors.Request { Reason = reason ?? "", Factors = [new ProposedFactor()] };
        }
        for (var i = 0; records.MoveNext(); i++)
        {
            var cells = records.Current.Cells;
            if (cells.Length != header.Length)
            {
                findings.Add(
                    new RefusalItem(
                        i,
                        $"{(isYears ? "years" : "factors")}[{i}]",
                        "proposal-row-broken",
                        $"{cells.Length} cells where {header.Length} columns are.",
                        "A comma inside of a cell needs quotation marks round the cell."
                    )
                );
                continue;
            }
            var row = new Row(header, cells, i, isYears ? "years" : "factors", findings);
            if (isYears)
                years.Add(
                    new ProposedYear
                    {
                        Series = row["series"],
                        FromYear = row.Whole("from_year"),
                        ToYear = row.Whole("to_year"),
                        Factor = row["factor"],
                        Status = row["status"],
                        Note = row["note"],
                    }
                );
            else
                factors.Add(Factor(row));
        }
        return new ProposeFactors.Request
        {
            Reason = reason ?? "",
            Factors = factors,
            Years = years,
        };
    }

    private static ProposedFactor Factor(Row row) =>
        new()
        {
            Id = row["id"],
            Version = row.Whole("version"),
            Set = row["set"],
            What = row["what"],
            AppliesTo = row["applies_to"],
            Value = row.Number("value"),
            Unit = row["unit"],
            ValidFrom = row.Month("valid_from"),
            ValidTo = row.Month("valid_to"),
            DataYear = row.Whole("data_year"),
            Source = row["source"],
            Standing = row["standing"],
            Status = row["status"],
            UncertaintyPercent = row.Number("uncertainty_percent"),
            Note = row["note"],
            Reference = row["reference"],
            Plant = row["plant"],
            PlantSource = row["plant_source"],
            Explanation = row["explanation"],
        };

    /// <summary>A row whose empty cells say nothing.</summary>
    private sealed class Row(string[] header, string[] cells, int position, string table, List<RefusalItem> findings)
    {
        public string? this[string column] =>
            Array.IndexOf(header, column) is >= 0 and var at && cells[at].Length > 0 ? cells[at] : null;

        public decimal? Number(string column)
        {
            if (this[column] is not { } text)
                return null;
            if (DecimalText.TryParse(text, out var value, out _))
                return value;
            Unreadable(column, text, "A decimal number with a point, zero or more.");
            return null;
        }

        public int? Whole(string column)
        {
            if (this[column] is not { } text)
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return value;
            Unreadable(column, text, "A whole number.");
            return null;
        }

        public Month? Month(string column)
        {
            if (this[column] is not { } text)
                return null;
            if (Quantities.Month.TryParse(text, out var value))
                return value;
            Unreadable(column, text, $"{Quantities.Month.Expected}.");
            return null;
        }

        private void Unreadable(string column, string text, string expected) =>
            findings.Add(
                new RefusalItem(
                    position,
                    $"{table}[{position}].{column}",
                    "proposal-cell-unreadable",
                    $"{column} is \"{text}\".",
                    expected
                )
            );
    }
}
