using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>The run of a plant-month that stands, with its input and the catalogue by which it is rendered.</summary>
internal sealed record StandingMonth(RunRow Run, ReadingsAcceptedEvent Accepted, Catalogue Catalogue)
{
    /// <summary>What it may be refused with, as the API's document shows it.</summary>
    public static IReadOnlyList<Refusal> Refusing { get; } =
    [Refusals.NotFound("Nothing of 'SX-A1' has been calculated for 2024-03."), OtherVersion(2, 1)];

    /// <summary>Finds it for a caller.</summary>
    /// <returns>The month, or why it is not given.</returns>
    public static async Task<Answer<StandingMonth>> FindAsync(
        string plant,
        string month,
        Caller caller,
        CalculationDb db,
        CatalogueInForce catalogues,
        CancellationToken cancellationToken
    )
    {
        if (!Month.TryParse(month, out var at))
            return Refusals.NotAMonth(month);
        // Another's plant is answered as one that does not exist.
        var standing =
            !PlantCode.TryParse(plant, out var code) || !caller.MaySee(code)
                ? null
                : await (
                    from p in db.PlantMonths
                    join i in db.Inputs
                        on new
                        {
                            p.Plant,
                            p.Month,
                            p.Revision,
                        } equals new
                        {
                            i.Plant,
                            i.Month,
                            i.Revision,
                        }
                    join r in db.Runs
                        on new
                        {
                            p.Plant,
                            p.Month,
                            p.Revision,
                            Result = p.ResultEventId,
                        } equals new
                        {
                            r.Plant,
                            r.Month,
                            r.Revision,
                            Result = (long?)r.ResultEventId,
                        }
                    where p.Plant == code && p.Month == at
                    select new
                    {
                        PlantMonth = p,
                        Run = r,
                        i.Body,
                    }
                )
                    .AsNoTracking()
                    .SingleOrDefaultAsync(cancellationToken);
        if (standing is null)
            return Refusals.NotFound($"Nothing of '{plant}' has been calculated for {at}.");

        var catalogue = await catalogues.GetAsync(cancellationToken);
        // Another process may have calculated it by a newer one than this has seen.
        if (standing.PlantMonth.CatalogueVersion > catalogue.Version)
            catalogue = await catalogues.RefreshAsync(cancellationToken);
        if (
            standing.PlantMonth.CatalogueVersion != catalogue.Version
            || standing.PlantMonth.MethodsVersion != EmissionLines.MethodsVersion
        )
            return OtherVersion(standing.PlantMonth.CatalogueVersion, standing.PlantMonth.MethodsVersion);
        return new StandingMonth(standing.Run, EventJson.ReadingsAccepted(standing.Body), catalogue);
    }

    /// <summary>Why a profile cannot be asked for; null when it can.</summary>
    public Refusal? WhyNot(string profile) =>
        Catalogue.ProfileOf(profile, "", Accepted.Month) is not null
            ? null
            : Refusals.InvalidParameter(
                $"'{profile}' is no profile offered in {Accepted.Month}. Expected: {string.Join(", ", Offered())}."
            );

    private IEnumerable<string> Offered() =>
        Catalogue
            .Profiles.Where(profile => profile.ValidFrom <= Accepted.Month && Accepted.Month <= profile.ValidTo)
            .Select(profile => profile.Name);

    /// <summary>The sweep after a new catalogue has not come to this month yet.</summary>
    private static Refusal OtherVersion(int catalogueVersion, int methodsVersion) =>
        new(
            "recalculation-pending",
            "The month is about to be calculated again",
            $"It stands on catalogue {catalogueVersion} and methods {methodsVersion}, which this "
                + "service has "
                + "replaced. Ask again in a moment.",
            StatusCodes.Status503ServiceUnavailable
        )
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };
}
