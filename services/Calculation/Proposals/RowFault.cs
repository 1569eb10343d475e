using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>What is wrong with a proposed row, and what would be right.</summary>
/// <param name="Field">The member of the row, or the column of the table, that it is about.</param>
/// <param name="Code">What happened, in stable kebab-case.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record RowFault(string Field, string Code, string Message, string Expected)
{
    /// <summary>With its place in the proposal.</summary>
    /// <param name="table"><c>factors</c> or <c>years</c>.</param>
    /// <param name="row">From 0.</param>
    public RefusalItem In(string table, int row) => new(row, $"{table}[{row}].{Field}", Code, Message, Expected);
}
