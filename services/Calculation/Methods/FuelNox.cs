using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// NOx of a fuel by coefficient: the plant's own, else the default of the burner's technology. It is an estimate: left
/// out where every stack the source discharges to is measured.
/// </summary>
internal static class FuelNox
{
    public const string Method = "fuel-nox/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("NOx of a fuel by coefficient", "按产污系数核算氮氧化物"),
        Needs = ["fuel.*", "noxKgPerUnit | technology of the source"],
        Takes = ["densityKgPerL", "heatBasis"],
        Gives = ["air.combustion NOx"],
        Standard = new(
            "Manual of accounting methods and coefficients for the statistics of pollution sources, "
                + "announcement 24 of 2021",
            "《排放源统计调查产排污核算方法和系数手册》（公告2021年第24号）"
        ),
        Uncertainty = new("100 % by default, 30 % with the plant's own coefficient", "缺省系数100%，企业自有系数30%"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "fuel-combustion"
    );

    private static readonly Phrase s_coefficient = Phrase.Of("name.nox-coefficient");
    private static readonly Input s_perTonne = new(AttributeNeed.Number("noxKgPerUnit"), s_coefficient, "kg/t");
    private static readonly Input s_perTenThousand = s_perTonne with { Unit = "kg/10^4Nm3" };

    // The table of the manual: technology of the burner, row of fuels.csv, unit. What it does not print is to be given.
    private static readonly Dictionary<(string Technology, string Row), OptionalFactor> s_table = (
        from technology in (string[])["grate", "domestic-typical", "domestic-leading", "international-leading"]
        from fuel in ((string Row, string Unit)[])[("coal", "kg/t"), ("natural-gas", "kg/10^4Nm3")]
        select (
            (technology, fuel.Row),
            FactorNeed.Optional($"air.nox.{technology}.{fuel.Row}", fuel.Unit, ownable: true)
        )
    ).ToDictionary();

    private static readonly Phrase s_given = Phrase.Of("choice.nox.given");
    private static readonly Phrase s_both = Phrase.Of("choice.nox.both", places: 1);
    private static readonly Phrase s_default = Phrase.Of("choice.nox.default", places: 1);
    private static readonly Phrase s_ownTable = Phrase.Of("choice.nox.by.own");
    private static readonly Phrase s_manual = Phrase.Of("choice.nox.by.table");

    private static T Nox<T>(T amount, T coefficient)
        where T : struct, ITerm<T> => amount * coefficient;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.Nox))
            return;

        var fuel = readings.Activity.Fuel!;
        var input = fuel.IsGas ? s_perTenThousand : s_perTonne;
        var expected = source.Source.MustReportAir && !source.Source.Waived.HasFlag(Pollutants.Nox);
        var table = TableOf(source, fuel);
        if (readings.Lacks is { } lacks && (table is not null || !Part.Of(readings, SaysNox).IsEmpty))
        {
            source.Lines.NoFactor(readings, LineKind.CombustionNox, lacks);
            return;
        }
        var figure = new Figure<T>(source, readings.Activity);
        var silent = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var isGiven = SaysNox(reading, supplier: null);
            if (!isGiven && table is null)
            {
                silent = true;
                if (!expected)
                    continue;
                source.Lines.AddGap(
                    readings.Activity,
                    LineKind.CombustionNox,
                    GapKinds.NotReported,
                    "Neither stack measurements nor noxKgPerUnit are given, "
                        + $"and there is no default for {fuel.Name} with "
                        + $"technology {source.Source.Technology ?? "unknown"}; give one of them, or file a waiver."
                );
                return;
            }
            var amount = FuelHeat.Amount(ref figure, reading, fuel);
            if (T.IsWritten && !isGiven)
                figure.Recall(Words.Technology, source.Source.Technology!);
            figure.Add(Nox(amount, figure.Take(input, table!)));
        }
        if (!figure.IsGiven && !figure.IsTaken)
            return;

        if (T.IsWritten)
            figure.Conclude(
                LineKind.CombustionNox,
                FuelQuantity.Why(Why(source, table, figure.IsGiven, figure.IsTaken), readings)
            );
        // Where silence is no gap, and there is no default, the line is of the lots that say their coefficient.
        source.Lines.Add(
            silent ? Part.Of(readings, SaysNox) : Part.Whole(readings),
            LineKind.CombustionNox,
            figure.Amount,
            new Grounds(
                Method,
                figure.Set,
                figure.IsTaken ? table!.UncertaintyPercent : source.Factors.Uncertainties.GivenNox
            )
        );
    }

    private static Factor? TableOf(in MethodCase source, Fuel fuel) =>
        source.Source.Technology is { } technology
        && fuel.NoxRow is { } row
        && s_table.TryGetValue((technology, row), out var need)
            ? source.Factors[need]
            : null;

    private static Wording Why(in MethodCase source, Factor? table, bool isGiven, bool isTaken)
    {
        var other = table is { IsOwn: true } ? s_ownTable : s_manual;
        return Stacks.WhyEstimated(source, Pollutants.Nox, "NOx")
            + (isGiven, isTaken) switch
            {
                (true, false) => s_given.Text,
                (true, true) => s_both.With(other),
                _ => s_default.With(other),
            };
    }

    private static bool SaysNox(in Reading reading, string? supplier) =>
        reading.Facts?[s_perTonne.Attribute] is not null;
}
