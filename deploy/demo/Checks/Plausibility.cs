using CarbonPlatform.DemoGroup.Group;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>Whether single plants, sources and months look like real ones.</summary>
internal static class Plausibility
{
    public static IEnumerable<string> Check(
        IReadOnlyList<Plant> plants,
        IReadOnlyList<(string Plant, Source Source)> sources,
        Figures figures,
        Limits limits
    )
    {
        var byKey = sources.ToDictionary(s => (s.Plant, s.Source.Code), s => s.Source);
        var faults = new List<string>();
        foreach (var sheet in figures.BySheet())
            faults.AddRange(Sheet(sheet, limits));
        foreach (var month in figures.BySourceMonth())
            faults.AddRange(SourceMonth(byKey[(month.Key.Plant, month.Key.Source)], month, limits));
        faults.AddRange(FullLoadHours(byKey, figures, limits));
        faults.AddRange(Alumina(plants, figures, limits));
        faults.AddRange(Transfers(figures));
        return faults;
    }

    private static IEnumerable<string> Sheet(IGrouping<(string Plant, string Month), Figure> sheet, Limits limits)
    {
        // Only smelters report all uses; what they buy and make must be what they use.
        if (Figures.Sum(sheet, "aluminium.output") == 0m)
            return [];
        var used = Figures.Sum(sheet, "use.electrolysis", "use.auxiliary", "use.losses");
        var had = sheet
            .Where(f =>
                f.Activity.StartsWith("electricity.", StringComparison.Ordinal) && f.Activity != "electricity.exported"
            )
            .Sum(f => f.Amount);
        return limits.Judge("smelter-power-balance", $"{sheet.Key.Plant} {sheet.Key.Month}", had / used);
    }

    private static IEnumerable<string> SourceMonth(
        Source source,
        IGrouping<(string Plant, string Month, string Source), Figure> figures,
        Limits limits
    )
    {
        var where = $"{figures.Key.Plant} {figures.Key.Month} {figures.Key.Source}";
        var month = Month.Parse(figures.Key.Month);
        return (
            source.Kind switch
            {
                "potline" => Potline(figures, where, limits),
                "stack" => Stack(source, figures, where, month, limits),
                "thermal-unit" when figures.Any(f => f.IsFuel) => Thermal(figures, where, limits)
                    .Concat(CapacityFactor(source, figures, where, month, limits)),
                "wind-farm" or "solar-farm" or "hydro-station" => CapacityFactor(source, figures, where, month, limits),
                _ => [],
            }
        )
            .Concat(Coal(figures, where, limits))
            .ToList();
    }

    private static IEnumerable<string> Potline(IEnumerable<Figure> figures, string where, Limits limits)
    {
        var tonnes = Figures.Sum(figures, "aluminium.output");
        var gross = Figures.Sum(figures, "aluminium.gross-anode");
        var butts = Figures.Sum(figures, "aluminium.anode-butts");
        var net =
            gross == 0m ? Figures.Sum(figures, "aluminium.net-anode")
            : butts == 0m ? gross * 0.8482m
            : gross - butts;
        var faults = limits
            .Judge("electrolysis-kwh-per-tonne", where, Figures.Sum(figures, "use.electrolysis") / tonnes)
            .Concat(limits.Judge("net-anode-kg-per-tonne", where, net * 1000m / tonnes))
            .Concat(
                limits.Judge("anode-effect-minutes", where, Figures.Sum(figures, "aluminium.anode-effect-minutes"))
            );
        if (gross > 0m)
            faults = faults.Concat(limits.Judge("gross-anode-kg-per-tonne", where, gross * 1000m / tonnes));
        foreach (var anode in figures.Where(f => f.Activity is "aluminium.net-anode" or "aluminium.gross-anode"))
        {
            faults = faults
                .Concat(limits.Judge("anode-sulphur-percent", where, anode.Attribute("sulphurPercent")!.Value))
                .Concat(limits.Judge("anode-ash-percent", where, anode.Attribute("ashPercent")!.Value));
        }

        return faults;
    }

    private static IEnumerable<string> Coal(IEnumerable<Figure> figures, string where, Limits limits)
    {
        foreach (var coal in figures.Where(f => f.Activity == "fuel.bituminous-coal"))
        {
            var faults = limits
                .Judge("coal-ncv", where, coal.NcvAsReceived!.Value)
                .Concat(limits.Judge("coal-sulphur-percent", where, coal.Attribute("sulphurPercent")!.Value));
            if (coal.Attribute("carbonContent") is { } carbon)
                faults = faults.Concat(limits.Judge("coal-carbon-per-gj", where, carbon));
            foreach (var fault in faults)
                yield return fault;
        }
    }

    private static IEnumerable<string> Thermal(IEnumerable<Figure> figures, string where, Limits limits)
    {
        var fuel = figures.Where(f => f.IsFuel).ToList();
        var kgce = fuel.Sum(f => f.Kgce);
        var supplied = Figures.Sum(figures, "generation.thermal.supplied");
        var heat = Figures.Sum(figures, "generation.thermal.heat-supplied");
        if (heat > 0m)
            return limits.Judge("thermal-efficiency-with-heat", where, ((supplied * 0.1229m) + (heat * 34.12m)) / kgce);
        var co2 = fuel.Where(f => f.Activity == "fuel.bituminous-coal")
            .Sum(f =>
                f.Amount
                * f.NcvAsReceived!.Value
                * f.Attribute("carbonContent")!.Value
                * f.Attribute("oxidationPercent")!.Value
                / 100m
                * 44m
                / 12m
            );
        return limits
            .Judge("supply-gce-per-kwh", where, kgce * 1000m / supplied)
            .Concat(
                limits.Judge(
                    "thermal-co2-g-per-kwh",
                    where,
                    co2 * 1_000_000m / Figures.Sum(figures, "generation.thermal")
                )
            );
    }

