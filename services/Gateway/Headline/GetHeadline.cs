using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Gateway.Edge;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>
/// The headline of a year, all of it read at one position of the ledger, so that the figures belong together.
/// </summary>
internal static class GetHeadline
{
    // The months that the platform knows begin in 1990, and the headline looks one year back.
    private const int FirstYear = 1991;
    private const int LastYear = 2100;

    public static void AddHeadline(this WebApplicationBuilder builder)
    {
        builder.AddServiceClient(LedgerTotals.Client);
        builder.Services.AddSingleton<LedgerTotals>();
    }

    public static void MapGetHeadline(this RouteGroupBuilder api) =>
        api.MapGet("/headline/{year:int}", HandleAsync)
            .RequireAuthorization(Policies.Headline)
            // It asks for four totals.
            .WithMetadata(new Permits(4))
            .WithSummary("The headline figures of a year")
            .WithDescription(
                "Avoided CO2, SO2, NOx, PM and standard coal by hydro, wind and solar power; "
                    + "greenhouse gases by scope; "
                    + "SO2 and NOx emitted; the year before and the change; coverage of both years. "
                    + "asOf takes the sequence that an earlier answer named, or an instant: "
                    + "the same question as of the "
                    + "same position has the same answer for ever."
            );

    private static async Task<Results<Ok<HeadlineOfYear>, RefusalResult>> HandleAsync(
        int year,
        string? asOf,
        Caller caller,
        LedgerTotals ledger,
        CancellationToken cancellationToken
    )
    {
        if (year is < FirstYear or > LastYear)
            return Refusals
                .InvalidParameter($"'year' cannot be '{year}'; it is from {FirstYear} to {LastYear}.")
                .ToResult();

        var now = await ledger.YearAsync(caller, year, basis: null, asOf, cancellationToken);
        if (now.IsRefused(out var refusal, out var first))
            return refusal.ToResult();
        // The ledger goes on while we read: the other three are asked as of the position that the first answer names.
        var position = first.AsOf is { Sequence: > 0 } at ? at.Sequence.ToString(CultureInfo.InvariantCulture) : asOf;
        var later = await Task.WhenAll(
            ledger.YearAsync(caller, year, Bases.Market, position, cancellationToken),
            ledger.YearAsync(caller, year - 1, basis: null, position, cancellationToken),
            ledger.YearAsync(caller, year - 1, Bases.Market, position, cancellationToken)
        );
        var others = new List<TotalsAnswer>();
        foreach (var answer in later)
        {
            if (answer.IsRefused(out refusal, out var totals))
                return refusal.ToResult();
            others.Add(totals);
        }
        if (others.Exists(other => other.AsOf.Sequence != first.AsOf.Sequence))
            throw new InvalidOperationException("The Ledger answered as of another position than it was asked for.");
        return TypedResults.Ok(
            HeadlineOfYear.Of(new YearTotals(year, first, others[0]), new YearTotals(year - 1, others[1], others[2]))
        );
    }
}
