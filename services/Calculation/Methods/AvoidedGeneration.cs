namespace CarbonPlatform.Calculation.Methods;

/// <summary>Hydro, wind and solar power delivered: the generating plant claims what it avoids, whether the customer is of the group or not.</summary>
internal static class AvoidedGeneration
{
    public const string Method = "avoided-generation/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var whole = Part.Whole(readings);
        var power = readings.Activity.Subject;
        Avoided.Write(source, whole, AvoidedKinds.Of(power)!, Avoided.WeightingOf(source, power), Method);
        Power.WriteElectricity(source, whole, LineKind.GeneratedElectricity, Method);
    }
}
