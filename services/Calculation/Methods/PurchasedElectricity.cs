using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity bought through the grid. Location-based it is grid power whatever its contract says; market-based proven
/// non-fossil power is zero and the rest takes the residual factor. Proven hydro, wind and solar power from outside the group
/// is claimed here as avoided; from inside the group its generating plant claims it.
/// </summary>
internal static class PurchasedElectricity
{
    public const string Method = "purchased-electricity/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var whole = Part.Whole(readings);
        var power = readings.Activity.Subject;
        var residual = power == "grid" ? whole : Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is not { IsProven: true });

        if (AvoidedKinds.Of(power) is { } avoided)
        {
            var claimed = Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is { IsProven: true, GroupSupplier: null });
            if (!claimed.IsEmpty) Avoided.Write(source, claimed, avoided, Avoided.WeightingWithoutStation(power), Method);
        }
        Power.WriteElectricity(source, whole, LineKind.ConsumedElectricity, Method);
        Power.WriteEnergy(source, whole, EnergyKinds.Consumed, Method);
        var pending = power != "grid" && !residual.IsEmpty ? LineStatuses.ProofPending : LineStatuses.None;
        Power.WriteGrid(source, whole, whole, residual, ScopeTwoKinds.Purchased, Method, pending);
    }
}
