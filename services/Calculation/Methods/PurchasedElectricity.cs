using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity bought through the grid. Location-based it is grid power whatever its contract says; market-based proven
/// non-fossil power is zero and the rest takes the residual factor, as does power whose certificate was sold. Proven
/// hydro, wind and solar power from outside the group is claimed here as avoided, apart from own generation; from
/// inside the group its generating plant claims it. While a supplier of the group is named and not confirmed nobody
/// claims here. What is claimed of a supplier of the group and not held is residual, and a gap.
/// </summary>
internal static class PurchasedElectricity
{
    public const string Method = "purchased-electricity/2";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 of electricity bought through the grid, in three bases; its energy; what proven power avoids",
            "外购电网电力二氧化碳（三种口径）、能耗及已证明绿电的减排量"
        ),
        Needs = ["electricity.grid | electricity.hydro | electricity.wind | electricity.solar | electricity.nuclear"],
        Takes = ["proof", "supplierPlant", "certificateSold"],
        Gives =
        [
            .. Avoided.GivesBought,
            "energy.consumed ELECTRICITY",
            "energy.consumed ENERGY",
            "scope2.electricity CO2",
        ],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, purchased electricity; grid factors of the "
                + "ministry's yearly announcements; market basis: GHG Protocol Scope 2 Guidance",
            "国家发展改革委核算指南净购入电力；生态环境部年度电力排放因子公告；市场口径：GHG Protocol 范围二指南"
        ),
        Uncertainty = new(
            "That of the grid factor (5 to 10 %, an assumption); none where power is proven non-fossil",
            "电网因子5%—10%（假设）；已证明非化石电力不计"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "purchased-electricity"
    );

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var whole = Part.Whole(readings);
        var power = readings.Activity.Subject;
        var isContract = power != "grid";
        var residual = isContract
            ? Part.Of(readings, static (in Reading reading, string? _) => Given.IsResidual(reading))
            : whole;
        BoughtPower.Write<T>(source, readings, Method);
        Power.WriteElectricity<T>(source, whole, LineKind.ConsumedElectricity, Method);
        Power.WriteEnergy<T>(source, whole, EnergyKinds.Consumed, Method);
        Power.WriteGrid<T>(
            source,
            whole,
            whole,
            residual,
            ScopeTwoKinds.Purchased,
            Method,
            (isContract ? whole.PendingStatus : LineStatuses.None) | whole.SoldStatus | whole.SupplierStatus
        );
        Claims.WriteGaps(source, readings);
    }
}
