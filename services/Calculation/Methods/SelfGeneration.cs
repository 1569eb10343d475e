using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Own generation used in the plant. Hydro, wind and solar power counts as electricity and energy used and as avoided;
/// where its certificate or credit was sold it avoids nothing and is residual power in the market basis of scope 2. Of
/// thermal power only the kWh stand here, for its emissions and energy are those of its fuel.
/// </summary>
internal static class SelfGeneration
{
    public const string Method = "self-generation/2";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("Own generation used in the plant", "自发自用电力"),
        Needs = ["electricity.self.*"],
        Takes =
        [
            "creditingStart of the source",
            "powerDensity of the source",
            "technology of the source",
            "certificateSold",
        ],
        Gives =
        [
            .. Avoided.GivesOwn,
            "energy.consumed ELECTRICITY",
            "energy.consumed ENERGY",
            "scope2.electricity CO2",
        ],
        Standard = new(
            "Energy: GB/T 2589-2020; avoided emissions as avoided-generation/2",
            "能耗：GB/T 2589-2020；减排量同 avoided-generation/2"
        ),
        Uncertainty = new(
            "None for energy (fixed value); avoided: that of the displacement, margin or grid factor",
            "能耗无（固定值）；减排量按替代、边际或电网因子"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "self-generation"
    );

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var whole = Part.Whole(readings);
        if (AvoidedKinds.Own(readings.Activity.Subject) is not { } avoided)
        {
            Power.WriteElectricity<T>(source, whole, LineKind.ConsumedElectricity, Method);
            return;
        }
        var counting = Part.Of(readings, static (in Reading reading, string? _) => !Given.IsSold(reading));
        var sold = Part.Of(readings, static (in Reading reading, string? _) => Given.IsSold(reading));
        Avoided.Write<T>(source, whole, counting, avoided, Method);
        Power.WriteElectricity<T>(source, whole, LineKind.ConsumedElectricity, Method);
        Power.WriteEnergy<T>(source, whole, EnergyKinds.Consumed, Method);
        if (!sold.IsEmpty)
            Power.WriteMarket<T>(source, sold, sold, ScopeTwoKinds.Purchased, Method, LineStatuses.CertificateSold);
    }
}
