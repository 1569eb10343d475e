namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Purchased heat: GJ × 0.11 tCO2/GJ or the supplier's factor; 34.12 kgce/GJ. Heat comes as GJ, which govern, or as
/// steam or hot water by mass, from which the GJ follow. A supplier of the group already counts its fuel, so it stands
/// as counterparty on CO2 and ENERGY, once it is confirmed.
/// </summary>
internal static class PurchasedHeat
{
    public const string Method = "purchased-heat/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 and energy of heat bought: as GJ, as steam by mass and enthalpy, as hot water by mass and temperature",
            "外购热力的二氧化碳与能耗：按热量，或蒸汽按质量与焓值、热水按质量与温度"
        ),
        Needs =
        [
            "heat.purchased | heat.purchased.steam with enthalpyKjPerKg | heat.purchased.hot-water with temperatureC",
        ],
        Takes = ["supplierFactor", "supplierPlant"],
        Gives = ["energy.consumed ENERGY", "scope2.heat CO2"],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, purchased heat: steam × (enthalpy − 83.74), "
                + "water × (temperature − 20) × 4.1868; GB/T 32151.34-2024 takes the full enthalpy of steam",
            "国家发展改革委核算指南净购入热力：蒸汽×(焓值−83.74)，热水×(温度−20)×4.1868；GB/T 32151.34-2024蒸汽取全焓"
        ),
        Uncertainty = new(
            "10 % by default, 5 % with the supplier's factor (an assumption); none for energy (fixed value)",
            "缺省10%，供方因子5%（假设）；能耗无（固定值）"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "purchased-heat"
    );

    private static readonly Input s_factor = new(Given.SupplierFactor, Words.SupplierFactor, "tCO2/GJ")
    {
        Default = Words.Factor,
    };
    private static readonly Phrase s_given = Phrase.Of("choice.heat.given");
    private static readonly Phrase s_both = Phrase.Of("choice.heat.both");
    private static readonly Phrase s_default = Phrase.Of("choice.heat.default");

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        for (var i = 0; i < readings.Readings.Length; i++)
        {
            if (!Suppliers.IsFirst(readings, i, out var supplier))
                continue;
            var part = Part.Of(
                readings,
                static (in Reading reading, string? supplier) => reading.Facts?.GroupSupplier == supplier,
                supplier
            );
            if (!HeatContent.IsKnown(source, part, out var missing))
            {
                source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed, missing);
                source.Lines.NotComputable(readings.Activity, LineKind.HeatCo2, missing);
                continue;
            }
            HeatContent.WriteEnergy<T>(source, part, EnergyKinds.Consumed, Method, supplier);
            WriteCo2<T>(source, readings, part, supplier);
        }
    }

    private static void WriteCo2<T>(in MethodCase source, ActivityReadings readings, in Part part, string? supplier)
        where T : struct, ITerm<T>
    {
        var factor = source.Factors[HeatContent.Default];
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.GroupSupplier != supplier)
                continue;
            var heat = HeatContent.Take(ref figure, source, reading, readings.Activity);
            figure.Add(HeatContent.Co2(heat, figure.Take(s_factor, factor)));
        }
        var status = part.SupplierStatus;
        if (T.IsWritten)
            figure.Conclude(
                LineKind.HeatCo2,
                Suppliers.Why(HeatContent.Why(source, readings.Activity, Why(figure.IsGiven, figure.IsTaken)), status)
            );
        source.Lines.Add(
            part,
            LineKind.HeatCo2,
            figure.Amount,
            new Grounds(
                Method,
                figure.Set,
                figure.IsTaken ? factor.UncertaintyPercent : source.Factors.Uncertainties.GivenSupplier,
                status
            ),
            supplier
        );
    }

    private static Phrase Why(bool isGiven, bool isTaken) =>
        isTaken
            ? isGiven
                ? s_both
                : s_default
            : s_given;
}
