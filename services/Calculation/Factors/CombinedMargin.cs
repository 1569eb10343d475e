using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>How operating and build margin are weighted.</summary>
internal enum MarginWeighting
{
    Wind,
    Solar,
    HydroFirst,
    HydroLater,
}

/// <summary>The combined margin of a grid, tCO2/MWh, which is kgCO2/kWh.</summary>
internal sealed class CombinedMargin
{
    public CombinedMargin(Served operating, Served build, Factor operatingWeight, Factor buildWeight)
    {
        Operating = operating.Value;
        Build = build.Value;
        OperatingWeight = operatingWeight;
        BuildWeight = buildWeight;
        Status = operating.Status | build.Status;
        KgPerKwh = (Exact)operatingWeight.Value * operating.Value.Value + (Exact)buildWeight.Value * build.Value.Value;
    }

    public Factor Operating { get; }

    public Factor Build { get; }

    public Factor OperatingWeight { get; }

    public Factor BuildWeight { get; }

    public LineStatuses Status { get; }

    public Exact KgPerKwh { get; }
}
