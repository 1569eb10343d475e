using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Factors of anode effects by the technology of the cells, in an edition of the IPCC; what an edition does not print
/// is not there. Slope, coefficient and share may be a plant's own, measured at its cells.
/// </summary>
internal sealed class CellFactors(string edition, string cell)
{
    /// <summary>Months for which a measured slope or share may serve; then it is measured again.</summary>
    public const int LongestOwnMonths = 36;

    /// <summary>
    /// The technology whose slope and share serve cells for which none are printed and which have not been measured
    /// (Implementing Regulation (EU) 2025/2547, annex II B.7, table 2, footnote).
    /// </summary>
    public const string Fallback = "CWPB";

    private const string WithoutDefault = "PFPB-MW";
    private const string Refinement = "ipcc-2019";

    private static readonly string[] s_technologies =
    [
        "CWPB",
        "SWPB",
        "VSS",
        "HSS",
        "PFPB-L",
        "PFPB-M",
        WithoutDefault,
    ];
    private static readonly Dictionary<string, CellFactors> s_in2006 = InEdition("ipcc-2006");
    private static readonly Dictionary<string, CellFactors> s_in2019 = InEdition(Refinement);

    private readonly OptionalFactor _slope = FactorNeed.Optional(
        $"pfc.{edition}.{cell}.slope",
        "kg/tAl per min/cell-day",
        ownable: true,
        LongestOwnMonths
    );
    private readonly OptionalFactor _share = FactorNeed.Optional(
        $"pfc.{edition}.{cell}.share",
        "1",
        ownable: true,
        LongestOwnMonths
    );
    private readonly OptionalFactor _overvoltage = FactorNeed.Optional(
        $"pfc.{edition}.{cell}.overvoltage",
        "kg/tAl per mV",
        ownable: true,
        LongestOwnMonths
    );
    private readonly OptionalFactor _cf4 = FactorNeed.Optional($"pfc.{edition}.{cell}.cf4", "kg/tAl");
    private readonly OptionalFactor _c2f6 = FactorNeed.Optional($"pfc.{edition}.{cell}.c2f6", "kg/tAl");

    public Served Slope(MonthFactors factors) =>
        OrFallback(factors[_slope], static (other, factors) => factors[other._slope], factors);

    public Served Share(MonthFactors factors) =>
        OrFallback(factors[_share], static (other, factors) => factors[other._share], factors);

    public Factor? Overvoltage(MonthFactors factors) => factors[_overvoltage];

    public Factor? Cf4(MonthFactors factors) => factors[_cf4];

    public Factor? C2f6(MonthFactors factors) => factors[_c2f6];

    /// <summary>As IPCC 2006 has them; null for a technology that is unknown.</summary>
    public static CellFactors? Of2006(SourceMonth source) => Of(source, s_in2006);

    /// <summary>As the refinement of 2019 has them; null for a technology that is unknown.</summary>
    public static CellFactors? Of2019(SourceMonth source) => Of(source, s_in2019);

    private Served OrFallback(Factor? printed, Func<CellFactors, MonthFactors, Factor?> find, MonthFactors factors) =>
        printed is null && (cell, edition) == (WithoutDefault, Refinement)
            ? new Served(find(s_in2019[Fallback], factors), LineStatuses.FallbackTechnology)
            : new Served(printed, LineStatuses.None);

    private static CellFactors? Of(SourceMonth source, Dictionary<string, CellFactors> cells) =>
        source.Technology is { } technology ? cells.GetValueOrDefault(technology) : null;

    private static Dictionary<string, CellFactors> InEdition(string edition) =>
        s_technologies.ToDictionary(cell => cell, cell => new CellFactors(edition, cell), StringComparer.Ordinal);
}
