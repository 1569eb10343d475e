using System.Globalization;
using CarbonPlatform.WrongClock;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(ClockFromFile))]

namespace CarbonPlatform.WrongClock;

/// <summary>
/// Gives a service, from outside, a clock that is wrong by what the file named in <c>WRONG_CLOCK</c> says, for instance
/// <c>-02:00:00</c>. The file is read at every look, so the clock is set while the service runs. How long something
/// takes is told right.
/// </summary>
public sealed class ClockFromFile : IHostingStartup
{
    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new Clock()));

    private sealed class Clock : TimeProvider
    {
        private readonly string _file =
            Environment.GetEnvironmentVariable("WRONG_CLOCK")
            ?? throw new InvalidOperationException("WRONG_CLOCK names no file.");

        public override DateTimeOffset GetUtcNow() =>
            base.GetUtcNow() + TimeSpan.Parse(File.ReadAllText(_file), CultureInfo.InvariantCulture);
    }
}
