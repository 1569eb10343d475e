namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Looks factors up for a month, and for a plant and a source of it where they have factors of their own.
/// </summary>
internal sealed class FactorLookup(Catalogue catalogue, Month month, PlantCode? plant = null, string? source = null)
{
    public Catalogue Catalogue => catalogue;

    public Month Month => month;

    /// <summary>What a method declares; null where it may be missing and is.</summary>
    /// <exception cref="DataFileException">It is missing and may not be, or in another unit.</exception>
    public Factor? Find(FactorNeed need) =>
        need is RequiredFactor ? Require(need.Id, need.Unit, need.IsOwnable) : Ask(need.Id, need.Unit, need.IsOwnable);

    /// <summary>A factor no method can do without.</summary>
    /// <exception cref="DataFileException">It is missing, not valid in the month, or in another unit.</exception>
    public Factor Require(string id, string unit, bool ownable) =>
        Ask(id, unit, ownable)
        ?? throw new DataFileException("factors", 0, $"{id} is missing or not valid in {month}; a method needs it");

    /// <summary>A factor that may be missing: the line is then a gap.</summary>
    /// <exception cref="DataFileException">It is in another unit.</exception>
    public Factor? Ask(string id, string unit, bool ownable)
    {
        catalogue.LookUp(id, ownable);
        var factor = (plant is null ? null : catalogue.FindOwn(id, month, plant, source)) ?? catalogue.Find(id, month);
        return factor is null || factor.Unit == unit
            ? factor
            : throw new DataFileException(
                "factors",
                0,
                $"{factor.Id} is in {factor.Unit}; the method needs it in {unit}"
            );
    }

    /// <summary>The factor that serves a series.</summary>
    /// <exception cref="DataFileException">The series is missing, or its factor is in another unit.</exception>
    public Served Serve(string series, string unit, Place? place = null) => catalogue.Serve(series, unit, month, place);

    /// <summary>Whether the plant has anything of its own that the defaults of a fuel rest on.</summary>
    public bool HasOwnOf(Profile profile, Fuel fuel) =>
        plant is not null
        && catalogue
            .OwnIds(plant)
            .Any(id =>
                id.StartsWith($"fuel.{profile.FuelSet}.{fuel.DefaultRow}.", StringComparison.Ordinal)
                || id == $"energy.{fuel.EnergyRow}"
                || id == fuel.DensityId
                || id == fuel.LowerHeatId
            );
}
