using System.Globalization;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Which month it is where the group keeps its books.</summary>
[Tier(Tier.Pure)]
public sealed class GroupClockTests
{
    [Theory]
    [InlineData(null, "2025-01-31T15:59:59Z", "2025-01")]
    [InlineData(null, "2025-01-31T16:00:00Z", "2025-02")]
    [InlineData("Africa/Conakry", "2025-01-31T16:00:00Z", "2025-01")]
    [InlineData(null, "1970-01-01T00:00:00Z", "1990-01")]
    [InlineData(null, "2190-06-01T00:00:00Z", "2100-12")]
    public void The_month_is_that_of_the_groups_time_zone(string? zone, string now, string month)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new KeyValuePair<string, string?>("Group:TimeZone", zone)])
            .Build();
        GroupClock
            .From(settings, new FakeClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)))
            .CurrentMonth.ShouldBe(Month.Parse(month));
    }
}
