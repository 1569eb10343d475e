using CarbonPlatform.Contracts;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>
/// A year of the group's totals: by the default bases, once more with scope 2 by the market and avoided emissions by
/// the combined margin, and once more beside the grid average.
/// </summary>
internal sealed record YearTotals(int Year, TotalsAnswer Default, TotalsAnswer Market, TotalsAnswer Average)
{
    /// <summary>What <see cref="Market"/> is asked by.</summary>
    public const string SecondBases = $"{Bases.Market},{Bases.CombinedMargin}";

    /// <summary>What <see cref="Average"/> is asked by.</summary>
    public const string ThirdBases = Bases.GridAverage;

    /// <summary>The answer that counts avoided emissions by a basis.</summary>
    public TotalsAnswer Avoiding(string basis) =>
        basis switch
        {
            Bases.CombinedMargin => Market,
            Bases.GridAverage => Average,
            _ => Default,
        };

    /// <summary>Gaps that concern a figure and keep months from closing.</summary>
    /// <param name="concern">Whether a gap concerns the figure.</param>
    public int OpenGaps(Func<TotalsGap, bool> concern)
    {
        var open = (Default.Gaps ?? []).Where(gap => GapKinds.BlocksClosing(gap.Kind)).ToList();
        // Those of which it is not said what they are of may be of anything.
        var unsaid = Math.Max(0, Default.Coverage.OpenGaps - open.Sum(gap => gap.Count));
        return unsaid + open.Where(concern).Sum(gap => gap.Count);
    }
}

/// <summary>
/// The festival's figures of a year beside those of the year before. What is avoided and what is emitted stand side
/// by side and are never subtracted from each other: they answer different questions.
/// </summary>
/// <param name="Year">The year.</param>
/// <param name="AsOf">The position of the ledger that every figure here, of both years, rests on.</param>
/// <param name="Coverage">On how much of the year the figures rest.</param>
/// <param name="YearBefore">The year compared with.</param>
/// <param name="CoverageYearBefore">On how much of that year the figures rest.</param>
/// <param name="Marks">What the marks of the figures, and the kinds of what they lack, mean.</param>
/// <param name="Avoided">
/// What hydro, wind and solar power avoids: own generation, and beside it bought power, in every basis.
/// </param>
/// <param name="GreenhouseGases">Greenhouse gases emitted, as CO2e.</param>
/// <param name="Air">Pollutants emitted to the air.</param>
internal sealed record HeadlineOfYear(
    int Year,
    TotalsPosition? AsOf,
    TotalsCoverage Coverage,
    int YearBefore,
    TotalsCoverage CoverageYearBefore,
    IReadOnlyList<Mark> Marks,
    Avoided Avoided,
    GreenhouseGases GreenhouseGases,
    AirPollutants Air
)
{
    /// <summary>Takes the headline out of two years' totals, which were read at one position.</summary>
    public static HeadlineOfYear Of(YearTotals year, YearTotals before)
    {
        var avoided = Avoided.Of(year, before);
        var gases = GreenhouseGases.Of(year, before);
        var air = AirPollutants.Of(year, before);
        return new HeadlineOfYear(
            year.Year,
            year.Default.AsOf,
            year.Default.Coverage,
            before.Year,
            before.Default.Coverage,
            Mark.Of([.. avoided.Figures(), .. gases.Figures(), .. air.Figures()]),
            avoided,
            gases,
            air
        );
    }
}

