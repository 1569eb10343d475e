#pragma warning disable MA0047 // .NET looks for it outside of any namespace.
/// <summary>
/// What .NET runs before a program that was started with <c>DOTNET_STARTUP_HOOKS</c>. That it is loaded is all that is
/// wanted: ASP.NET Core finds <see cref="CarbonPlatform.WrongClock.ClockFromFile"/> in it by
/// <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c>.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() { }
}
