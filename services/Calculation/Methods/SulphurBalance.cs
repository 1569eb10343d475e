namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2 of a smelter by its sulphur: 2 × (feed − acid − slag − dust − metal). It is an estimate: left out where every stack the
/// source discharges to is measured. It needs feed and acid.
/// </summary>
internal static class SulphurBalance
{
    public const string Method = "sulphur-balance/1";

    public static void Write(in MethodCase source)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2)) return;

        var a = source.Factors.Activities;
        var feed = source.Source.Find(a.SulphurFeed);
        var acid = source.Source.Find(a.SulphurAcid);
        if (feed is null || acid is null)
        {
            source.Lines.NotComputable(a.SulphurFeed, LineKind.ProcessSo2, "The sulphur balance needs the sulphur in feed and in acid.");
            return;
        }
        ReadOnlySpan<ActivityReadings?> outputs = [acid, source.Source.Find(a.SulphurSlag), source.Source.Find(a.SulphurDust), source.Source.Find(a.SulphurMetal)];
        var rest = feed.Total;
        var quality = feed.Quality;
        foreach (var output in outputs)
        {
            if (output is null) continue;
            rest -= output.Total;
            if (output.Quality > quality) quality = output.Quality;
        }
        if (rest.Sign < 0)
        {
            source.Lines.NotComputable(feed.Activity, LineKind.ProcessSo2, "More sulphur comes out than goes in: check the balance.");
            return;
        }
        if (source.Lines.Working is { } working)
        {
            working.Begin("SO2 (kg) = 2 × (feed − acid − slag − dust − metal) × 1000");
            Record(working, feed);
            var numbers = Number.Text(feed.Total);
            foreach (var output in outputs)
            {
                if (output is null) continue;
                Record(working, output);
                numbers += $" − {Number.Text(output.Total)}";
            }
            working.Term($"2 × ({numbers}) × 1000");
        }
        source.Lines.Add(feed.Activity, feed.Quantity, quality, LineKind.ProcessSo2, rest * 2000, Grounds.Of(Method, source.Factors.SulphurBalance));
    }

    private static void Record(Working working, ActivityReadings readings)
    {
        foreach (ref readonly var reading in readings.Readings) working.Given(readings.Activity.Subject, reading.Quantity, reading.Unit.Symbol);
    }
}
