using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CF4 and C2F6 of anode effects. Which rule runs is a matter of the profile: the guideline of 2013 by minutes or its defaults,
/// the guide of 2024 by output alone, IPCC 2019 by technology. Overvoltage (IPCC 2006) serves where there are no minutes, save
/// under the guide of 2024. Zero minutes are zero emissions, and the line says so.
/// </summary>
internal static class Perfluorocarbons
{
    public const string SlopeMethod = "pfc-slope/1";
    public const string OvervoltageMethod = "pfc-overvoltage/1";
    public const string DefaultMethod = "pfc-default/1";

    public static void Write(in MethodCase source)
    {
        var activities = source.Factors.Activities;
        var output = source.Source.Find(activities.AluminiumOutput);
        var minutes = source.Source.Find(activities.AnodeEffectMinutes);
        var overvoltage = source.Source.Find(activities.AnodeEffectOvervoltage);
        if (output is null)
        {
            if ((minutes ?? overvoltage) is { } readings) NotComputable(source, readings, "Anode effects are given without the aluminium of the same source: give aluminium.output.");
            return;
        }

        var factors = source.Factors;
        switch (source.Source.Profile.PfcRule)
        {
            case PfcRule.Output2024:
                WriteDefault(source, output, factors.Pfc2024Cf4, factors.Pfc2024C2f6);
                break;
            case PfcRule.Minutes2013 when minutes is not null:
                WriteSlope(source, minutes, output, factors.Pfc2013Slope, factors.Pfc2013Share);
                break;
            case PfcRule.Technology2019 when minutes is not null:
                var cell = factors.Cells2019(source.Source.Technology);
                WriteSlope(source, minutes, output, cell?.Slope, cell?.Share);
                break;
            case var _ when overvoltage is not null:
                WriteOvervoltage(source, overvoltage, output);
                break;
            case PfcRule.Minutes2013:
                WriteDefault(source, output, factors.Pfc2013Cf4, factors.Pfc2013C2f6);
                break;
            default:
                // IPCC Tier 1: the defaults by technology stand in the edition of 2006.
                var tier1 = factors.Cells2006(source.Source.Technology);
                WriteDefault(source, output, tier1?.Cf4, tier1?.C2f6);
                break;
        }
    }

    private static void WriteDefault(in MethodCase source, ActivityReadings output, Factor? cf4, Factor? c2f6)
    {
        Write(source, LineKind.PfcCf4, cf4);
        Write(source, LineKind.PfcC2f6, c2f6);

        void Write(in MethodCase source, LineKind kind, Factor? factor)
        {
            if (factor is null)
            {
                source.Lines.NoFactor(output, kind, NoCell(source));
                return;
            }
            if (source.Lines.Working is { } working)
            {
                working.Begin($"{kind.Measure} (kg) = output × default");
                foreach (ref readonly var reading in output.Readings)
                {
                    working.Given(reading);
                    working.Term($"{Number.Text(reading.Amount)} × {factor.Value}");
                }
                working.Taken("default", factor);
            }
            source.Lines.Add(output, kind, output.Total * factor.Value, Grounds.Of(DefaultMethod, factor));
        }
    }

    private static void WriteSlope(in MethodCase source, ActivityReadings minutes, ActivityReadings output, Factor? slope, Factor? share)
    {
        if (!Pairing.TrySum(minutes, output, out var sum))
        {
            NotComputable(source, minutes, "Several readings of minutes and output do not pair: give each the same meter and lot.");
            return;
        }
        Write(source, minutes, output, sum, slope, share, SlopeMethod, "output × slope × anode-effect minutes", "anode-effect minutes",
            static (reading, tonnes, factor) => $"{tonnes} × {factor} × {Number.Text(reading.Amount)}");
    }

    private static void WriteOvervoltage(in MethodCase source, ActivityReadings overvoltage, ActivityReadings output)
    {
        foreach (ref readonly var reading in overvoltage.Readings)
        {
            if (reading.Facts?.CurrentEfficiencyPercent is > 0) continue;
            NotComputable(source, overvoltage, "Overvoltage needs currentEfficiencyPercent above 0.");
            return;
        }
        if (!Pairing.TrySum(overvoltage, output, out var sum, static (in Reading reading) => reading.Amount * 100 / reading.Facts!.CurrentEfficiencyPercent!.Value))
        {
            NotComputable(source, overvoltage, "Several readings of overvoltage and output do not pair: give each the same meter and lot.");
            return;
        }
        var cell = source.Factors.Cells2006(source.Source.Technology);
        Write(source, overvoltage, output, sum, cell?.Overvoltage, cell?.Share, OvervoltageMethod, "output × coefficient × overvoltage / (current efficiency / 100)", "overvoltage",
            static (reading, tonnes, factor) => $"{tonnes} × {factor} × {Number.Text(reading.Amount)} / ({reading.Facts!.CurrentEfficiencyPercent} / 100)");
    }

    private static void Write(
        in MethodCase source, ActivityReadings effects, ActivityReadings output, Exact sum, Factor? slope, Factor? share, string method, string formula, string name,
        Func<Reading, string, decimal, string> term)
    {
        if (slope is null || share is null)
        {
            source.Lines.NoFactor(effects, LineKind.PfcCf4, NoCell(source));
            source.Lines.NoFactor(effects, LineKind.PfcC2f6, NoCell(source));
            return;
        }
        var quality = effects.Quality > output.Quality ? effects.Quality : output.Quality;
        var quantity = Pairing.Mean(effects, output, effects.Readings.Length == 1 ? effects.Total * output.Total : PlainSum(effects, output));
        var working = source.Lines.Working;
        if (working is not null)
        {
            working.Begin($"CF4 (kg) = {formula}");
            Pairing.Record(working, effects, output, name, "output", (reading, tonnes) => term(reading, tonnes, slope.Value));
            working.Taken("slope", slope);
        }
        source.Lines.Add(effects.Activity, quantity, quality, LineKind.PfcCf4, sum * slope.Value, new Grounds(method, slope.SetVersion, slope.UncertaintyPercent));
        if (working is not null)
        {
            working.Begin($"C2F6 (kg) = {formula} × share");
            Pairing.Record(working, effects, output, name, "output", (reading, tonnes) => $"{term(reading, tonnes, slope.Value)} × {share.Value}");
            working.Taken("slope", slope);
            working.Taken("share", share);
        }
        source.Lines.Add(effects.Activity, quantity, quality, LineKind.PfcC2f6, sum * slope.Value * share.Value,
            new Grounds(method, slope.SetVersion, Uncertainties.OfProduct(slope.UncertaintyPercent, share.UncertaintyPercent)));
    }

    private static Exact PlainSum(ActivityReadings effects, ActivityReadings output) => Pairing.TrySum(effects, output, out var sum) ? sum : Exact.Zero;

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail)
    {
        source.Lines.NotComputable(readings.Activity, LineKind.PfcCf4, detail);
        source.Lines.NotComputable(readings.Activity, LineKind.PfcC2f6, detail);
    }

    private static string NoCell(in MethodCase source) =>
        $"There is no factor for cells of technology {source.Source.Technology ?? "unknown"}: give the source its technology, or measure.";
}
