namespace CarbonPlatform.Calculation.Methods;

/// <summary>What is reported for its own sake: the sum of the readings in the measure's unit.</summary>
internal static class Statistic
{
    public const string Method = "statistic/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var kind = readings.Activity.Statistic!;
        if (source.Lines.Working is { } working)
        {
            working.Begin($"{kind.Measure} ({kind.Measure.Unit}) = Σ readings");
            foreach (ref readonly var reading in readings.Readings)
            {
                working.Given(reading);
                working.Term(Number.Text(reading.Amount * readings.Activity.StatisticRatio));
            }
        }
        source.Lines.Add(readings, kind, readings.Total * readings.Activity.StatisticRatio, new Grounds(Method));
    }
}
