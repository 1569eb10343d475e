using CarbonPlatform.Quantities;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// The time, and which month it is where the group keeps its books (<c>Group__TimeZone</c>, Asia/Shanghai unless set).
/// </summary>
public sealed class GroupClock(TimeProvider time, TimeZoneInfo zone)
{
    /// <summary>Now, as PostgreSQL keeps it.</summary>
    public DateTimeOffset Now => time.GetStorableNow();

    /// <summary>The month that it is now.</summary>
    public Month CurrentMonth => MonthOf(Now);

    /// <summary>The month of an instant; the first or the last there is where a clock went astray.</summary>
    public Month MonthOf(DateTimeOffset instant)
    {
        var year = TimeZoneInfo.ConvertTime(instant, zone).Year;
        return year < Month.Min.Year ? Month.Min
            : year > Month.Max.Year ? Month.Max
            : Month.At(instant, zone);
    }

    /// <summary>The clock by the settings.</summary>
    public static GroupClock From(IConfiguration configuration, TimeProvider time) =>
        new(time, TimeZoneInfo.FindSystemTimeZoneById(configuration["Group:TimeZone"] ?? "Asia/Shanghai"));
}
