namespace CarbonPlatform.Ledger.Totals;

/// <summary>How large an answer may be.</summary>
/// <param name="MostRows">
/// Rows without bounds and provenance: a row takes some 400 bytes of JSON and as much again of memory while it is made,
/// so that 50,000 are 20 MB on the wire. They hold every plant of a group of 500 in a year by activity.
/// </param>
internal sealed record TotalsLimits(int MostRows)
{
    /// <summary>A row that says what it is made of is as large as so many that do not.</summary>
    private const int WeightOfComposition = 5;

    public static TotalsLimits From(IConfiguration configuration) =>
        new(configuration.GetValue("Totals:MostRows", 50_000));

    /// <summary>Most rows of the answer to a question.</summary>
    public int MostOf(TotalsQuestion question) => question.WithComposition ? MostRows / WeightOfComposition : MostRows;
}
