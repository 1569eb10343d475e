using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>The set of plants, month by month, that a question is about.</summary>
internal sealed class Scope
{
    /// <summary>The name of the whole group: every plant that has posted or is expected to.</summary>
    public const string Group = "GROUP";

    private readonly OrganisationAt _organisation;

    private Scope(OrganisationAt organisation, string? unit, string? plant)
    {
        _organisation = organisation;
        Unit = unit;
        Plant = plant;
    }

    /// <summary>The unit it is about; null when it is the group or a plant.</summary>
    public string? Unit { get; }

    /// <summary>The plant it is about; null when it is the group or a unit.</summary>
    public string? Plant { get; }

    public bool IsGroup => Unit is null && Plant is null;

    public static Scope OfGroup(OrganisationAt organisation) => new(organisation, null, null);

    public static Scope OfUnit(OrganisationAt organisation, string unit) => new(organisation, unit, null);

    public static Scope OfPlant(OrganisationAt organisation, string plant) => new(organisation, null, plant);

    /// <summary>Whether a plant is in it in a month (by index).</summary>
    public bool Has(string plant, int month) =>
        IsGroup || plant == Plant || (Unit is not null && _organisation.UnitOf(plant, month) == Unit);

    /// <summary>Plants that are in it in some of the months; null for all.</summary>
    public IReadOnlyCollection<string>? Plants(Month from, Month to)
    {
        if (IsGroup)
            return null;
        if (Plant is not null)
            return [Plant];
        return
        [
            .. _organisation
                .Plants()
                .Where(known => Month.Range(from, to).Any(month => known.Shape.Home.UnitIn(month.Index) == Unit))
                .Select(known => known.Plant),
        ];
    }
}