    private static IEnumerable<string> Stack(
        Source source,
        IEnumerable<Figure> figures,
        string where,
        Month month,
        Limits limits
    )
    {
        var flow = Figures.Sum(figures, "stack.flue-gas");
        var operating = Figures.Sum(figures, "stack.operating-hours");
        if (operating > month.Days * 24m || Figures.Sum(figures, "stack.valid-hours") > operating)
            yield return $"{where}: more hours than there are.";
        var power = source.Process == "power";
        foreach (
            var (pollutant, limit) in new[]
            {
                (
                    "so2",
                    power ? "power-so2"
                    : source.Process == "electrolysis" ? "electrolysis-so2"
                    : "other-so2"
                ),
                ("nox", power ? "power-nox" : "other-nox"),
                ("pm", power ? "power-dust" : "other-dust"),
                ("fluoride", "other-fluoride"),
            }
        )
        {
            var concentration = Figures.Sum(figures, $"stack.{pollutant}.concentration");
            if (concentration == 0m)
                continue;
            foreach (var fault in limits.Judge(limit, where, concentration))
                yield return fault;
            var mass = Figures.Sum(figures, $"stack.{pollutant}.mass");
            if (mass == 0m)
                continue;
            foreach (
                var fault in limits.Judge("mass-against-product", where, mass * 1_000_000_000m / (concentration * flow))
            )
                yield return fault;
        }
    }

    private static (string Kind, string Activity) Generation(Source source) =>
        source.Kind switch
        {
            "wind-farm" => ("wind", "generation.wind.gross"),
            "solar-farm" => ("solar", "generation.solar.gross"),
            "hydro-station" => ("hydro", "generation.hydro.gross"),
            _ => ("thermal", "generation.thermal"),
        };

    private static decimal MegawattHours(Source source, Month month)
    {
        var total = 0m;
        for (var day = month.FirstDay; day <= month.LastDay; day = day.AddDays(1))
            total +=
                24m
                * (
                    source.Capacities.LastOrDefault(c => DateOnly.ParseExact(c.From, "yyyy-MM-dd") <= day)?.Megawatts
                    ?? 0m
                );
        return total;
    }

    private static IEnumerable<string> CapacityFactor(
        Source source,
        IEnumerable<Figure> figures,
        string where,
        Month month,
        Limits limits
    )
    {
        var (kind, activity) = Generation(source);
        var generated = Figures.Sum(figures, activity) is > 0m and var gross
            ? gross
            : Figures.Sum(figures, "electricity.self.solar");
        return limits.Judge(kind + "-capacity-factor", where, generated / 1000m / MegawattHours(source, month));
    }

    private static IEnumerable<string> FullLoadHours(
        Dictionary<(string Plant, string Code), Source> sources,
        Figures figures,
        Limits limits
    )
    {
        foreach (var year in figures.All.GroupBy(f => (f.Plant, f.Source, f.Year)))
        {
            var source = sources[(year.Key.Plant, year.Key.Source)];
            var (kind, activity) = Generation(source);
            var gross = Figures.Sum(year, activity);
            if (source.Capacities.Length == 0 || gross == 0m)
                continue;
            var months = year.Select(f => f.Month).Distinct().Select(Month.Parse).ToList();
            if (months.Count < 12)
                continue;
            var megawatts = months.Sum(m => MegawattHours(source, m)) / months.Sum(m => 24m * m.Days);
            foreach (
                var fault in limits.Judge(
                    kind + "-hours",
                    $"{year.Key.Plant} {year.Key.Year} {year.Key.Source}",
                    gross / 1000m / megawatts
                )
            )
                yield return fault;
        }
    }

    private static IEnumerable<string> Alumina(IReadOnlyList<Plant> plants, Figures figures, Limits limits)
    {
        foreach (
            var year in figures
                .All.Where(f => plants.Any(p => p.Code == f.Plant && p.Kinds.Contains("alumina")))
                .GroupBy(f => (f.Plant, f.Year))
        )
        {
            var kgce = year.Where(f => f.Activity != "electricity.self.thermal" && f.Source != "MINE-1")
                .Sum(f => f.Kgce);
            foreach (
                var fault in limits.Judge(
                    "alumina-kgce-per-tonne",
                    $"{year.Key.Plant} {year.Key.Year}",
                    kgce / Figures.Sum(year, "output.alumina")
                )
            )
                yield return fault;
        }
    }

    /// <summary>Nobody takes more from a plant of the group than that plant supplied in the month.</summary>
    private static IEnumerable<string> Transfers(Figures figures)
    {
        foreach (var month in figures.All.GroupBy(f => f.Month))
        {
            foreach (
                var taken in month
                    .Where(f => f.Attributes.ContainsKey("supplierPlant"))
                    .GroupBy(f => (Supplier: f.Attributes["supplierPlant"], Heat: f.Activity == "heat.purchased"))
            )
            {
                var supplier = month.Where(f => f.Plant == taken.Key.Supplier);
                var supplied = taken.Key.Heat
                    ? Figures.Sum(supplier, "generation.thermal.heat-supplied")
                    : Figures.Sum(
                        supplier,
                        "generation.thermal.supplied",
                        "generation.wind",
                        "generation.solar",
                        "generation.hydro"
                    );
                if (taken.Sum(f => f.Amount) > supplied)
                    yield return $"{month.Key}: the group took {taken.Sum(f => f.Amount)} from {taken.Key.Supplier}, "
                        + $"which supplied {supplied}.";
            }
        }
    }
}
