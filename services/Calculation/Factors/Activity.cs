using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>The method an activity belongs to.</summary>
internal enum MethodOf
{
    /// <summary>Gives no line.</summary>
    None,

    /// <summary>Serves the methods of its source and gives no line of its own.</summary>
    Base,
    Statistic,
    FuelCombustion,
    Biomass,
    PurchasedElectricity,
    DirectElectricity,
    SelfGeneration,
    ExportedElectricity,
    AvoidedGeneration,
    PurchasedHeat,
    ExportedHeat,
    StackConcentration,
    StackMass,
    SulphurBalance,
    WaterConcentration,
    WaterMass,
    Electrolysis,
    Carbonate,
    Reductant,
    AnodePlant,
    Fugitive,
}

/// <summary>An activity of the vocabulary, as calculation sees it.</summary>
internal sealed class Activity
{
    public required string Code { get; init; }

    /// <summary>Place in the ordinal order of codes: lines are sorted by it.</summary>
    public int Rank { get; private set; }

    /// <summary>Methods calculate in it, and lines carry their activity quantity in it.</summary>
    public required Unit Unit { get; init; }

    public required MethodOf Method { get; init; }

    /// <summary>What the method looks up: fuel, kind of power, pollutant, material.</summary>
    public required string Subject { get; init; }

    public Fuel? Fuel { get; init; }

    /// <summary>Of statistics: the line they give.</summary>
    public LineKind? Statistic { get; init; }

    /// <summary>Of statistics: from the activity's unit to that of the measure.</summary>
    public Exact StatisticRatio { get; init; }

    /// <summary>Of stack readings: the line they give where all that discharges there is combustion; of water readings: their line.</summary>
    public LineKind? Measured { get; init; }

    /// <summary>Of stack readings: the line they give elsewhere.</summary>
    public LineKind? MeasuredProcess { get; init; }

    public static Dictionary<string, Activity> ReadAll(string folder, IReadOnlyDictionary<string, Fuel> fuels)
    {
        var activities = new Dictionary<string, Activity>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, "activities.csv", "activity", "canonical_unit", "method", "subject", "category", "measure"))
        {
            var method = MethodOfRow(row);
            var subject = row["subject"];
            var measure = row["measure"].Length == 0 ? null : Measure.TryParse(row["measure"], out var known) ? known : throw row.Fault($"\"{row["measure"]}\" is no measure");
            if ((method == MethodOf.Statistic) != (measure is not null)) throw row.Fault("a statistic has category and measure, and nothing else has");
            var unit = Unit.TryParse(row["canonical_unit"], out var parsed) ? parsed : throw row.Fault($"\"{row["canonical_unit"]}\" is no unit");
            if (measure is not null && measure.Unit.Dimension != unit.Dimension) throw row.Fault($"{unit} does not convert into {measure.Unit} of {measure}");
            var activity = new Activity
            {
                Code = row.Required("activity"),
                Unit = unit,
                Method = method,
                Subject = subject,
                Fuel = method != MethodOf.FuelCombustion ? null : fuels.TryGetValue(subject, out var fuel) ? fuel : throw row.Fault($"fuel \"{subject}\" does not stand in fuels.csv"),
                Statistic = measure is null ? null : LineKind.TryFind(row["category"], basis: null, measure) ?? throw row.Fault($"\"{row["category"]}\" is no category"),
                StatisticRatio = measure is null ? Exact.One : unit.RatioTo(measure.Unit),
                Measured = method switch
                {
                    MethodOf.StackConcentration or MethodOf.StackMass => LineKind.Of(Categories.AirCombustion, Pollutant(row)),
                    MethodOf.WaterConcentration or MethodOf.WaterMass => LineKind.Of(Categories.WaterDischarge, Pollutant(row)),
                    _ => null,
                },
                MeasuredProcess = method is MethodOf.StackConcentration or MethodOf.StackMass ? LineKind.Of(Categories.AirProcess, Pollutant(row)) : null,
            };
            if (!activities.TryAdd(activity.Code, activity)) throw row.Fault($"{activity.Code} stands twice");
        }
        var rank = 0;
        foreach (var activity in activities.Values.OrderBy(a => a.Code, StringComparer.Ordinal)) activity.Rank = rank++;
        return activities;
    }

    private static Measure Pollutant(DataRow row) =>
        Measure.TryParse(row["subject"], out var measure) ? measure : throw row.Fault($"subject \"{row["subject"]}\" is no measure");

    private static MethodOf MethodOfRow(DataRow row) => row["method"] switch
    {
        "none" => MethodOf.None,
        "base" => MethodOf.Base,
        "statistic" => MethodOf.Statistic,
        "fuel-combustion" => MethodOf.FuelCombustion,
        "biomass" => MethodOf.Biomass,
        "purchased-electricity" => MethodOf.PurchasedElectricity,
        "direct-electricity" => MethodOf.DirectElectricity,
        "self-generation" => MethodOf.SelfGeneration,
        "exported-electricity" => MethodOf.ExportedElectricity,
        "avoided-generation" => MethodOf.AvoidedGeneration,
        "purchased-heat" => MethodOf.PurchasedHeat,
        "exported-heat" => MethodOf.ExportedHeat,
        "stack-concentration" => MethodOf.StackConcentration,
        "stack-mass" => MethodOf.StackMass,
        "sulphur-balance" => MethodOf.SulphurBalance,
        "water-concentration" => MethodOf.WaterConcentration,
        "water-mass" => MethodOf.WaterMass,
        "electrolysis" => MethodOf.Electrolysis,
        "carbonate" => MethodOf.Carbonate,
        "reductant" => MethodOf.Reductant,
        "anode-plant" => MethodOf.AnodePlant,
        "fugitive" => MethodOf.Fugitive,
        var other => throw row.Fault($"\"{other}\" is no method"),
    };
}
