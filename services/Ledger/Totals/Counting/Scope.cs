using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>The set of plants, month by month, that a question is about.</summary>
internal sealed class Scope
{
    private readonly OrganisationAt _organisation;

    private Scope(OrganisationAt organisation, string? orgUnit, PlantCode? plant)
    {
        _organisation = organisation;
        OrgUnit = orgUnit;
        Plant = plant;
    }

    /// <summary>The unit it is about; null when it is the group or a plant.</summary>
    public string? OrgUnit { get; }

    /// <summary>The plant it is about; null when it is the group or a unit.</summary>
    public PlantCode? Plant { get; }

    /// <summary>What it is, in the spelling that is never ambiguous.</summary>
    public string Name =>
        Plant is not null ? NamedOrg.OfPlant(Plant)
        : OrgUnit is not null ? NamedOrg.OfUnit(OrgUnit)
        : Code.Group;

    public bool IsGroup => OrgUnit is null && Plant is null;

    public static Scope OfGroup(OrganisationAt organisation) => new(organisation, null, null);

    public static Scope OfUnit(OrganisationAt organisation, string orgUnit) => new(organisation, orgUnit, null);

    public static Scope OfPlant(OrganisationAt organisation, PlantCode plant) => new(organisation, null, plant);

    /// <summary>Whether a plant is in it in a month.</summary>
    public bool Has(PlantCode plant, Month month) =>
        IsGroup || plant == Plant || (OrgUnit is not null && _organisation.UnitOf(plant, month) == OrgUnit);

    /// <summary>Plants that are in it in some of the months; null for all.</summary>
    public IReadOnlyCollection<PlantCode>? Plants(Month from, Month to)
    {
        if (IsGroup)
            return null;
        if (Plant is not null)
            return [Plant];
        return
        [
            .. _organisation
                .Plants()
                .Where(known => Month.Range(from, to).Any(month => known.Shape.Home.UnitIn(month) == OrgUnit))
                .Select(known => known.Plant),
        ];
    }
}
