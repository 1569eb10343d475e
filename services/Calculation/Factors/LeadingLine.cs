using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// The line that an activity is reported for before all others. Where the activity is missing nobody knows which lines
/// it would have made: the gap names this one.
/// </summary>
internal static class LeadingLine
{
    /// <summary>Finds it by the method that the activity is for.</summary>
    /// <param name="definition">The activity.</param>
    /// <param name="measure">Of statistics: what they are of.</param>
    /// <exception cref="DataFileException">Nobody has said it of the method.</exception>
    public static LineKind Of(ActivityDefinition definition, Measure? measure) =>
        definition.Method switch
        {
            "statistic" => measure is null
                ? LineKind.Of(Categories.Statistic, Measure.Hours)
                : LineKind.TryFind(definition.Category, basis: null, measure)
                    ?? throw definition.Row.Fault($"\"{definition.Category}\" is no category"),
            "fuel-combustion" => LineKind.CombustionCo2,
            "biomass" => LineKind.BiogenicCo2,
            "purchased-electricity" or "direct-electricity" => ScopeTwoKinds.Purchased.National,
            "self-generation" => LineKind.ConsumedElectricity,
            "avoided-generation" => LineKind.GeneratedElectricity,
            "exported-electricity" => LineKind.ExportedElectricity,
            "purchased-heat" => LineKind.HeatCo2,
            "exported-heat" => LineKind.ExportedHeatCo2,
            "pfc-default" or "pfc-slope" or "pfc-overvoltage" => LineKind.PfcCf4,
            "anode-consumption" => LineKind.AnodeCo2,
            "anode-calcining" or "anode-baking" or "anode-graphitising" or "anode-incineration" =>
                LineKind.AnodeProductionCo2,
            "carbonate" => LineKind.CarbonateCo2,
            "reductant" => LineKind.ReductantCo2,
            "fugitive" => LineKind.Of(
                Categories.Fugitive,
                definition.Subject switch
                {
                    "sf6" => Measure.SF6,
                    "coal-mine-methane" => Measure.CH4,
                    // Only a reading says which gas it is.
                    _ => Measure.CO2,
                }
            ),
            "sulphur-balance" => LineKind.ProcessSo2,
            "stack-measured" => LineKind.Of(
                Categories.AirCombustion,
                Measure.TryParse(definition.Subject, out var pollutant) ? pollutant : Measure.SO2
            ),
            "water-measured" => LineKind.Of(
                Categories.WaterDischarge,
                Measure.TryParse(definition.Subject, out var discharged) ? discharged : Measure.COD
            ),
            _ => throw definition.Row.Fault($"nobody has said which line of \"{definition.Method}\" comes first"),
        };
}
