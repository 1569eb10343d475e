using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// SO2 of a fuel by its sulphur (HJ 888 style): 2 × fuel × S × (1 − retention) × (1 − removal). It is an estimate: left
/// out where every stack the source discharges to is measured.
/// </summary>
internal static class FuelSulphur
{
    public const string Method = "fuel-sulphur/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("SO2 of a fuel by its sulphur", "按燃料硫分物料衡算二氧化硫"),
        Needs = ["fuel.*", "sulphurPercent"],
        Takes = ["sulphurRetentionPercent", "removalPercent", "densityKgPerL"],
        Gives = ["air.combustion SO2"],
        Standard = new("HJ 888 style material balance", "HJ 888 物料衡算法"),
        Uncertainty = new(
            "30 % with the default retention, 15 % with the retention given",
            "采用缺省固硫率30%，给出固硫率15%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "fuel-combustion"
    );

    private static readonly RequiredFactor s_defaultRetention = FactorNeed.Required(
        "air.sulphur-retention",
        "%",
        ownable: true
    );
    private static readonly Input s_sulphur = new(Given.SulphurPercent, Words.Sulphur, "%");
    private static readonly Input s_removal = new(Given.RemovalPercent, Words.Removal, "%");
    private static readonly Input s_retention = new(
        AttributeNeed.Percent("sulphurRetentionPercent"),
        Phrase.Of("name.retention"),
        "%"
    );

    /// <summary>Twice the sulphur that neither stays in the ash nor is removed.</summary>
    private static T So2<T>(T amount, T sulphur, T retention, T removal)
        where T : struct, ITerm<T> =>
        Constant.Two
        * amount
        * sulphur
        * Conversion.OfPercent
        * (Constant.Hundred - retention)
        * Conversion.OfPercent
        * (Constant.Hundred - removal)
        * Conversion.OfPercent
        * Conversion.TonnesToKg;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            return;

        var expected =
            readings.Activity.Fuel!.So2Expected
            && source.Source.MustReportAir
            && !source.Source.Waived.HasFlag(Pollutants.So2);
        if (readings.Lacks is { } lacks && !Part.Of(readings, SaysSulphur).IsEmpty)
        {
            source.Lines.NoFactor(readings, LineKind.CombustionSo2, lacks);
            return;
        }
        var factor = source.Factors[s_defaultRetention];
        var figure = new Figure<T>(source, readings.Activity);
        bool any = false,
            silent = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?[Given.SulphurPercent] is not { } given)
            {
                silent = true;
                if (!expected)
                    continue;
                // A part of the fuel would look like the whole: a single silent lot leaves the month without a figure.
                source.Lines.AddGap(
                    readings.Activity,
                    LineKind.CombustionSo2,
                    GapKinds.NotReported,
                    "Neither stack measurements nor sulphurPercent are given; give one of them, or file a waiver."
                );
                return;
            }
            any = true;
            var amount = FuelHeat.Quantity(ref figure, reading);
            var sulphur = figure.Show(s_sulphur, given);
            var retention = figure.Take(s_retention, factor);
            figure.Add(So2(amount, sulphur, retention, figure.ShowOr(s_removal, rule: 0)));
        }
        if (!any)
            return;

        if (T.IsWritten)
            figure.Conclude(
                LineKind.CombustionSo2,
                FuelQuantity.Why(Stacks.WhyEstimated(source, Pollutants.So2, "SO2"), readings)
            );
        // Where silence is no gap the line is of the lots that say their sulphur, and no more.
        source.Lines.Add(
            silent ? Part.Of(readings, SaysSulphur) : Part.Whole(readings),
            LineKind.CombustionSo2,
            figure.Amount,
            new Grounds(
                Method,
                figure.Set,
                figure.IsTaken ? factor.UncertaintyPercent : source.Factors.Uncertainties.GivenSulphur
            )
        );
    }

    private static bool SaysSulphur(in Reading reading, string? supplier) =>
        reading.Facts?[Given.SulphurPercent] is not null;
}
