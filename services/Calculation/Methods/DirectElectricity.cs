using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity by a line of its own, without the grid: proven hydro, wind and solar power is zero in all bases,
/// unproven counts as grid power; fossil power takes its supplier's factor, else the fossil factor of the year. A
/// supplier of the group already counts its fuel, so it stands as counterparty on CO2 and, for fossil power, on ENERGY,
/// once it is confirmed. What proven power from outside the group avoids is claimed here, apart from own generation; in
/// the group its generating plant claims it. What is claimed of a supplier of the group and not held is residual by the
/// market, and a gap.
/// </summary>
internal static class DirectElectricity
{
    public const string Method = "direct-electricity/2";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 of electricity by a line of its own; its energy; what proven power from outside the group avoids",
            "直供电力二氧化碳、能耗及集团外已证明绿电的减排量"
        ),
        Needs = ["electricity.direct.*"],
        Takes = ["proof", "supplierPlant", "supplierFactor", "certificateSold"],
        Gives =
        [
            .. Avoided.GivesBought,
            "energy.consumed ELECTRICITY",
            "energy.consumed ENERGY",
            "scope2.electricity CO2",
        ],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, purchased electricity; fossil factor of the "
                + "ministry's yearly announcements",
            "国家发展改革委核算指南净购入电力；生态环境部年度公告化石能源电力排放因子"
        ),
        Uncertainty = new(
            "5 % with the supplier's factor (an assumption), else that of the fossil or grid factor",
            "供方因子5%（假设），否则按化石或电网因子"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "direct-electricity"
    );

    private static readonly SeriesNeed s_fossil = SeriesNeed.Of("national-fossil", "kgCO2/kWh");
    private static readonly Input s_factor = new(Given.SupplierFactor, Words.SupplierFactor, "kgCO2/kWh")
    {
        Default = Phrase.Of("name.fossil-factor"),
    };
    private static readonly Phrase s_given = Phrase.Of("choice.direct.given");
    private static readonly Phrase s_both = Phrase.Of("choice.direct.both");
    private static readonly Phrase s_default = Phrase.Of("choice.direct.default");
    private static readonly Phrase s_noGrid = Phrase.Of("choice.direct.no-grid");

    private static T Co2<T>(T electricity, T factor)
        where T : struct, ITerm<T> => electricity * factor;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var whole = Part.Whole(readings);
        var fossil = readings.Activity.Subject == "fossil";
        BoughtPower.Write<T>(source, readings, Method);
        Power.WriteElectricity<T>(source, whole, LineKind.ConsumedElectricity, Method);
        if (!fossil)
            Power.WriteEnergy<T>(source, whole, EnergyKinds.Consumed, Method);

        for (var i = 0; i < readings.Readings.Length; i++)
        {
            if (!Suppliers.IsFirst(readings, i, out var supplier))
                continue;
            var part = Part.Of(
                readings,
                static (in Reading reading, string? supplier) => reading.Facts?.GroupSupplier == supplier,
                supplier
            );
            if (fossil)
            {
                Power.WriteEnergy<T>(source, part, EnergyKinds.Consumed, Method, supplier, part.SupplierStatus);
                WriteFossil<T>(source, readings, part, supplier);
            }
            else
            {
                var unproven = Part.Of(
                    readings,
                    static (in Reading reading, string? supplier) =>
                        reading.Facts?.GroupSupplier == supplier && !Given.IsProven(reading),
                    supplier
                );
                Power.WriteLocation<T>(
                    source,
                    part,
                    unproven,
                    ScopeTwoKinds.Purchased,
                    Method,
                    part.SupplierStatus,
                    supplier
                );
            }
        }
        if (!fossil)
        {
            WriteMarket<T>(source, readings);
            Claims.WriteGaps(source, readings);
        }
    }

    /// <summary>
    /// A supplier stands on the market line of what its own account counts: not of power that is residual here because
    /// its certificate was sold or its claim is not held, which is nobody's of the group.
    /// </summary>
    private static void WriteMarket<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        for (var i = 0; i < readings.Readings.Length; i++)
        {
            var supplier = readings.Readings[i].MarketSupplier;
            if (!Suppliers.IsFirstByMarket(readings, i))
                continue;
            var part = Part.Of(
                readings,
                static (in Reading reading, string? supplier) => reading.MarketSupplier == supplier,
                supplier
            );
            var residual = Part.Of(
                readings,
                static (in Reading reading, string? supplier) =>
                    reading.MarketSupplier == supplier && Given.IsResidual(reading),
                supplier
            );
            Power.WriteMarket<T>(
                source,
                part,
                residual,
                ScopeTwoKinds.Purchased,
                Method,
                part.PendingStatus | part.SoldStatus | part.SupplierStatus,
                supplier
            );
        }
    }

    /// <summary>One amount in all three bases.</summary>
    private static void WriteFossil<T>(in MethodCase source, ActivityReadings readings, in Part part, string? supplier)
        where T : struct, ITerm<T>
    {
        var kinds = ScopeTwoKinds.Purchased;
        WriteFossil<T>(source, readings, part, kinds.National, supplier);
        WriteFossil<T>(source, readings, part, kinds.Provincial, supplier);
        WriteFossil<T>(source, readings, part, kinds.Market, supplier);
    }

    private static void WriteFossil<T>(
        in MethodCase source,
        ActivityReadings readings,
        in Part part,
        LineKind kind,
        string? supplier
    )
        where T : struct, ITerm<T>
    {
        var served = source.Place.IsAbroad ? default : source.Factors[s_fossil];
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.GroupSupplier != supplier)
                continue;
            var amount = figure.Reading(reading);
            Suppliers.Say(ref figure, reading);
            if (!figure.TryTake(s_factor, served.Factor, out var factor))
            {
                source.Lines.NoFactor(
                    readings,
                    kind,
                    $"There is no fossil factor for {source.Place.Name} in {source.Month.Year}: give supplierFactor."
                );
                return;
            }
            figure.Add(Co2(amount, factor));
        }
        var status = part.SupplierStatus;
        if (T.IsWritten)
            figure.Conclude(kind, Suppliers.Why(Why(figure.IsGiven, figure.IsTaken), status));
        source.Lines.Add(
            part,
            kind,
            figure.Amount,
            figure.IsTaken
                ? Grounds.Of(Method, served.Value, figure.Set, served.Status | status)
                : new Grounds(Method, figure.Set, source.Factors.Uncertainties.GivenSupplier, status),
            supplier
        );
    }

    private static Wording Why(bool isGiven, bool isTaken) =>
        (
            isTaken
                ? isGiven
                    ? s_both
                    : s_default
                : s_given
        ).Text + s_noGrid;
}
