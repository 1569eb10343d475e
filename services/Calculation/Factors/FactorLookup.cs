namespace CarbonPlatform.Calculation.Factors;

/// <summary>Looks factors up for a month, and for a plant and a source of it where they have factors of their own.</summary>
internal sealed class FactorLookup(Catalogue catalogue, Month month, string? plant = null, string? source = null)
{
    public Catalogue Catalogue => catalogue;

    public Month Month => month;

    /// <summary>A factor no method can do without.</summary>
    /// <exception cref="DataFileException">It is missing, not valid in the month, or in another unit.</exception>
    public Factor Require(string id, string unit)
    {
        var factor = Find(id) ?? throw new DataFileException("factors", 0, $"{id} is missing or not valid in {month}; a method needs it");
        return factor.Unit == unit ? factor : throw new DataFileException("factors", 0, $"{id} is in {factor.Unit}; the method needs it in {unit}");
    }

    /// <summary>A factor that may be missing: the line is then a gap.</summary>
    /// <exception cref="DataFileException">It is in another unit.</exception>
    public Factor? Ask(string id, string unit) => Find(id) is null ? null : Require(id, unit);

    /// <summary>The factor that serves a series.</summary>
    /// <exception cref="DataFileException">The series is missing, or its factor is in another unit.</exception>
    public Served Serve(string series, string unit, Place? place = null) => catalogue.Serve(series, unit, month, place);

    /// <summary>Whether the plant has anything of its own that the defaults of a fuel rest on.</summary>
    public bool HasOwnOf(Profile profile, Fuel fuel) =>
        plant is not null && catalogue.OwnIds(plant).Any(id => id.StartsWith($"fuel.{profile.FuelSet}.{fuel.DefaultRow}.", StringComparison.Ordinal) || id == $"energy.{fuel.EnergyRow}");

    private Factor? Find(string id)
    {
        catalogue.LookUp(id);
        return (plant is null ? null : catalogue.FindOwn(id, month, plant, source)) ?? catalogue.Find(id, month);
    }
}
