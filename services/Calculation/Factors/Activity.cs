using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>An activity of the vocabulary, as calculation sees it.</summary>
internal sealed class Activity
{
    public required string Code { get; init; }

    /// <summary>Place in the ordinal order of codes: lines are sorted by it.</summary>
    public int Rank { get; private set; }

    /// <summary>Methods calculate in it, and lines carry their activity quantity in it.</summary>
    public required Unit Unit { get; init; }

    /// <summary>
    /// Dimensions that readings may come in besides: of a liquid fuel the volume, of a gas the heat.
    /// </summary>
    public required IReadOnlyList<Dimension> Others { get; init; }

    /// <summary>
    /// The word in the column <c>starts</c> by which its methods are found; base serves the methods of its source, none
    /// gives no line.
    /// </summary>
    public required string Method { get; init; }

    public required MethodEntry[] Methods { get; init; }

    /// <summary>What the method looks up: fuel, kind of power, pollutant, material.</summary>
    public required string Subject { get; init; }

    public Fuel? Fuel { get; init; }

    /// <summary>The line that it is reported for before all others; the gap names it where it is missing.</summary>
    public required LineKind Leading { get; init; }

    /// <summary>Of statistics: the line they give.</summary>
    public LineKind? Statistic { get; init; }

    /// <summary>Of statistics: from the activity's unit to that of the measure.</summary>
    public Exact StatisticRatio { get; init; }

    /// <summary>
    /// Of stack readings: the line they give where all that discharges there is combustion; of water readings: their
    /// line.
    /// </summary>
    public LineKind? Measured { get; init; }

    /// <summary>Of stack readings: the line they give elsewhere.</summary>
    public LineKind? MeasuredProcess { get; init; }

    /// <summary>A reading of a stack.</summary>
    public bool IsStack => MeasuredProcess is not null;

    /// <summary>Of stack and water readings: a mass from the monitoring, not a concentration.</summary>
    public bool IsMass { get; init; }

    /// <summary>The vocabulary as calculation sees it.</summary>
    /// <exception cref="DataFileException">A row names a method, fuel, category or measure that is none.</exception>
    public static Dictionary<string, Activity> All(
        ActivityVocabulary vocabulary,
        IReadOnlyDictionary<string, Fuel> fuels
    )
    {
        var activities = vocabulary.All.ToDictionary(
            definition => definition.Code,
            definition => Of(definition, fuels),
            StringComparer.Ordinal
        );
        var rank = 0;
        foreach (var activity in activities.Values.OrderBy(a => a.Code, StringComparer.Ordinal))
            activity.Rank = rank++;
        return activities;
    }

    private static Activity Of(ActivityDefinition definition, IReadOnlyDictionary<string, Fuel> fuels)
    {
        var (row, unit) = (definition.Row, definition.CanonicalUnit);
        var starts = definition.Starts;
        var methods = MethodEntry.Find(starts) ?? throw row.Fault($"\"{starts}\" starts no method");
        // What stands there for the reader must be one of those that it starts; what starts nothing serves any.
        var named = methods.Length > 0 ? methods.SelectMany(entry => entry.Cards) : MethodEntry.AllCards;
        if (!named.Any(card => card.Name.Split('/')[0] == definition.Method))
            throw row.Fault($"\"{definition.Method}\" is no method, or not one that \"{starts}\" starts");
        var measure =
            definition.Measure.Length == 0 ? null
            : Measure.TryParse(definition.Measure, out var known) ? known
            : throw row.Fault($"\"{definition.Measure}\" is no measure");
        if ((starts == "statistic") != (measure is not null))
            throw row.Fault("a statistic has category and measure, and nothing else has");
        if (measure is not null && measure.Unit.Dimension != unit.Dimension)
            throw row.Fault($"{unit} does not convert into {measure.Unit} of {measure}");
        var fuel =
            starts != "fuel-combustion" ? null
            : fuels.TryGetValue(definition.Subject, out var burnt) ? burnt
            : throw row.Fault($"fuel \"{definition.Subject}\" does not stand in fuels.csv");
        if (definition.Others.FirstOrDefault(other => !IsReadBy(fuel, other)) is { } stranger)
            throw row.Fault($"{stranger} is read of liquid fuels (volume) or gases (energy) only");
        return new Activity
        {
            Code = definition.Code,
            Leading = LeadingLine.Of(definition, measure),
            Unit = unit,
            Method = starts,
            Methods = methods,
            Subject = definition.Subject,
            Fuel = fuel,
            Others = definition.Others,
            Statistic = measure is null
                ? null
                : LineKind.TryFind(definition.Category, basis: null, measure)
                    ?? throw row.Fault($"\"{definition.Category}\" is no category"),
            StatisticRatio = measure is null ? Exact.One : unit.RatioTo(measure.Unit),
            Measured = starts switch
            {
                "stack-concentration" or "stack-mass" => LineKind.Of(Categories.AirCombustion, Pollutant(definition)),
                "water-concentration" or "water-mass" => LineKind.Of(Categories.WaterDischarge, Pollutant(definition)),
                _ => null,
            },
            MeasuredProcess = starts is "stack-concentration" or "stack-mass"
                ? LineKind.Of(Categories.AirProcess, Pollutant(definition))
                : null,
            IsMass = starts is "stack-mass" or "water-mass",
        };
    }

    private static bool IsReadBy(Fuel? fuel, Dimension other) =>
        other == Dimension.LiquidVolume
            ? fuel is { IsLiquid: true }
            : other == Dimension.Energy && fuel is { IsGas: true };

    private static Measure Pollutant(ActivityDefinition definition) =>
        Measure.TryParse(definition.Subject, out var measure)
            ? measure
            : throw definition.Row.Fault($"subject \"{definition.Subject}\" is no measure");
}
