using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger;

/// <summary>Which members are words of a closed list; the API's document says so.</summary>
internal static class ApiLists
{
    public static void AddApiLists(this IServiceCollection services)
    {
        services.AddSingleton(
            new ClosedList("OutputUnit", OutputUnits.Symbols)
                .In<TotalsKeyedRow>(row => row.Unit)
                .In<TotalsScope>(scope => scope.Unit)
        );
        services.AddSingleton(ClosedList.MeasureUnits().In<GetEntries.RecordedPosting>(posting => posting.Unit));
        services.AddSingleton(
            new ClosedList("EntryReason", Reasons.All).In<GetEntries.RecordedEntry>(entry => entry.Reason)
        );
        services.AddSingleton(new ClosedList("GapKind", GapKinds.All).In<GetEntries.GapChanged>(gap => gap.Kind));
        services.AddSingleton(
            new ClosedList("PotentialStatus", Vouching.Statuses)
                .In<WarmingPotential>(potential => potential.Status)
                .In<TotalsCo2e>(co2e => co2e.GwpStatus)
        );
        services.AddSingleton(
            new ClosedList("SoldCertificates", SoldCertificates.All)
                .In<AvoidedCaveat>(caveat => caveat.CertificatesSold)
                .In<TotalsKeyedRow>(row => row.CertificatesSold)
        );
        services.AddSingleton(provider =>
            new ClosedList("Boundary", provider.GetRequiredService<Boundaries>().All).In<TotalsAnswer>(answer =>
                answer.Boundary
            )
        );
        services.AddSingleton(provider =>
            new ClosedList("WarmingPotentialSet", [.. provider.GetRequiredService<WarmingPotentials>().Sets])
                .In<WarmingPotential>(potential => potential.Set)
                .In<GetWarmingPotentials.Response>(potentials => potentials.DefaultSet)
                .In<TotalsCo2e>(co2e => co2e.Gwp)
        );
    }
}
