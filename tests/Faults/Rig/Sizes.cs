namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// How much is done: little in the test command, all of it or a part of it under <c>deploy/local/faults</c>;
/// and from which seed.
/// </summary>
internal static class Sizes
{
    public static bool Full { get; } = Environment.GetEnvironmentVariable("CARBON_FAULTS_FULL") == "1";

    public static ulong Seed { get; } =
        Environment.GetEnvironmentVariable("CARBON_FAULTS_SEED") is { Length: > 0 } seed ? ulong.Parse(seed) : 1;

    /// <summary>Where full size takes too long: one so-manieth of it.</summary>
    private static int Part { get; } =
        Environment.GetEnvironmentVariable("CARBON_FAULTS_PART") is { Length: > 0 } part ? int.Parse(part) : 1;

    public static int Of(int small, int full) => Full ? Math.Max(small, full / Part) : small;
}
