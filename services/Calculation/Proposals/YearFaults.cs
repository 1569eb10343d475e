namespace CarbonPlatform.Calculation.Proposals;

/// <summary>Every fault that a proposed year of a series can have, with its code.</summary>
internal static class YearFaults
{
    public static RowFault SeriesUnknown(string? series, IEnumerable<string> known) =>
        new(
            "series",
            "year-series-unknown",
            series is null ? "The row names no series." : $"There is no series \"{series}\".",
            $"One of {string.Join(", ", known)}."
        );

    public static RowFault SpanInvalid(int? from, int? to) =>
        new(
            "fromYear",
            "year-span-invalid",
            $"The accounting years {from} to {to} are none.",
            $"A first year, and a last one not before it, within {Month.Min.Year} to {Month.Max.Year}."
        );

    public static RowFault YearOverlap(string series, int one, int other) =>
        new(
            "fromYear",
            "year-overlap",
            $"Two rows of {series} serve the same years: one from {one}, one from {other}.",
            "One row for a year."
        );

    public static RowFault YearGap(string series, int year) =>
        new(
            "fromYear",
            "year-gap",
            $"In {year} no factor of {series} would serve.",
            "Rows that leave no year between them out."
        );

    public static RowFault FactorOfYearMissing { get; } =
        new("factor", "year-without-factor", "The row names no factor.", "The id of a factor.");

    public static RowFault FactorOfYearUnusable(string fault) =>
        new(
            "factor",
            "year-without-factor",
            $"The {fault}.",
            "An id that exists and is valid in all the years, or a shorter span."
        );

    public static RowFault YearStatusUnknown(string? status) =>
        new(
            "status",
            "year-status-unknown",
            $"\"{status}\" is no status of a line.",
            "Nothing, provisional-factor or carried-forward."
        );
}
