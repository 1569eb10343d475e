using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>An activity of the vocabulary, as calculation sees it.</summary>
internal sealed class Activity
{
    public required string Code { get; init; }

    /// <summary>Place in the ordinal order of codes: lines are sorted by it.</summary>
    public int Rank { get; private set; }

    /// <summary>Methods calculate in it, and lines carry their activity quantity in it.</summary>
    public required Unit Unit { get; init; }

    /// <summary>The word by which its methods are found; base serves the methods of its source, none gives no line.</summary>
    public required string Method { get; init; }

    public required MethodEntry[] Methods { get; init; }

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

    /// <summary>A reading of a stack.</summary>
    public bool IsStack => MeasuredProcess is not null;

    /// <summary>Of stack and water readings: a mass from the monitoring, not a concentration.</summary>
    public bool IsMass { get; init; }

    public static Dictionary<string, Activity> ReadAll(string folder, IReadOnlyDictionary<string, Fuel> fuels)
    {
        var activities = new Dictionary<string, Activity>(StringComparer.Ordinal);
        foreach (
            var row in DataFile.Read(
                folder,
                "activities.csv",
                "activity",
                "canonical_unit",
                "method",
                "subject",
                "category",
                "measure"
            )
        )
        {
            var method = row["method"];
            var methods = MethodEntry.Find(method) ?? throw row.Fault($"\"{method}\" is no method");
            var subject = row["subject"];
            var measure =
                row["measure"].Length == 0 ? null
                : Measure.TryParse(row["measure"], out var known) ? known
                : throw row.Fault($"\"{row["measure"]}\" is no measure");
            if ((method == "statistic") != (measure is not null))
                throw row.Fault("a statistic has category and measure, and nothing else has");
            var unit = Unit.TryParse(row["canonical_unit"], out var parsed)
                ? parsed
                : throw row.Fault($"\"{row["canonical_unit"]}\" is no unit");
            if (measure is not null && measure.Unit.Dimension != unit.Dimension)
                throw row.Fault($"{unit} does not convert into {measure.Unit} of {measure}");
            var activity = new Activity
            {
                Code = row.Required("activity"),
                Unit = unit,
                Method = method,
                Methods = methods,
                Subject = subject,
                Fuel =
                    method != "fuel-combustion" ? null
                    : fuels.TryGetValue(subject, out var fuel) ? fuel
                    : throw row.Fault($"fuel \"{subject}\" does not stand in fuels.csv"),
                Statistic = measure is null
                    ? null
                    : LineKind.TryFind(row["category"], basis: null, measure)
                        ?? throw row.Fault($"\"{row["category"]}\" is no category"),
                StatisticRatio = measure is null ? Exact.One : unit.RatioTo(measure.Unit),
                Measured = method switch
                {
                    "stack-concentration" or "stack-mass" => LineKind.Of(Categories.AirCombustion, Pollutant(row)),
                    "water-concentration" or "water-mass" => LineKind.Of(Categories.WaterDischarge, Pollutant(row)),
                    _ => null,
                },
                MeasuredProcess = method is "stack-concentration" or "stack-mass"
                    ? LineKind.Of(Categories.AirProcess, Pollutant(row))
                    : null,
                IsMass = method is "stack-mass" or "water-mass",
            };
            if (!activities.TryAdd(activity.Code, activity))
                throw row.Fault($"{activity.Code} stands twice");
        }
        var rank = 0;
        foreach (var activity in activities.Values.OrderBy(a => a.Code, StringComparer.Ordinal))
            activity.Rank = rank++;
        return activities;
    }

    private static Measure Pollutant(DataRow row) =>
        Measure.TryParse(row["subject"], out var measure)
            ? measure
            : throw row.Fault($"subject \"{row["subject"]}\" is no measure");
}
