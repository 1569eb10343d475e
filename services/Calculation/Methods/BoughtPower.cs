namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Proven hydro, wind and solar power that comes from outside the group, through the grid or by a line of its own: who
/// bought it claims what it avoids. In the group the generating plant does, also where it names this plant and this
/// plant does not name it; while a supplier of the group is named and not confirmed nobody claims here.
/// </summary>
internal static class BoughtPower
{
    public static void Write<T>(in MethodCase source, ActivityReadings readings, string method)
        where T : struct, ITerm<T>
    {
        if (AvoidedKinds.Bought(readings.Activity.Subject) is not { } kinds)
            return;
        var part = Part.Of(readings, static (in Reading reading, string? _) => IsClaimed(reading));
        if (part.IsEmpty)
            return;
        var counting = Part.Of(
            readings,
            static (in Reading reading, string? _) => IsClaimed(reading) && !Given.IsSold(reading)
        );
        Avoided.Write<T>(source, part, counting, kinds, method);
    }

    private static bool IsClaimed(in Reading reading) =>
        Given.IsProven(reading)
        && reading.Facts is { GroupSupplier: null, UnconfirmedSupplier: null }
        && reading.Claim is null;
}
