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

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("SO2 of a fuel by its sulphur", "按燃料硫分物料衡算二氧化硫"),
        Needs = ["fuel.*", "sulphurPercent"],
        Takes = ["sulphurRetentionPercent", "removalPercent"],
        Gives = ["air.combustion SO2"],
        Standard = new("HJ 888 style material balance", "HJ 888 物料衡算法"),
        Uncertainty = new(
            "30 % with the default retention, 15 % with the retention given",
            "采用缺省固硫率30%，给出固硫率15%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "fuel-combustion");

    private static readonly RequiredFactor s_retentionFactor = FactorNeed.Required(
        "air.sulphur-retention",
        "%",
        ownable: true
    );
    private static readonly NumberAttribute s_retentionPercent = AttributeNeed.Percent("sulphurRetentionPercent");

    private static readonly Wording s_formula = new(
        "SO2 (kg) = Σ 2 × amount × sulphur % / 100 × (100 − retention %) / 100 × (100 − removal %) / 100 × 1000",
        "SO2 (kg) = Σ 2 × 消耗量 × 硫分 % / 100 × (100 − 灰渣固硫率 %) / 100 × (100 − 脱硫效率 %) / 100 × 1000"
    );
    private static readonly Wording s_retention = new("retention in ash", "灰渣固硫率");

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.So2))
            return;

        var expected =
            readings.Activity.Fuel!.So2Expected
            && source.Source.MustReportAir
            && !source.Source.Waived.HasFlag(Pollutants.So2);
        var working = source.Lines.Working;
        working?.Begin(s_formula, Stacks.WhyEstimated(source, Pollutants.So2, "SO2"));
        var sum = Exact.Zero;
        bool any = false,
            silent = false,
            defaultRetention = false,
            givenRetention = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts is not { } facts || facts[Given.SulphurPercent] is not { } sulphur)
            {
                silent = true;
                if (!expected)
                    continue;
                // A part of the fuel would look like the whole, so a single silent lot leaves the month without a figure.
                source.Lines.AddGap(
                    readings.Activity,
                    LineKind.CombustionSo2,
                    GapKinds.NotReported,
                    "Neither stack measurements nor sulphurPercent are given; give one of them, or file a waiver."
                );
                return;
            }
            any = true;
            if (facts[s_retentionPercent] is null)
                defaultRetention = true;
            else
                givenRetention = true;
            var retention = facts[s_retentionPercent] ?? source.Factors[s_retentionFactor].Value;
            var removal = facts[Given.RemovalPercent] ?? 0;
            // 2 × 1000 / 100^3 = 1/500
            sum += reading.Amount * sulphur * (100 - retention) * (100 - removal) / 500;
            if (working is not null)
            {
                var amount = working.Reading(reading, readings.Activity);
                working.Given(Words.Sulphur, sulphur, "%");
                working.Choose(s_retention, facts[s_retentionPercent], "%", source.Factors[s_retentionFactor]);
                working.Choose(Words.Removal, facts[Given.RemovalPercent], "%", rule: 0);
                working.Term(
                    $"2 × {amount} × {sulphur} / 100 × (100 − {retention}) / 100 × (100 − {removal}) / 100 × 1000"
                );
            }
        }
        if (!any)
            return;

        var factor = source.Factors[s_retentionFactor];
        // Where silence is no gap the line is of the lots that say their sulphur, and no more.
        source.Lines.Add(
            silent ? Part.Of(readings, SaysSulphur) : Part.Whole(readings),
            LineKind.CombustionSo2,
            sum,
            defaultRetention
                ? Grounds.Of(Method, factor, FactorSet.Of(givenRetention, factor))
                : new Grounds(Method, FactorSet.Given, source.Factors.Uncertainties.GivenSulphur)
        );
    }

    private static bool SaysSulphur(in Reading reading, string? supplier) =>
        reading.Facts?[Given.SulphurPercent] is not null;
}
