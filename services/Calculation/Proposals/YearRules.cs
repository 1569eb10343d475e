using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>What a proposed row of the mapping of accounting years is held to.</summary>
internal static class YearRules
{
    /// <summary>Everything that is wrong with a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="catalogue">Knows the series.</param>
    /// <param name="earlierRows">Those that stand before it in the proposal.</param>
    public static IEnumerable<RowFault> Check(
        ProposedYear row,
        Catalogue catalogue,
        IReadOnlyList<YearFacts> earlierRows
    ) =>
        new[]
        {
            SeriesIsKnown(row, catalogue),
            SpanIsYears(row) ?? ServesYearsAlone(row, earlierRows),
            FactorIsNamed(row),
            StatusIsKnown(row),
            NoteFits(row),
        }.OfType<RowFault>();

    /// <summary>As it would be kept. No rule may have anything against it.</summary>
    public static YearFacts Facts(ProposedYear row) =>
        new()
        {
            Series = row.Series!,
            FromYear = row.FromYear!.Value,
            ToYear = row.ToYear,
            Factor = row.Factor!,
            Status = string.IsNullOrEmpty(row.Status) ? null : row.Status,
            Note = row.Note,
        };

    private static RowFault? SeriesIsKnown(ProposedYear row, Catalogue catalogue) =>
        row.Series is null || !catalogue.Series.ContainsKey(row.Series)
            ? YearFaults.SeriesUnknown(row.Series, catalogue.Series.Keys.Order(StringComparer.Ordinal))
            : null;

    private static RowFault? SpanIsYears(ProposedYear row)
    {
        var to = row.ToYear ?? Month.Max.Year;
        return row.FromYear is { } from && Month.Min.Year <= from && from <= to && to <= Month.Max.Year
            ? null
            : YearFaults.SpanInvalid(row.FromYear, row.ToYear);
    }

    private static RowFault? ServesYearsAlone(ProposedYear row, IReadOnlyList<YearFacts> earlierRows)
    {
        var (from, to) = (row.FromYear!.Value, row.ToYear ?? Month.Max.Year);
        var other = earlierRows.FirstOrDefault(other =>
            other.Series == row.Series && other.Span().From <= to && from <= other.Span().To
        );
        return other is null ? null : YearFaults.YearOverlap(other.Series, other.FromYear, from);
    }

    private static RowFault? FactorIsNamed(ProposedYear row) =>
        string.IsNullOrWhiteSpace(row.Factor) ? YearFaults.FactorOfYearMissing : null;

    private static RowFault? StatusIsKnown(ProposedYear row) =>
        FactorYear.Statuses.Contains(row.Status ?? "", StringComparer.Ordinal)
            ? null
            : YearFaults.YearStatusUnknown(row.Status);

    private static RowFault? NoteFits(ProposedYear row) =>
        row.Note?.Length > FactorFaults.LongestText ? FactorFaults.TextTooLong("note", row.Note.Length) : null;
}
