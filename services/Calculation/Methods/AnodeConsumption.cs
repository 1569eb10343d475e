using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 and SO2 of the anodes an electrolysis consumes (NDRC guideline for aluminium 2013; guide of the national carbon market
/// 2024). Net anode is the first that exists of: net; gross − butts; gross × (1 − loss); output × 0.42 t/t, which is a default.
/// Never two of them.
/// </summary>
internal static class AnodeConsumption
{
    public const string Method = "anode-consumption/1";

    private const string Co2Formula = "CO2 (kg) = Σ net anode × (100 − sulphur % − ash %) / 100 × 44 / 12 × 1000";
    private const string So2Formula = "SO2 (kg) = Σ 2 × net anode × sulphur % / 100 × (1 − removal) × 1000";

    public static void Write(in MethodCase source)
    {
        var activities = source.Factors.Activities;
        if (source.Source.Find(activities.NetAnode) is { } net)
        {
            WriteAnode(source, net, net.Quality, new NetOfGross(NetRule.Net, Exact.One, null));
            return;
        }
        var butts = source.Source.Find(activities.AnodeButts);
        if (source.Source.Find(activities.GrossAnode) is { } gross)
        {
            if (butts is null)
            {
                WriteAnode(source, gross, gross.Quality, new NetOfGross(NetRule.Loss, Exact.One, null));
                return;
            }
            if (butts.Total > gross.Total || gross.Total.IsZero)
            {
                NotComputable(source, gross, "More butts came back than gross anodes went in: check the two readings.");
                return;
            }
            var quality = butts.Quality > gross.Quality ? butts.Quality : gross.Quality;
            WriteAnode(source, gross, quality, new NetOfGross(NetRule.Butts, (gross.Total - butts.Total) / gross.Total, butts));
            return;
        }
        if (butts is not null) NotComputable(source, butts, "There are butts without gross anodes: give aluminium.gross-anode.");
        else if (source.Source.Find(activities.AluminiumOutput) is { } output) WriteDefault(source, output);
    }

    private static void WriteAnode(in MethodCase source, ActivityReadings readings, Quality quality, NetOfGross rule)
    {
        var factors = source.Factors;
        var working = source.Lines.Working;
        working?.Begin(Co2Formula);
        var carbon = Exact.Zero;
        bool given = false, taken = false, lossTaken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var facts = reading.Facts;
            var sulphur = facts?.SulphurPercent ?? factors.AnodeSulphur.Value;
            var ash = facts?.AshPercent ?? factors.AnodeAsh.Value;
            given |= facts?.SulphurPercent is not null || facts?.AshPercent is not null;
            taken |= facts?.SulphurPercent is null || facts?.AshPercent is null;
            if (rule.Rule == NetRule.Loss)
            {
                given |= facts?.LossPercent is not null;
                lossTaken |= facts?.LossPercent is null;
            }
            if (sulphur + ash > 100)
            {
                source.Lines.NotComputable(readings.Activity, LineKind.AnodeCo2, $"Sulphur {sulphur} % and ash {ash} % are more than the anode.");
                return;
            }
            carbon += rule.Net(reading, factors) * (100 - sulphur - ash);
            if (working is not null)
            {
                var netText = rule.Record(working, reading, factors);
                Choose(working, "sulphur", facts?.SulphurPercent, factors.AnodeSulphur);
                Choose(working, "ash", facts?.AshPercent, factors.AnodeAsh);
                working.Term($"{netText} × (100 − {sulphur} − {ash}) / 100 × 44 / 12 × 1000");
            }
        }
        // kg per t: × 1000, percent: / 100, carbon to carbon dioxide: × 44/12.
        source.Lines.Add(readings.Activity, readings.Quantity, quality, LineKind.AnodeCo2, carbon * 110 / 3,
            new Grounds(Method, FactorSet(source, given, taken, lossTaken), factors.AnodeSulphur.UncertaintyPercent));
        WriteSo2(source, readings, quality, rule);
    }

    private static void WriteSo2(in MethodCase source, ActivityReadings readings, Quality quality, NetOfGross rule)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2)) return;

        var factors = source.Factors;
        var factor = factors.AnodeSulphurForSo2;
        var working = source.Lines.Working;
        working?.Begin(So2Formula);
        var sum = Exact.Zero;
        bool given = false, taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?.SulphurPercent;
            if (own is null) taken = true;
            else given = true;
            var sulphur = own ?? factor.Value;
            var removal = reading.Facts?.RemovalPercent ?? 0;
            // 2 × 1000 / 100^2 = 1/5
            sum += rule.Net(reading, factors) * sulphur * (100 - removal) / 5;
            if (working is not null)
            {
                var netText = rule.Record(working, reading, factors);
                Choose(working, "sulphur", own, factor);
                working.Given("removal", removal, "%");
                working.Term($"2 × {netText} × {sulphur} / 100 × (100 − {removal}) / 100 × 1000");
            }
        }
        source.Lines.Add(readings.Activity, readings.Quantity, taken ? Quality.Default : quality, LineKind.ProcessSo2, sum, taken
            ? new Grounds(Method, given ? factor.SetVersion + "+given" : factor.SetVersion, factor.UncertaintyPercent)
            : new Grounds(Method, Grounds.Given, factors.Uncertainties.GivenSulphur));
    }

    /// <summary>No anode reading at all: output × default consumption. Its SO2 is not estimated from that, it has to be reported.</summary>
    private static void WriteDefault(in MethodCase source, ActivityReadings output)
    {
        var factors = source.Factors;
        var (consumption, sulphur, ash) = (factors.AnodeNetConsumption, factors.AnodeSulphur, factors.AnodeAsh);
        if (source.Lines.Working is { } working)
        {
            working.Begin("CO2 (kg) = Σ output × net consumption × (100 − sulphur % − ash %) / 100 × 44 / 12 × 1000");
            foreach (ref readonly var reading in output.Readings)
            {
                working.Given(reading);
                working.Term($"{Number.Text(reading.Amount)} × {consumption.Value} × (100 − {sulphur.Value} − {ash.Value}) / 100 × 44 / 12 × 1000");
            }
            working.Taken("net consumption", consumption);
            working.Taken("sulphur", sulphur);
            working.Taken("ash", ash);
        }
        source.Lines.Add(output.Activity, output.Quantity, Quality.Default, LineKind.AnodeCo2,
            output.Total * consumption.Value * (100 - sulphur.Value - ash.Value) * 110 / 3, Grounds.Of(Method, consumption));

        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2) || source.Source.Waived.HasFlag(Pollutants.So2)) return;
        source.Lines.AddGap(output.Activity, LineKind.ProcessSo2, GapKinds.NotReported, "Neither stack measurements nor anodes consumed are given; give one of them, or file a waiver.");
    }

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail)
    {
        source.Lines.NotComputable(readings.Activity, LineKind.AnodeCo2, detail);
        if (!source.Source.MeasuredDownstream.HasFlag(Pollutants.So2)) source.Lines.NotComputable(readings.Activity, LineKind.ProcessSo2, detail);
    }

    private static string FactorSet(in MethodCase source, bool given, bool taken, bool lossTaken)
    {
        var (defaults, loss) = (source.Factors.AnodeSulphur.SetVersion, source.Factors.AnodeLoss.SetVersion);
        var set = (taken, lossTaken) switch
        {
            (true, true) => $"{loss}+{defaults}",
            (true, false) => defaults,
            (false, true) => loss,
            _ => null,
        };
        return set is null ? Grounds.Given : given ? $"{set}+{Grounds.Given}" : set;
    }

    private static void Choose(Working working, string name, decimal? given, Factors.Factor factor)
    {
        if (given is { } value) working.Given(name, value, "%");
        else working.Taken(name, factor);
    }

    private enum NetRule
    {
        Net,
        Butts,
        Loss,
    }

    /// <summary>How the net anode of a reading follows from what was read.</summary>
    private readonly record struct NetOfGross(NetRule Rule, Exact NetShare, ActivityReadings? Butts)
    {
        public Exact Net(in Reading reading, Factors.MonthFactors factors) => Rule switch
        {
            NetRule.Net => reading.Amount,
            // Butts are weighed together; each lot of gross anodes bears its share.
            NetRule.Butts => reading.Amount * NetShare,
            _ => reading.Amount * (100 - (reading.Facts?.LossPercent ?? factors.AnodeLoss.Value)) / 100,
        };

        public string Record(Working working, in Reading reading, Factors.MonthFactors factors)
        {
            working.Given(reading);
            var amount = Number.Text(reading.Amount);
            switch (Rule)
            {
                case NetRule.Net:
                    return amount;
                case NetRule.Butts:
                    foreach (ref readonly var butts in Butts!.Readings) working.Given("butts", butts.Quantity, butts.Unit.Symbol);
                    return $"{amount} × {Number.Text(NetShare)}";
                default:
                    var loss = reading.Facts?.LossPercent;
                    Choose(working, "loss", loss, factors.AnodeLoss);
                    return $"{amount} × (100 − {loss ?? factors.AnodeLoss.Value}) / 100";
            }
        }
    }
}
