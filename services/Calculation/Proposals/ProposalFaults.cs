using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// Every fault that a proposal as a whole can have, or a table of it, with its code. Those of its rows:
/// <see cref="FactorFaults"/>, <see cref="YearFaults"/>.
/// </summary>
internal static class ProposalFaults
{
    private const int LongestReason = 500;

    // Of the proposal as a whole.

    /// <summary>
    /// What is wrong with the reason that somebody gives for a proposal or its withdrawal; null when it says something.
    /// </summary>
    public static RefusalItem? OfReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason
            ? new RefusalItem(
                null,
                "reason",
                "reason-missing",
                "Nobody is told why.",
                $"1 to {LongestReason} characters that say why."
            )
            : null;

    public static RefusalItem Empty { get; } =
        new(null, "factors", "proposal-empty", "The proposal has no row.", "At least one factor or year.");

    public static RefusalItem TooLarge(int rows, int most) =>
        new(null, "factors", "proposal-too-large", $"The proposal has {rows} rows.", $"At most {most}.");

    /// <summary>The start would stop at such a catalogue.</summary>
    public static RefusalItem BreaksMethod(DataFileException fault) =>
        new(
            null,
            "factors",
            "proposal-breaks-method",
            $"With these rows {fault.Reason}.",
            "Rows with which every method finds what it needs, in its unit and in every month."
        );

    // Of a table sent as CSV.

    public static RefusalItem HeaderUnknown(string[] header, IEnumerable<string> columns) =>
        new(
            null,
            "header",
            "proposal-header-unknown",
            header.Length == 0
                ? "The table has no header."
                : $"The header {string.Join(',', header)} is not that of a table of factors or years.",
            $"Some of {string.Join(", ", columns)}, each once."
        );

    public static RefusalItem RowBroken(string table, int row, int cells, int columns) =>
        new(
            row,
            $"{table}[{row}]",
            "proposal-row-broken",
            $"{cells} cells where {columns} columns are.",
            "A comma inside of a cell needs quotation marks round the cell."
        );

    public static RowFault CellUnreadable(string column, string text, string expected) =>
        new(column, "proposal-cell-unreadable", $"{column} is \"{text}\".", expected);
}
