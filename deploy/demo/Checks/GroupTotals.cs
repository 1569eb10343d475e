using System.Globalization;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>Whether the sums look like those of published reports of such groups. Prints them.</summary>
internal static class GroupTotals
{
    public static IEnumerable<string> Check(Figures figures, Limits limits)
    {
        var faults = new List<string>();
        foreach (var year in figures.All.GroupBy(f => f.Year).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var figuresOfYear = year.ToList();
            foreach (var (limit, unit, figure) in Totals(figuresOfYear))
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{year.Key} {limit, -24} {figure, 12:#,##0.0} {unit}")
                );
                faults.AddRange(limits.Judge(limit, year.Key, figure));
            }
        }

        return faults;
    }

    private static IEnumerable<(string Limit, string Unit, decimal Figure)> Totals(IReadOnlyList<Figure> figures)
    {
        yield return ("group-alumina", "万t", Figures.Sum(figures, "output.alumina") / 10_000m);
        yield return ("group-aluminium", "万t", Figures.Sum(figures, "output.primary-aluminium") / 10_000m);
        yield return ("group-copper", "万t", Figures.Sum(figures, "output.refined-copper") / 10_000m);
        yield return ("group-output-value", "亿元", Figures.Sum(figures, "output.value") / 100_000_000m);

        // Thermal power and heat of the group's own plants are already in their coal.
        var energy = figures.Where(f =>
            f.Activity is not ("electricity.self.thermal" or "electricity.waste-heat" or "electricity.exported")
            && !(
                f.Activity is "electricity.direct.fossil" or "heat.purchased"
                && f.Attributes.ContainsKey("supplierPlant")
            )
        );
        yield return ("group-energy", "万tce", energy.Sum(f => f.Kgce) / 10_000_000m);
        yield return ("group-so2", "t", StackTonnes(figures, "so2"));
        yield return ("group-nox", "t", StackTonnes(figures, "nox"));
        yield return ("group-cod", "t", OutfallTonnes(figures, "cod"));
        yield return ("group-ammonia-nitrogen", "t", OutfallTonnes(figures, "ammonia-nitrogen"));
    }

    private static decimal StackTonnes(IEnumerable<Figure> figures, string pollutant) =>
        figures
            .GroupBy(f => (f.Plant, f.Month, f.Source))
            .Sum(stack =>
                Figures.Sum(stack, "stack.flue-gas")
                * Figures.Sum(stack, $"stack.{pollutant}.concentration")
                / 1_000_000_000m
            );

    private static decimal OutfallTonnes(IEnumerable<Figure> figures, string pollutant) =>
        figures
            .GroupBy(f => (f.Plant, f.Month, f.Source))
            .Sum(outfall =>
                Figures.Sum(outfall, "discharge.wastewater")
                * Figures.Sum(outfall, $"discharge.{pollutant}.concentration")
                / 1_000_000m
            );
}
