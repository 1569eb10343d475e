using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>
/// What was to be reported and was not: what a source's record names, or else what it reported in any of the twelve
/// months before.
/// </summary>
internal static class Missing
{
    public static void Add(MonthBook book, Sheet sheet)
    {
        if (!book.Plant.ReportsIn(book.Month))
            return;
        foreach (var source in book.Sources)
        {
            var expected =
                source.Expects.Count > 0
                    ? source.Expects
                    : sheet
                        .ReportedBefore.Where(reported => reported.Source == source.Code)
                        .Select(reported => reported.Activity)
                        // Nobody refills every month.
                        .Where(activity => activity is not ("fugitive.sf6" or "fugitive.refrigerant"));
            foreach (var activity in expected.Where(activity => book.Of(source.Code, activity).Length == 0))
            {
                var (category, basis, measure) = FirstLineOf(activity);
                book.NotReported(source.Code, category, basis, measure);
            }
        }
    }

    /// <summary>What an activity is reported for in the first place.</summary>
    private static (string Category, string? Basis, string Measure) FirstLineOf(string activity) =>
        activity.Split('.') switch
        {
            ["fuel", "biomass"] => ("biogenic", null, "CO2"),
            ["fuel", ..] => ("scope1.combustion", null, "CO2"),
            ["electricity", "exported"] => ("energy.exported", null, "ELECTRICITY"),
            ["electricity", "self", ..] => ("energy.consumed", null, "ELECTRICITY"),
            ["electricity", not "waste-heat", ..] => ("scope2.electricity", "location-national", "CO2"),
            ["heat", "purchased", ..] => ("scope2.heat", null, "CO2"),
            ["heat", ..] => ("scope2.heat.exported", null, "CO2"),
            ["aluminium", "output" or "anode-effect-minutes" or "anode-effect-overvoltage"] => (
                "scope1.pfc",
                null,
                "CF4"
            ),
            ["aluminium", ..] => ("scope1.anode", null, "CO2"),
            ["carbonate", ..] => ("scope1.carbonate", null, "CO2"),
            ["reductant" or "process", ..] => ("scope1.reductant", null, "CO2"),
            ["anode-plant", ..] => ("scope1.anode-production", null, "CO2"),
            ["fugitive", "sf6"] => ("scope1.fugitive", null, "SF6"),
            ["fugitive", "coal-mine-methane"] => ("scope1.fugitive", null, "CH4"),
            ["fugitive", ..] => ("scope1.fugitive", null, "CO2"),
            ["stack", "flue-gas"] => ("air.combustion", null, "SO2"),
            ["stack", "valid-hours"] => ("statistic", null, "HOURS"),
            ["stack", var pollutant, "concentration" or "mass"] => (
                "air.combustion",
                null,
                Stacks.Pollutants.Single(known => known.Code == pollutant).Measure
            ),
            ["sulphur", ..] => ("air.process", null, "SO2"),
            ["discharge", "ammonia-nitrogen", ..] => ("water.discharge", null, "NH3N"),
            ["discharge", ..] => ("water.discharge", null, "COD"),
            _ => Statistics.Of(activity) is { } statistic
                ? (statistic.Category, null, statistic.Measure)
                : throw new InvalidOperationException($"What is {activity} reported for?"),
        };
}
