using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>One phase of a wind or solar farm, or one hydro station: a source with its dated capacities.</summary>
internal sealed record Phase(
    string Code,
    string Name,
    string NameZh,
    decimal CapacityFactor,
    params Capacity[] Capacities
)
{
    public string CreditingStart { get; init; } = "";

    public decimal? PowerDensity { get; init; }
}

/// <summary>Wind, sun or water into electricity; part of it promised to plants of the group.</summary>
internal sealed class RenewableStation(Plant plant, string kind) : PlantWorks(plant)
{
    public required Phase[] Phases { get; init; }

    /// <summary>Share of the delivery that a plant of the group takes through the public grid.</summary>
    public (string Customer, decimal Share)[] Promised { get; init; } = [];

    /// <summary>Share of the delivery that goes over a line of its own, on a meter of its own.</summary>
    public (string Customer, decimal Share)? DirectLine { get; init; }

    /// <summary>Lost to the grid's limits, as a share of what could be generated, in 2022.</summary>
    public decimal CurtailedShare { get; init; } = 0.05m;

    public string MeterUnit { get; init; } = "万kWh";

    private string SourceKind =>
        kind switch
        {
            "wind" => "wind-farm",
            "solar" => "solar-farm",
            _ => "hydro-station",
        };

    private PlantSite Site =>
        new("power")
        {
            DieselTonnesPerYear = kind == "hydro" ? 22m : 36m,
            GasolineTonnesPerYear = 12m,
            FreshWaterM3PerYear = 9_000m,
            Sf6KgPerYear = 6m,
        };

    public override IEnumerable<Source> Sources()
    {
        foreach (var phase in Phases)
        {
            yield return new Source(phase.Code, SourceKind, phase.Name, phase.NameZh)
            {
                Process = "power",
                Capacities = phase.Capacities,
                CreditingStart = phase.CreditingStart,
                PowerDensity = phase.PowerDensity,
            };
        }

        yield return new Source("GRID-1", "grid-connection", "Station supply", "站用电关口") { Process = "power" };
        foreach (var source in Site.Sources())
            yield return source;
    }

    public override void Run(Sheet sheet, Exchange exchange)
    {
        var delivered = 0m;
        var gross = 0m;
        foreach (var phase in Phases)
        {
            var megawatts = AverageMegawatts(phase, sheet);
            if (megawatts == 0m)
                continue;
            var potential = megawatts * 1000m * sheet.Hours * phase.CapacityFactor * Shape(sheet, phase);
            var curtailed =
                potential
                * CurtailedShare
                * (1m - (0.12m * sheet.YearsIn))
                * sheet.Vary(phase.Code + "curtailed", 0.5m);
            var phaseGross = potential - curtailed;
            var phaseDelivered =
                phaseGross * (kind == "hydro" ? 0.992m : 0.974m) * sheet.Vary(phase.Code + "own", 0.004m);
            Write(sheet, phase, phaseGross, phaseDelivered, curtailed);
            gross += phaseGross;
            delivered += phaseDelivered;
        }

        foreach (var (customer, share) in Promised)
            exchange.Offer(Plant.Code, customer, delivered * share);
        if (DirectLine is { } line)
            exchange.Offer(Plant.Code, line.Customer, delivered * line.Share);

        sheet.Add("SITE", "use.auxiliary", gross * 0.006m * sheet.Vary("auxiliary", 0.08m), "kWh");
        sheet.Add("GRID-1", "electricity.grid", gross * 0.0011m * sheet.Vary("supply", 0.2m), "kWh", "settled");
        PlantSite.WriteValue(sheet, delivered * 0.32m, large: false, currentToo: false);
        Site.Write(sheet, 1m);
    }

    private void Write(Sheet sheet, Phase phase, decimal gross, decimal delivered, decimal curtailed)
    {
        var activity = "generation." + kind;
        sheet.Add(phase.Code, activity + ".gross", gross, MeterUnit);
        if (DirectLine is { } line)
        {
            var direct = delivered * line.Share;
            sheet.Add(
                phase.Code,
                activity,
                direct,
                MeterUnit,
                "settled",
                meter: "LINE",
                attributes: "customerPlant=" + line.Customer
            );
            sheet.Add(phase.Code, activity, delivered - direct, MeterUnit, "settled", meter: "GRID");
        }
        else
        {
            sheet.Add(phase.Code, activity, delivered, MeterUnit, "settled");
        }

        sheet.Add(phase.Code, activity + ".curtailed", curtailed, MeterUnit, "estimated");
    }

    private decimal Shape(Sheet sheet, Phase phase)
    {
        var shape = kind switch
        {
            "wind" => Weather.WindShape(sheet.Month),
            "solar" => Weather.SunShape(sheet.Month),
            _ => Weather.RainShape(sheet.Month),
        };

        // Machines of one farm see the same weather: half of the deviation is shared.
        return shape * sheet.Vary("weather", 0.09m) * sheet.Vary(phase.Code + "weather", 0.03m);
    }

    /// <summary>
    /// Megawatts averaged over the days of the month, so that a phase that starts on the 15th counts half.
    /// </summary>
    private static decimal AverageMegawatts(Phase phase, Sheet sheet)
    {
        var total = 0m;
        for (var day = 1; day <= sheet.Days; day++)
        {
            var date = $"{sheet.Month}-{day:00}";
            total += phase.Capacities.LastOrDefault(c => string.CompareOrdinal(c.From, date) <= 0)?.Megawatts ?? 0m;
        }

        return total / sheet.Days;
    }
}
