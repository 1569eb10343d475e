using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;

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
        builder.Services.AddSingleton<AnswersInMemory>();
        builder.Services.AddSingleton<Headlines>();
    }

    public static void MapGetHeadline(this RouteGroupBuilder api) =>
        api.MapGet("/headline/{year:int}", HandleAsync)
            .RequireAuthorization(Policies.Headline)
            .Produces<HeadlineOfYear>()
            .AnswersUnlessKnown()
            .Refuses(
                PositionRefusals.Malformed("yesterday"),
                PositionRefusals.Unknown(18_230, 18_229, 18_233),
                AmountRefusals.TooLargeToWrite,
                Refusals.Overloaded
            )
            .WithName(nameof(GetHeadline))
            .WithSummary("Gives the headline figures of a year.")
            .WithDescription(
                "Avoided CO2, SO2, NOx, PM and standard coal by hydro, wind and solar power, own generation and bought "
                    + "power apart, and CO2 in every basis with what must be said beside it; "
                    + "greenhouse gases by scope; "
                    + "SO2 and NOx emitted; the year before and the change; coverage of both years. "
                    + "asOf takes the sequence that an earlier answer named, or an instant: "
                    + "the same question as of the "
                    + "same position has the same answer for ever. Figures of years that are not whole carry marks, "
                    + "and years that are not covered alike are not compared without one. What is displayed of hydro, "
                    + "wind and solar power adds up to the total displayed. With If-None-Match it is 304 while nothing "
                    + "changed."
            );

    private static async Task<IResult> HandleAsync(
        int year,
        string? asOf,
        Caller caller,
        Headlines headlines,
        CancellationToken cancellationToken
    )
    {
        if (year is < FirstYear or > LastYear)
            return Refusals
                .InvalidParameter($"'year' cannot be '{year}'; it is from {FirstYear} to {LastYear}.")
                .ToResult();
        return (await headlines.AnswerAsync(caller, year, asOf, cancellationToken)).IsRefused(
            out var refusal,
            out var answer
        )
            ? refusal.ToResult()
            : new TaggedAnswer(answer);
    }
}
