using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>How operating and build margin are weighted.</summary>
internal enum MarginWeighting
{
    Wind,
    Solar,
    HydroFirst,
    HydroLater,
}

/// <summary>The combined margin of a grid (ACM0002, TOOL07), tCO2/MWh, which is kgCO2/kWh.</summary>
internal sealed class CombinedMargin
{
    private static readonly PlaceSeriesNeed s_operating = PlaceSeriesNeed.Of("operating-margin", "tCO2/MWh");
    private static readonly PlaceSeriesNeed s_build = PlaceSeriesNeed.Of("build-margin", "tCO2/MWh");

    // In the order of the weightings.
    private static readonly (RequiredFactor Operating, RequiredFactor Build)[] s_weights =
    [
        .. ((string[])["wind", "solar", "hydro-first", "hydro-later"]).Select(name =>
            (
                FactorNeed.Required($"cdm.operating-weight.{name}", "1"),
                FactorNeed.Required($"cdm.build-weight.{name}", "1")
            )
        ),
    ];

    private CombinedMargin(Served operating, Served build, Factor operatingWeight, Factor buildWeight)
    {
        Operating = operating.Value;
        Build = build.Value;
        OperatingWeight = operatingWeight;
        BuildWeight = buildWeight;
        Status = operating.Status | build.Status;
    }

    public Factor Operating { get; }

    public Factor Build { get; }

    public Factor OperatingWeight { get; }

    public Factor BuildWeight { get; }

    public LineStatuses Status { get; }

    /// <summary>The margin of the grid of a place; null where the place has no grid or the year no edition.</summary>
    public static CombinedMargin? Of(MonthFactors factors, Place place, MarginWeighting weighting)
    {
        var (operating, build) = (factors[s_operating, place], factors[s_build, place]);
        if (operating.Factor is null || build.Factor is null)
            return null;
        var (operatingWeight, buildWeight) = s_weights[(int)weighting];
        return new CombinedMargin(operating, build, factors[operatingWeight], factors[buildWeight]);
    }
}
