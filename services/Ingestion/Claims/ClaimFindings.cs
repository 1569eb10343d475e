using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Readings;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>
/// What a plant is told whose proven power is claimed by the plant that generated it: that one names it as customer,
/// and no reading says so. It hears what that one says it delivered to it, and nothing of others.
/// </summary>
internal static class ClaimFindings
{
    /// <summary>What is worth a look; the sheet is accepted all the same.</summary>
    /// <param name="sheet">The sheet as it stands now.</param>
    /// <param name="given">Those of its readings that the request gave.</param>
    /// <param name="others">The sheets of the month around it, see <see cref="NamingSheet.Around"/>.</param>
    /// <param name="organisation">The organisation.</param>
    public static IEnumerable<Finding> Find(
        ReadingsAcceptedEvent sheet,
        IReadOnlyList<GivenReading> given,
        IReadOnlyList<NamingSheet> others,
        OrganisationState organisation
    )
    {
        if (SheetClaim.Of(sheet.Readings) is not { Count: > 0 } claims)
            yield break;
        var own = new ClaimingSheet(sheet.Plant, sheet.Month, AsNamed: false, claims);
        List<ClaimingSheet> around =
        [
            .. others
                .Where(other => other.Claims is not null)
                .Select(other => new ClaimingSheet(other.Plant, other.Month, other.AsNamed, other.Claims!)),
        ];
        foreach (var power in SheetClaim.Powers)
        {
            foreach (var (supplier, quantity) in ClaimShares.Unnamed(own, power, around, organisation))
            {
                var claiming = sheet.Readings.Where(reading => SheetClaim.PowerOf(reading.Activity) == (power, true));
                yield return CounterpartyFindings.NamedAsCustomer(
                    SheetRemarks.PlaceOf(claiming, given),
                    supplier,
                    quantity,
                    power,
                    sheet.Month
                );
            }
        }
    }
}
