using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger.Totals;

internal static class TotalsRegistration
{
    /// <summary>What totals are made with, and what is remembered of them.</summary>
    public static void AddTotals(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AnswersInMemory>();
        builder.Services.AddSingleton(Boundaries.Read());
        builder.Services.AddSingleton(TotalsLimits.From(builder.Configuration));
        builder.Services.AddSingleton(services =>
            GroupClock.From(builder.Configuration, services.GetRequiredService<TimeProvider>())
        );
        builder.Services.AddSingleton(WarmingPotentials.Read());
    }
}
