using Xunit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// libfaketime between services and the kernel's clock. How wrong the clock is stands in a file,
/// which is read at every look: it is set while they run.
/// </summary>
internal static class WrongClock
{
    /// <summary>Where Debian has it, whatever the machine.</summary>
    private static readonly string? s_library = Directory
        .GetDirectories("/usr/lib", "*-linux-gnu")
        .Select(place => Path.Combine(place, "faketime", "libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists);

    public static void SkipUnlessPossible() =>
        Assert.SkipUnless(s_library is not null, "libfaketime is not installed (apt-get install faketime).");

    /// <summary>Sets it, for instance "+2h".</summary>
    public static Task SetAsync(FaultPlatform platform, string offset) =>
        File.WriteAllTextAsync(TimeFile(platform), offset);

    /// <summary>What a service is to be configured with.</summary>
    public static IEnumerable<(string Service, string Setting, string? Value)> For(
        FaultPlatform platform,
        string service
    ) =>
        [
            (service, "LD_PRELOAD", s_library),
            (service, "FAKETIME_TIMESTAMP_FILE", TimeFile(platform)),
            (service, "FAKETIME_NO_CACHE", "1"),
            (service, "FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];

    private static string TimeFile(FaultPlatform platform) => Path.Combine(platform.Home, "clock");
}
