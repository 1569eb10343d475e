using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity by a line of its own, without the grid: proven hydro, wind and solar power is zero in all bases, unproven counts
/// as grid power; fossil power takes its supplier's factor, else the fossil factor of the year. A supplier of the group already
/// counts its fuel, so it stands as counterparty on CO2 and, for fossil power, on ENERGY. Avoided is claimed by the generator.
/// </summary>
internal static class DirectElectricity
{
    public const string Method = "direct-electricity/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 of electricity by a line of its own", "直供电力二氧化碳"),
        Needs = ["electricity.direct.*"],
        Takes = ["proof", "supplierPlant", "supplierFactor"],
        Gives = ["energy.consumed ELECTRICITY", "energy.consumed ENERGY", "scope2.electricity CO2"],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, purchased electricity; fossil factor of the ministry's yearly announcements",
            "国家发展改革委核算指南净购入电力；生态环境部年度公告化石能源电力排放因子"
        ),
        Uncertainty = new(
            "5 % with the supplier's factor (an assumption), else that of the fossil or grid factor",
            "供方因子5%（假设），否则按化石或电网因子"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "direct-electricity");

    private static readonly SeriesNeed s_fossil = SeriesNeed.Of("national-fossil", "kgCO2/kWh");

    private static readonly Wording s_fossilFormula = new(
        "CO2 (kg) = Σ electricity × factor",
        "CO2 (kg) = Σ 电量 × 排放因子"
    );
    private static readonly Wording s_fossilFactor = new("fossil factor of the year", "当年化石能源电力排放因子");

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var whole = Part.Whole(readings);
        var fossil = readings.Activity.Subject == "fossil";
        Power.WriteElectricity(source, whole, LineKind.ConsumedElectricity, Method);
        if (!fossil)
            Power.WriteEnergy(source, whole, EnergyKinds.Consumed, Method);

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
                Power.WriteEnergy(source, part, EnergyKinds.Consumed, Method, supplier);
                WriteFossil(source, readings, part, supplier);
            }
            else
            {
                var unproven = Part.Of(
                    readings,
                    static (in Reading reading, string? supplier) =>
                        reading.Facts?.GroupSupplier == supplier && !Given.IsProven(reading),
                    supplier
                );
                Power.WriteGrid(
                    source,
                    part,
                    unproven,
                    unproven,
                    ScopeTwoKinds.Purchased,
                    Method,
                    unproven.IsEmpty ? LineStatuses.None : LineStatuses.ProofPending,
                    supplier
                );
            }
        }
    }

    /// <summary>One amount in all three bases.</summary>
    private static void WriteFossil(in MethodCase source, ActivityReadings readings, in Part part, string? supplier)
    {
        var kinds = ScopeTwoKinds.Purchased;
        WriteFossil(source, readings, part, kinds.National, supplier);
        WriteFossil(source, readings, part, kinds.Provincial, supplier);
        WriteFossil(source, readings, part, kinds.Market, supplier);
    }

    private static void WriteFossil(
        in MethodCase source,
        ActivityReadings readings,
        in Part part,
        LineKind kind,
        string? supplier
    )
    {
        var working = source.Lines.Working;
        working?.Begin(s_fossilFormula, default);
        var served = source.Place.IsAbroad ? default : source.Factors[s_fossil];
        var sum = Exact.Zero;
        bool given = false,
            taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.GroupSupplier != supplier)
                continue;
            var own = reading.Facts?[Given.SupplierFactor];
            if ((own ?? served.Factor?.Value) is not { } factor)
            {
                source.Lines.NoFactor(
                    readings,
                    kind,
                    $"There is no fossil factor for {source.Place.Name} in {source.Month.Year}: give supplierFactor."
                );
                return;
            }
            if (own is null)
                taken = true;
            else
                given = true;
            sum += reading.Amount * factor;
            if (working is not null)
            {
                var amount = working.Reading(reading, readings.Activity);
                if (supplier is not null)
                    working.Given(Words.Supplier, supplier);
                working.Choose(own is null ? s_fossilFactor : Words.SupplierFactor, own, "kgCO2/kWh", served.Factor);
                working.Term($"{amount} × {factor}");
            }
        }
        working?.Restate(
            s_fossilFormula,
            taken
                ? given
                    ? new(
                        "Readings with a supplier's factor count by it; the others by the fossil factor of the year. One amount in all three bases: no grid is between.",
                        "有供方因子的批次按其计算，其余按当年化石能源电力排放因子；不经电网，三种口径同值。"
                    )
                    : new(
                        "No supplierFactor was given, so the fossil factor of the year counts. One amount in all three bases: no grid is between.",
                        "未给出供方因子，按当年化石能源电力排放因子；不经电网，三种口径同值。"
                    )
                : new(
                    "The supplier's factor goes before the fossil factor of the year. One amount in all three bases: no grid is between.",
                    "供方因子优先；不经电网，三种口径同值。"
                )
        );
        source.Lines.Add(
            part,
            kind,
            sum,
            taken
                ? Grounds.Of(Method, served.Value, FactorSet.Of(given, served.Value), served.Status)
                : new Grounds(Method, FactorSet.Given, source.Factors.Uncertainties.GivenSupplier),
            supplier
        );
    }
}

/// <summary>Readings of one activity by their supplier of the group; those of others are together.</summary>
internal static class Suppliers
{
    /// <summary>Whether no earlier reading has the same supplier, so that each supplier is taken once.</summary>
    public static bool IsFirst(ActivityReadings readings, int index, out string? supplier)
    {
        supplier = readings.Readings[index].Facts?.GroupSupplier;
        for (var i = 0; i < index; i++)
        {
            if (readings.Readings[i].Facts?.GroupSupplier == supplier)
                return false;
        }
        return true;
    }
}
