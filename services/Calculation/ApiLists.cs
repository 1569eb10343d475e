using CarbonPlatform.Calculation.Disputes;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Proposals;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation;

/// <summary>Which members are words of a closed list; the API's document says so.</summary>
internal static class ApiLists
{
    public static void AddApiLists(this IServiceCollection services)
    {
        services.AddSingleton(
            new ClosedList("ProposalState", ListProposals.States)
                .In<ProposalView>(proposal => proposal.State)
                .In<ListProposals.Item>(proposal => proposal.State)
        );
        services.AddSingleton(
            new ClosedList("FactorStatus", Vouching.Statuses)
                .In<GetFactors.Version>(version => version.Status)
                .In<FactorUse>(factor => factor.Status)
                .In<FactorFacts>(factor => factor.Status)
        );
        services.AddSingleton(
            ClosedList
                .MeasureUnits()
                .In<LineView>(line => line.Unit)
                .In<CompareProfiles.Row>(row => row.Unit)
                .In<PreviewSum>(sum => sum.Unit)
        );
        services.AddSingleton(provider =>
            new ClosedList(
                "WarmingPotentialSet",
                [.. provider.GetRequiredService<WarmingPotentials>().Sets]
            ).In<CompareRivals.Response>(compared => compared.Gwp)
        );
        services.AddSingleton(provider =>
            new ClosedList("Boundary", provider.GetRequiredService<Boundaries>().All)
                .In<LineView>(line => line.Boundaries)
                .In<CompareProfiles.Response>(compared => compared.Boundary)
        );
    }
}
