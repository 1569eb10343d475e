using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// NOx of a fuel by coefficient: the plant's own, else the default of the burner's technology. It is an estimate: left out
/// where every stack the source discharges to is measured.
/// </summary>
internal static class FuelNox
{
    public const string Method = "fuel-nox/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("NOx of a fuel by coefficient", "按产污系数核算氮氧化物"),
        Needs = ["fuel.*", "noxKgPerUnit | technology of the source"],
        Gives = ["air.combustion NOx"],
        Standard = new(
            "Manual of accounting methods and coefficients for the statistics of pollution sources, announcement 24 of 2021",
            "《排放源统计调查产排污核算方法和系数手册》（公告2021年第24号）"
        ),
        Uncertainty = new("100 % by default, 30 % with the plant's own coefficient", "缺省系数100%，企业自有系数30%"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "fuel-combustion");

    private static readonly NumberAttribute s_noxKgPerUnit = AttributeNeed.Number("noxKgPerUnit");

    // The table of the manual: technology of the burner, row of fuels.csv, unit. What it does not print has to be given.
    private static readonly Dictionary<(string Technology, string Row), OptionalFactor> s_table = (
        from technology in (string[])["grate", "domestic-typical", "domestic-leading", "international-leading"]
        from fuel in ((string Row, string Unit)[])[("coal", "kg/t"), ("natural-gas", "kg/10^4Nm3")]
        select (
            (technology, fuel.Row),
            FactorNeed.Optional($"air.nox.{technology}.{fuel.Row}", fuel.Unit, ownable: true)
        )
    ).ToDictionary();

    private static readonly Wording s_formula = new(
        "NOx (kg) = Σ amount × NOx per t",
        "NOx (kg) = Σ 消耗量 × 每吨产污系数"
    );
    private static readonly Wording s_gasFormula = new(
        "NOx (kg) = Σ amount / 10000 × NOx per 10000 Nm3",
        "NOx (kg) = Σ 消耗量 / 10000 × 每 10000 Nm3 产污系数"
    );
    private static readonly Wording s_coefficient = new("NOx per unit", "氮氧化物产污系数");

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        if (source.Source.MeasuredDownstream.HasFlag(Pollutants.Nox))
            return;

        var fuel = readings.Activity.Fuel!;
        var perUnitOfFuel = source.Factors.Fuel(source.Source.Profile, fuel).PerUnit;
        var expected = source.Source.MustReportAir && !source.Source.Waived.HasFlag(Pollutants.Nox);
        var table = TableOf(source, fuel);
        var working = source.Lines.Working;
        working?.Begin(fuel.IsGas ? s_gasFormula : s_formula, default);
        var sum = Exact.Zero;
        bool given = false,
            taken = false,
            silent = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?[s_noxKgPerUnit];
            if ((own ?? table?.Value) is not { } perUnit)
            {
                silent = true;
                if (!expected)
                    continue;
                source.Lines.AddGap(
                    readings.Activity,
                    LineKind.CombustionNox,
                    GapKinds.NotReported,
                    $"Neither stack measurements nor noxKgPerUnit are given, and there is no default for {fuel.Name} with technology {source.Source.Technology ?? "unknown"}; give one of them, or file a waiver."
                );
                return;
            }
            if (own is null)
                taken = true;
            else
                given = true;
            sum += reading.Amount * perUnitOfFuel * perUnit;
            if (working is not null)
            {
                var amount = working.Reading(reading, readings.Activity);
                if (own is null)
                    working.Recorded(Words.Technology, source.Source.Technology!);
                working.Choose(s_coefficient, own, fuel.IsGas ? "kg/10^4Nm3" : "kg/t", table);
                working.Term($"{amount}{(fuel.IsGas ? " / 10000" : "")} × {perUnit}");
            }
        }
        if (!given && !taken)
            return;

        working?.Restate(fuel.IsGas ? s_gasFormula : s_formula, Choice(source, given, taken, table));
        // Where silence is no gap, and there is no default, the line is of the lots that say their coefficient, and no more.
        source.Lines.Add(
            silent ? Part.Of(readings, SaysNox) : Part.Whole(readings),
            LineKind.CombustionNox,
            sum,
            taken
                ? Grounds.Of(Method, table!, FactorSet.Of(given, table))
                : new Grounds(Method, FactorSet.Given, source.Factors.Uncertainties.GivenNox)
        );
    }

    private static Factor? TableOf(in MethodCase source, Fuel fuel) =>
        source.Source.Technology is { } technology
        && fuel.NoxRow is { } row
        && s_table.TryGetValue((technology, row), out var need)
            ? source.Factors[need]
            : null;

    private static Wording Choice(in MethodCase source, bool given, bool taken, Factor? table)
    {
        var other = table is { IsOwn: true }
            ? new Wording("what the plant has measured for itself", "企业自测系数")
            : new Wording("the table's coefficient of the technology", "手册系数");
        var estimated = Stacks.WhyEstimated(source, Pollutants.Nox, "NOx");
        return (given, taken) switch
        {
            (true, false) => new(
                $"{estimated.En} The plant's own coefficient (noxKgPerUnit) goes before the table.",
                $"{estimated.Zh}企业自有系数优先于手册系数。"
            ),
            (true, true) => new(
                $"{estimated.En} Readings with a coefficient of their own (noxKgPerUnit) count by it, the others by {other.En}.",
                $"{estimated.Zh}有自有系数的批次按其计算，其余按{other.Zh}计算。"
            ),
            _ => new(
                $"{estimated.En} No noxKgPerUnit was given, so {other.En} counts.",
                $"{estimated.Zh}未给出自有系数，按工艺技术取{other.Zh}。"
            ),
        };
    }

    private static bool SaysNox(in Reading reading, string? supplier) => reading.Facts?[s_noxKgPerUnit] is not null;
}