/// <summary>Greenhouse gases emitted, by scope.</summary>
/// <param name="Gwp">The set of global warming potentials.</param>
/// <param name="GwpStatus">
/// verified when every potential that was used was compared with the report, else provisional.
/// </param>
/// <param name="Scope1">Direct emissions, without those of biomass.</param>
/// <param name="Scope2LocationNational">
/// Purchased power by the national average factor, and purchased heat. What is passed on to others is not subtracted.
/// </param>
/// <param name="Scope2Market">
/// Purchased power by contracts and the residual factor, and purchased heat. Another view of the same power: the two
/// are never added.
/// </param>
internal sealed record GreenhouseGases(
    string Gwp,
    string GwpStatus,
    Figure Scope1,
    Figure Scope2LocationNational,
    Figure Scope2Market
)
{
    private const string Measure = "CO2e";
    private const string Unit = "kg";
    private const string Verified = "verified";

    public static GreenhouseGases Of(YearTotals year, YearTotals before) =>
        new(
            LedgerTotals.Gwp,
            new[] { year.Default, year.Market, before.Default, before.Market }
                .Select(totals => totals.Co2e.GwpStatus)
                .FirstOrDefault(status => status != Verified, Verified),
            Figure.Of(
                Measure,
                Unit,
                year,
                before,
                totals => Rows.Sum(totals.Default.Co2e.Rows, row => IsScope1(row.Category), Unit),
                gap => IsScope1(gap.Category) && IsGas(gap)
            ),
            Figure.Of(
                Measure,
                Unit,
                year,
                before,
                totals => Rows.Sum(totals.Default.Co2e.Rows, row => IsScope2(row, Bases.LocationNational), Unit),
                gap => IsScope2(gap, Bases.LocationNational) && IsGas(gap)
            ),
            Figure.Of(
                Measure,
                Unit,
                year,
                before,
                totals => Rows.Sum(totals.Market.Co2e.Rows, row => IsScope2(row, Bases.Market), Unit),
                gap => IsScope2(gap, Bases.Market) && IsGas(gap)
            )
        );

    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() => [Scope1, Scope2LocationNational, Scope2Market];

    private static bool IsScope1(string category) => category.StartsWith("scope1.", StringComparison.Ordinal);

    private static bool IsGas(TotalsGap gap) =>
        !Quantities.Measure.TryParse(gap.Measure, out var measure) || measure.IsGreenhouseGas;

    private static bool IsScope2(TotalsGap gap, string basis) =>
        gap.Category == Categories.PurchasedHeat
        || (gap.Category == Categories.PurchasedElectricity && gap.IsOf(basis));

    // Heat has no basis: it is counted one way only, and belongs to either view.
    private static bool IsScope2(TotalsCo2eRow row, string basis) =>
        row.Category == Categories.PurchasedHeat
        || (row.Category == Categories.PurchasedElectricity && row.Basis == basis);
}

/// <summary>Pollutants emitted to the air, from combustion and from processes.</summary>
/// <param name="So2">Sulphur dioxide.</param>
/// <param name="Nox">Nitrogen oxides.</param>
internal sealed record AirPollutants(Figure So2, Figure Nox)
{
    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() => [So2, Nox];

    public static AirPollutants Of(YearTotals year, YearTotals before)
    {
        Figure Sum(string measure) =>
            Figure.Of(
                measure,
                "kg",
                year,
                before,
                totals => Rows.Sum(totals.Default.Rows, row => IsAir(row.Category) && row.Measure == measure, "kg"),
                gap => IsAir(gap.Category) && gap.Measure == measure
            );
        return new AirPollutants(Sum("SO2"), Sum("NOx"));
    }

    private static bool IsAir(string category) => category is Categories.AirCombustion or Categories.AirProcess;
}

internal static class Rows
{
    /// <summary>The sum of the rows chosen; null when there is none, which is not the same as zero.</summary>
    public static Amount? Sum<TRow>(IReadOnlyList<TRow> rows, Func<TRow, bool> chosen, string unit)
        where TRow : TotalsKeyedRow
    {
        Amount? sum = null;
        foreach (var row in rows.Where(chosen))
            sum =
                row.Unit == unit
                    ? (sum ?? default) + Amount.Of(row)
                    : throw new InvalidOperationException($"A total in {row.Unit} where {unit} is expected.");
        return sum;
    }
}
