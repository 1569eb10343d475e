using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion;

/// <summary>
/// The time, and which month it is where the group keeps its books (<c>Group__TimeZone</c>, Asia/Shanghai unless set).
/// </summary>
internal sealed class GroupClock(TimeProvider time, TimeZoneInfo zone)
{
    public DateTimeOffset Now => time.GetStorableNow();

    public Month CurrentMonth => Month.At(Now, zone);

    public static GroupClock From(IConfiguration configuration, TimeProvider time) =>
        new(time, TimeZoneInfo.FindSystemTimeZoneById(configuration["Group:TimeZone"] ?? "Asia/Shanghai"));
}
