using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// Suppliers and customers that a sheet names and that are no plants of the group in its month. They count as outside
/// it, so a code that was mistyped counts in the group what another plant counts already.
/// </summary>
internal static class UnknownPlants
{
    private static readonly (string Attribute, string Code, string What)[] s_roles =
    [
        ("supplierPlant", SheetCodes.SupplierUnknown, "supplier"),
        ("customerPlant", SheetCodes.CustomerUnknown, "customer"),
    ];

    /// <summary>A finding for each code; the sheet is accepted all the same.</summary>
    /// <param name="sheet">The sheet as it stands now.</param>
    /// <param name="given">Those of its readings that the request gave.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="caller">Is told which plant was meant where it may know of that one.</param>
    public static IEnumerable<Finding> Find(
        ReadingsAcceptedEvent sheet,
        IReadOnlyList<GivenReading> given,
        OrganisationState organisation,
        Caller caller
    )
    {
        foreach (var (attribute, code, what) in s_roles)
        {
            var unknown = sheet
                .Readings.Where(reading => reading.Attributes?.ContainsKey(attribute) == true)
                .DistinctBy(reading => reading.Attributes![attribute], StringComparer.Ordinal)
                .Where(reading =>
                    !organisation.IsInGroup(PlantCode.Trusted(reading.Attributes![attribute]), sheet.Month)
                );
            foreach (var reading in unknown)
            {
                var plant = reading.Attributes![attribute];
                yield return CounterpartyFindings.PlantUnknown(
                    PlaceOf(attribute, plant, given),
                    code,
                    what,
                    attribute,
                    plant,
                    sheet.Month,
                    Meant(plant, sheet, organisation, caller)
                ) with
                {
                    Reading = ReadingKey.Of(reading),
                };
            }
        }
    }

    /// <summary>A plant that is there, and not of the group in that month, was not mistyped.</summary>
    private static string? Meant(
        string plant,
        ReadingsAcceptedEvent sheet,
        OrganisationState organisation,
        Caller caller
    ) =>
        organisation.Plants.ContainsKey(PlantCode.Trusted(plant))
            ? null
            : Nearest.To(
                plant,
                organisation
                    .Plants.Keys.Where(known =>
                        known != sheet.Plant && caller.MaySee(known) && organisation.IsInGroup(known, sheet.Month)
                    )
                    .Select(known => known.Value)
            );

    private static Place PlaceOf(string attribute, string plant, IReadOnlyList<GivenReading> given) =>
        given
            .FirstOrDefault(reading => reading.Reading.Attributes?.GetValueOrDefault(attribute) == plant)
            ?.Place.Of($"attributes.{attribute}")
        ?? Place.Sheet;
}
