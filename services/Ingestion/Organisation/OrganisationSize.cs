using System.Globalization;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// How large an organisation may grow, far beyond any group that there is: every service holds it in memory, and what
/// lists units, plants and sources lists all of them.
/// </summary>
internal static class OrganisationSize
{
    public const int MostUnits = 500;
    public const int MostPlants = 5_000;
    public const int MostSources = 1_000;

    /// <summary>What a record would make too many of; null when there is room for it.</summary>
    public static RefusalItem? Check(OrganisationState before, WantedRecord wanted) =>
        wanted switch
        {
            { Unit: { } unit } when before.Units.Count >= MostUnits && !before.Units.ContainsKey(unit.Code) => TooMany(
                "orgUnit",
                MostUnits,
                "units"
            ),
            { Plant: { } plant }
                when before.Plants.Count >= MostPlants && !before.Plants.ContainsKey(PlantCode.Trusted(plant.Code)) =>
                TooMany("plant", MostPlants, "plants"),
            { Plant.Sources.Count: > MostSources } => TooMany("source", MostSources, "sources of a plant"),
            _ => null,
        };

    private static RefusalItem TooMany(string path, int most, string what) =>
        new(
            null,
            path,
            RecordCodes.TooMany,
            $"There are {most.ToString("N0", CultureInfo.InvariantCulture)} {what} already.",
            "No more than that; what is there can be changed."
        );
}
