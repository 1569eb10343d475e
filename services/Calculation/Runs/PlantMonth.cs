namespace CarbonPlatform.Calculation.Runs;

/// <summary>What is calculated as a whole: a month of a plant.</summary>
internal readonly record struct PlantMonth(PlantCode Plant, Month Month);
