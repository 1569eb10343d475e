using System.Runtime.InteropServices;

namespace CarbonPlatform.Workbooks;

/// <summary>A cell of a table that is written.</summary>
/// <param name="Text">What stands in it; null for nothing. A number as digits with at most one point.</param>
/// <param name="IsNumber">It can be counted with; what begins like a formula is a text all the same.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TableCell(string? Text, bool IsNumber)
{
    /// <summary>A text.</summary>
    public static TableCell Of(string? text) => new(text, IsNumber: false);

    /// <summary>A number, to its last digit.</summary>
    public static TableCell Number(string? digits) => new(digits, IsNumber: true);
}

/// <summary>
/// Tables on their way to a spreadsheet, row by row, with what has to be said of them in the same file.
/// </summary>
public abstract class TableWriter : IAsyncDisposable
{
    /// <summary>
    /// Whether whoever opens the file has 15 digits of a number and no more, whatever was written: then the number
    /// stands beside it as a text, too.
    /// </summary>
    public abstract bool CutsNumbersOff { get; }

    /// <summary>
    /// Whether people open it rather than programs: then heads of columns are in both languages, else they are names
    /// that stay what they are in every language.
    /// </summary>
    public abstract bool IsForPeople { get; }

    /// <summary>Begins a table, or what has to be said of the others.</summary>
    /// <param name="name">In both languages.</param>
    /// <param name="header">Names of the columns; those of a table that follows another one may be the same.</param>
    /// <param name="isNotes">It is no data: whoever reads the data passes it over.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public abstract Task BeginAsync(
        string name,
        IReadOnlyList<string> header,
        bool isNotes,
        CancellationToken cancellationToken
    );

    /// <summary>Writes a row of the table that was begun last.</summary>
    public abstract ValueTask RowAsync(IReadOnlyList<TableCell> cells, CancellationToken cancellationToken);

    /// <summary>Writes what comes last. A file without it is seen to be broken, not taken for a shorter one.</summary>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
