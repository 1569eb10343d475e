using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2 of a fuel by its sulphur (HJ 888 style): 2 × fuel × S × (1 − retention) × (1 − removal). It is an estimate: left out
/// where every stack the source discharges to is measured.
/// </summary>
internal static class FuelSulphur
{
    public const string Method = "fuel-sulphur/1";

    private const string Formula = "SO2 (kg) = Σ 2 × amount × sulphur % / 100 × (1 − retention) × (1 − removal) × 1000";

    public static void Write(in MethodCase source, ActivityReadings readings, Fuel fuel)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2)) return;

        var expected = fuel.So2Expected && source.Source.MustReportAir && !source.Source.Waived.HasFlag(Pollutants.So2);
        var working = source.Lines.Working;
        working?.Begin(Formula);
        var sum = Exact.Zero;
        bool any = false, silent = false, defaultRetention = false, givenRetention = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts is not { SulphurPercent: { } sulphur } facts)
            {
                silent = true;
                if (!expected) continue;
                // A part of the fuel would look like the whole, so a single silent lot leaves the month without a figure.
                source.Lines.AddGap(readings.Activity, LineKind.CombustionSo2, GapKinds.NotReported, "Neither stack measurements nor sulphurPercent are given; give one of them, or file a waiver.");
                return;
            }
            any = true;
            if (facts.SulphurRetentionPercent is null) defaultRetention = true;
            else givenRetention = true;
            var retention = facts.SulphurRetentionPercent ?? source.Factors.SulphurRetention.Value;
            var removal = facts.RemovalPercent ?? 0;
            // 2 × 1000 / 100^3 = 1/500
            sum += reading.Amount * sulphur * (100 - retention) * (100 - removal) / 500;
            if (working is not null)
            {
                working.Given(reading);
                working.Given("sulphur", sulphur, "%");
                if (facts.SulphurRetentionPercent is null) working.Taken("retention", source.Factors.SulphurRetention);
                else working.Given("retention", retention, "%");
                working.Given("removal", removal, "%");
                working.Term($"2 × {Number.Text(reading.Amount)} × {sulphur} / 100 × (100 − {retention}) / 100 × (100 − {removal}) / 100 × 1000");
            }
        }
        if (!any) return;

        var factor = source.Factors.SulphurRetention;
        // Where silence is no gap the line is of the lots that say their sulphur, and no more.
        source.Lines.Add(silent ? Part.Of(readings, SaysSulphur) : Part.Whole(readings), LineKind.CombustionSo2, sum, defaultRetention
            ? new Grounds(Method, givenRetention ? factor.SetVersion + "+given" : factor.SetVersion, factor.UncertaintyPercent)
            : new Grounds(Method, Grounds.Given, source.Factors.Uncertainties.GivenSulphur));
    }

    private static bool SaysSulphur(in Reading reading, string? supplier) => reading.Facts?.SulphurPercent is not null;
}
