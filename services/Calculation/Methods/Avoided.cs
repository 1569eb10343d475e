using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What a kWh of hydro, wind or solar power avoids, in three bases that are never added: displacement of the year's thermal power
/// (CO2, SO2, NOx, dust per kWh generated, coal per kWh supplied: the denominators differ), the combined margin of the grid
/// (ACM0002, TOOL07; CO2 only), the national average (CO2 only). Avoided is never netted against emissions.
/// </summary>
internal static class Avoided
{
    /// <summary>Null: the combined margin does not apply (a reservoir of 4 W/m2 or less).</summary>
    public static MarginWeighting? WeightingOf(in MethodCase source, string power)
    {
        switch (power)
        {
            case "wind": return MarginWeighting.Wind;
            case "solar": return MarginWeighting.Solar;
        }
        if (source.Source.PowerDensity is { } density && density <= source.Factors.MinimumPowerDensity.Value) return null;
        // The month of the start is the first of the first period; without a start it is the first.
        var months = source.Source.CreditingStart is { } start ? source.Month - Month.Of(start) : 0;
        return months < source.Factors.FirstPeriodMonths ? MarginWeighting.HydroFirst : MarginWeighting.HydroLater;
    }

    /// <summary>Contract power: nothing is known of the station.</summary>
    public static MarginWeighting WeightingWithoutStation(string power) => power switch
    {
        "wind" => MarginWeighting.Wind,
        "solar" => MarginWeighting.Solar,
        _ => MarginWeighting.HydroFirst,
    };

    public static void Write(in MethodCase source, in Part part, AvoidedKinds kinds, MarginWeighting? weighting, string method)
    {
        var factors = source.Factors;
        var china = !source.Place.IsAbroad;
        if (weighting is { } weights) WriteMargin(source, part, kinds.CombinedMargin, factors.Margin(source.Place, weights), method);
        Displaced(source, part, kinds.Co2, china ? factors.ThermalCo2 : default, "CO2 of thermal power", method);
        Displaced(source, part, kinds.Energy, china ? factors.SupplyRate : default, "coal of thermal power supplied", method);
        Displaced(source, part, kinds.Nox, china ? factors.ThermalNox : default, "NOx of thermal power", method);
        Displaced(source, part, kinds.Pm, china ? factors.ThermalPm : default, "dust of thermal power", method);
        Displaced(source, part, kinds.So2, china ? factors.ThermalSo2 : default, "SO2 of thermal power", method);
        WriteAverage(source, part, kinds.GridAverage, china ? factors.NationalAverage : default, method);
    }

    private static void Displaced(in MethodCase source, in Part part, LineKind kind, Served served, string name, string method)
    {
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, name);
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin("avoided (kg) = electricity × g per kWh of the year / 1000");
            part.Record(working);
            working.Taken(name, factor);
            working.Term($"{Number.Text(part.Total)} × {factor.Value} / 1000");
        }
        source.Lines.Add(part, kind, part.Total * factor.Value / 1000, Grounds.Of(method, served));
    }

    private static void WriteMargin(in MethodCase source, in Part part, LineKind kind, CombinedMargin? margin, string method)
    {
        if (margin is null)
        {
            NoFactor(source, part, kind, "combined margin");
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin("avoided CO2 (kg) = electricity × (operating weight × operating margin + build weight × build margin)");
            part.Record(working);
            working.Taken("operating weight", margin.OperatingWeight);
            working.Taken("operating margin", margin.Operating);
            working.Taken("build weight", margin.BuildWeight);
            working.Taken("build margin", margin.Build);
            working.Term($"{Number.Text(part.Total)} × ({margin.OperatingWeight.Value} × {margin.Operating.Value} + {margin.BuildWeight.Value} × {margin.Build.Value})");
        }
        // tCO2/MWh is kgCO2/kWh.
        source.Lines.Add(part, kind, part.Total * margin.KgPerKwh, new Grounds(method, margin.Operating.SetVersion, margin.Operating.UncertaintyPercent, margin.Status));
    }

    private static void WriteAverage(in MethodCase source, in Part part, LineKind kind, Served served, string method)
    {
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, "national average");
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin("avoided CO2 (kg) = electricity × national average");
            part.Record(working);
            working.Taken("national average", factor);
            working.Term($"{Number.Text(part.Total)} × {factor.Value}");
        }
        source.Lines.Add(part, kind, part.Total * factor.Value, Grounds.Of(method, served));
    }

    private static void NoFactor(in MethodCase source, in Part part, LineKind kind, string name) =>
        source.Lines.AddGap(part.Activity, kind, GapKinds.NoFactor, $"There is no factor \"{name}\" for {source.Place.Name} in {source.Month.Year}; one has to be published.");
}
