using System.Globalization;
using CarbonPlatform.TestKit;
using Xunit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// A service's clock that is wrong by what stands in a file, which is read at every look: it is set while the service
/// runs. At full size libfaketime stands between service and kernel; every look then costs many times as much. The
/// small form gives the service another clock of .NET.
/// </summary>
internal static class WrongClock
{
    /// <summary>Where Debian has it, whatever the machine.</summary>
    private static readonly string? s_library = Directory
        .GetDirectories("/usr/lib", "*-linux-gnu")
        .Select(place => Path.Combine(place, "faketime", "libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists);

    public static void SkipUnlessPossible() =>
        Assert.SkipUnless(
            !Sizes.Full || s_library is not null,
            "libfaketime is not installed (apt-get install faketime)."
        );

    /// <summary>Sets it before or behind the right time.</summary>
    public static Task SetAsync(FaultPlatform platform, TimeSpan offset) =>
        File.WriteAllTextAsync(
            TimeFile(platform),
            Sizes.Full
                ? offset.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture)
                : offset.ToString("c", CultureInfo.InvariantCulture)
        );

    /// <summary>What a service is to be configured with.</summary>
    public static IEnumerable<(string Service, string Setting, string? Value)> For(
        FaultPlatform platform,
        string service
    ) =>
        Sizes.Full
            ?
            [
                (service, "LD_PRELOAD", s_library),
                (service, "FAKETIME_TIMESTAMP_FILE", TimeFile(platform)),
                (service, "FAKETIME_NO_CACHE", "1"),
                (service, "FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ]
            :
            [
                (service, "DOTNET_STARTUP_HOOKS", Checkout.Assembly("WrongClock")),
                (service, "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "CarbonPlatform.WrongClock"),
                (service, "WRONG_CLOCK", TimeFile(platform)),
            ];

    private static string TimeFile(FaultPlatform platform) => Path.Combine(platform.Home, "clock");
}
