using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Factors of anode effects by the technology of the cells, in an edition of the IPCC; what an edition does not print
/// is not there.
/// </summary>
internal sealed class CellFactors(string edition, string cell)
{
    private static readonly string[] s_technologies = ["CWPB", "SWPB", "VSS", "HSS", "PFPB-L", "PFPB-M"];
    private static readonly Dictionary<string, CellFactors> s_in2006 = InEdition("ipcc-2006");
    private static readonly Dictionary<string, CellFactors> s_in2019 = InEdition("ipcc-2019");

    private readonly OptionalFactor _slope = FactorNeed.Optional(
        $"pfc.{edition}.{cell}.slope",
        "kg/tAl per min/cell-day"
    );
    private readonly OptionalFactor _share = FactorNeed.Optional($"pfc.{edition}.{cell}.share", "1");
    private readonly OptionalFactor _overvoltage = FactorNeed.Optional(
        $"pfc.{edition}.{cell}.overvoltage",
        "kg/tAl per mV"
    );
    private readonly OptionalFactor _cf4 = FactorNeed.Optional($"pfc.{edition}.{cell}.cf4", "kg/tAl");
    private readonly OptionalFactor _c2f6 = FactorNeed.Optional($"pfc.{edition}.{cell}.c2f6", "kg/tAl");

    public Factor? Slope(MonthFactors factors) => factors[_slope];

    public Factor? Share(MonthFactors factors) => factors[_share];

    public Factor? Overvoltage(MonthFactors factors) => factors[_overvoltage];

    public Factor? Cf4(MonthFactors factors) => factors[_cf4];

    public Factor? C2f6(MonthFactors factors) => factors[_c2f6];

    /// <summary>As IPCC 2006 has them; null for a technology that is unknown.</summary>
    public static CellFactors? Of2006(SourceMonth source) => Of(source, s_in2006);

    /// <summary>As the refinement of 2019 has them; null for a technology that is unknown.</summary>
    public static CellFactors? Of2019(SourceMonth source) => Of(source, s_in2019);

    private static CellFactors? Of(SourceMonth source, Dictionary<string, CellFactors> cells) =>
        source.Technology is { } technology ? cells.GetValueOrDefault(technology) : null;

    private static Dictionary<string, CellFactors> InEdition(string edition) =>
        s_technologies.ToDictionary(cell => cell, cell => new CellFactors(edition, cell), StringComparer.Ordinal);
}
