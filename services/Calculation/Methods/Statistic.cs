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

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write<Exact>, Write<Written>, "statistic");

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var kind = readings.Activity.Statistic!;
        var figure = new Figure<T>(source, readings.Activity);
        var total = figure.Total(readings);
        var ratio = readings.Activity.StatisticRatio;
        figure.Is(ratio == Exact.One ? total : total * Figure<T>.Ratio(ratio));
        if (T.IsWritten)
            figure.Conclude(kind, Words.OneWay);
        source.Lines.Add(readings, kind, figure.Amount, new Grounds(Method));
    }
}
