namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Heat supplied to others: a category of its own, never netted. To a plant of the group only the GJ stand here, as a
/// statistic: the receiver owns CO2 and ENERGY, as with electricity.
/// </summary>
internal static class ExportedHeat
{
    public const string Method = "exported-heat/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("Heat supplied to others, never netted", "外供热力，单列不抵扣"),
        Needs =
        [
            "heat.exported | heat.exported.steam with enthalpyKjPerKg | heat.exported.hot-water with temperatureC",
        ],
        Takes = ["customerPlant"],
        Gives = ["energy.exported ENERGY", "scope2.heat.exported CO2", "statistic HEAT"],
        Standard = PurchasedHeat.Card.Standard,
        Uncertainty = new("10 % (default factor); none for energy and GJ", "缺省因子10%；能耗与热量无"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "exported-heat"
    );

    private static readonly Phrase s_toTheGroup = Phrase.Of("choice.heat.to-the-group");

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        WriteInside<T>(source, readings);
        WriteOutside<T>(source, readings);
    }

    private static void WriteInside<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var inside = Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is { IsForGroup: true });
        if (inside.IsEmpty)
            return;
        if (!HeatContent.IsKnown(source, inside, out var missing))
        {
            source.Lines.NotComputable(readings.Activity, LineKind.StatisticHeat, missing);
            return;
        }
        var figure = new Figure<T>(source, readings.Activity);
        figure.Is(HeatContent.Take(ref figure, source, inside));
        if (T.IsWritten)
            figure.Conclude(LineKind.StatisticHeat, HeatContent.Why(source, readings.Activity, s_toTheGroup));
        source.Lines.Add(inside, LineKind.StatisticHeat, figure.Amount, new Grounds(Method, figure.Set));
    }

    private static void WriteOutside<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var outside = Part.Of(
            readings,
            static (in Reading reading, string? _) => reading.Facts is not { IsForGroup: true }
        );
        if (outside.IsEmpty)
            return;
        if (!HeatContent.IsKnown(source, outside, out var missing))
        {
            source.Lines.NotComputable(readings.Activity, EnergyKinds.Exported, missing);
            source.Lines.NotComputable(readings.Activity, LineKind.ExportedHeatCo2, missing);
            return;
        }
        HeatContent.WriteEnergy<T>(source, outside, EnergyKinds.Exported, Method, counterparty: null);
        var factor = source.Factors[HeatContent.Default];
        var figure = new Figure<T>(source, readings.Activity);
        var heat = HeatContent.Take(ref figure, source, outside);
        figure.Is(HeatContent.Co2(heat, figure.Take(Words.Factor, factor)));
        if (T.IsWritten)
            figure.Conclude(LineKind.ExportedHeatCo2, HeatContent.Why(source, readings.Activity, Words.OneWay));
        source.Lines.Add(outside, LineKind.ExportedHeatCo2, figure.Amount, Grounds.Of(Method, factor, figure.Set));
    }
}
