namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Own generation used in the plant. Hydro, wind and solar power counts as electricity and energy used and as avoided; of
/// thermal power only the kWh stand here, for its emissions and energy are those of its fuel.
/// </summary>
internal static class SelfGeneration
{
    public const string Method = "self-generation/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var whole = Part.Whole(readings);
        if (AvoidedKinds.Of(readings.Activity.Subject) is not { } avoided)
        {
            Power.WriteElectricity(source, whole, LineKind.ConsumedElectricity, Method);
            return;
        }
        Avoided.Write(source, whole, avoided, Avoided.WeightingOf(source, readings.Activity.Subject), Method);
        Power.WriteElectricity(source, whole, LineKind.ConsumedElectricity, Method);
        Power.WriteEnergy(source, whole, EnergyKinds.Consumed, Method);
    }
}
