namespace CarbonPlatform.Oracle.Methods;

/// <summary>Quantities that stand for themselves.</summary>
internal static class Statistics
{
    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            if (Of(reading.Activity) is var (category, measure, unit))
                book.Add(reading, category, null, measure, reading.In(unit));
        }
    }

    /// <summary>What an activity counts by itself, and in which unit; null where it counts nothing.</summary>
    public static (string Category, string Measure, string Unit)? Of(string activity) =>
        activity switch
        {
            "electricity.waste-heat" => ("energy.generated", "ELECTRICITY", "kWh"),
            "generation.hydro" or "generation.wind" or "generation.solar" or "generation.thermal" => (
                "energy.generated",
                "ELECTRICITY",
                "kWh"
            ),
            "generation.hydro.gross" or "generation.wind.gross" or "generation.solar.gross" => (
                "energy.gross",
                "ELECTRICITY",
                "kWh"
            ),
            "generation.hydro.curtailed" or "generation.wind.curtailed" or "generation.solar.curtailed" => (
                "energy.curtailed",
                "ELECTRICITY",
                "kWh"
            ),
            "generation.thermal.supplied" or "generation.thermal.auxiliary" => ("statistic", "ELECTRICITY", "kWh"),
            "generation.thermal.heat-supplied" => ("statistic", "HEAT", "GJ"),
            "generation.thermal.hours" or "stack.operating-hours" => ("statistic", "HOURS", "h"),
            "use.electrolysis" or "use.auxiliary" or "use.other" or "use.losses" => ("use", "ELECTRICITY", "kWh"),
            "water.fresh" or "water.reused" => ("statistic", "WATER", "m3"),
            "waste.solid.generated" or "waste.solid.utilised" => ("statistic", "WASTE", "kg"),
            "media.oxygen" or "media.nitrogen" or "media.compressed-air" => ("statistic", "GAS", "Nm3"),
            "output.value" or "output.value.current" => ("output", "VALUE", "yuan"),
            _ when activity.StartsWith("output.", StringComparison.Ordinal) => ("output", "OUTPUT", "kg"),
            _ => null,
        };
}
