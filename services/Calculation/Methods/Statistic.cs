namespace CarbonPlatform.Calculation.Methods;

/// <summary>What is reported for its own sake: the sum of the readings in the measure's unit.</summary>
internal static class Statistic
{
    public const string Method = "statistic/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("What is reported for its own sake", "统计量"),
        Needs = ["any activity of method statistic"],
        Gives =
        [
            "energy.curtailed ELECTRICITY",
            "energy.generated ELECTRICITY",
            "energy.gross ELECTRICITY",
            "output OUTPUT",
            "output VALUE",
            "statistic ELECTRICITY",
            "statistic GAS",
            "statistic HEAT",
            "statistic HOURS",
            "statistic WASTE",
            "statistic WATER",
            "use ELECTRICITY",
        ],
        Standard = new("The reading itself", "读数本身"),
        Uncertainty = new("No factor", "无因子"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "statistic");

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var kind = readings.Activity.Statistic!;
        var ratio = readings.Activity.StatisticRatio;
        if (source.Lines.Working is { } working)
        {
            var conversion = ratio == Exact.One ? "" : $" × {Number.Text(ratio)}";
            working.Begin(
                new(
                    $"{kind.Measure} ({kind.Measure.Unit}) = Σ readings{conversion}",
                    $"{kind.Measure} ({kind.Measure.Unit}) = Σ 读数{conversion}"
                ),
                Words.OneWay
            );
            working.Term(working.Sum(readings) + conversion);
        }
        source.Lines.Add(readings, kind, readings.Total * ratio, new Grounds(Method));
    }
}
