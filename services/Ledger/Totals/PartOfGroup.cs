using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// The part of the group that a question names, where there is one.
/// </summary>
internal static class PartOfGroup
{
    /// <summary>
    /// Who is confined to plants asks for plants alone: to him a unit is as absent as another's plant, and does not
    /// make the code of his own plant ambiguous.
    /// </summary>
    public static async Task<Answer<Scope>> FindAsync(
        LedgerView view,
        string org,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var seesAll = caller.MaySee(plant: null);
        var named = NamedOrg.Of(org);
        if (named.IsGroup)
            return seesAll ? Scope.OfGroup(view.Organisation) : NamedOrg.Unknown(org);

        var isUnit = named.Unit is { } unit && seesAll && view.Organisation.HasUnit(unit);
        var isPlant =
            named.Plant is { } plant && caller.MaySee(plant) && await IsKnownAsync(view, plant, cancellationToken);
        return (isUnit, isPlant) switch
        {
            (true, true) => NamedOrg.Ambiguous(org),
            (true, false) => Scope.OfUnit(view.Organisation, named.Unit!),
            (false, true) => Scope.OfPlant(view.Organisation, named.Plant!),
            _ => NamedOrg.Unknown(org),
        };
    }

    private static async Task<bool> IsKnownAsync(LedgerView view, PlantCode plant, CancellationToken cancellationToken)
    {
        if (view.Organisation.ShapeOf(plant) is not null)
            return true;
        // A plant may have posted before its record came.
        await using var posted = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM entry WHERE plant = $1 AND sequence <= $2)",
            view.Connection
        )
        {
            Parameters = { Value(plant), Value(view.Position.Sequence) },
        };
        return (bool)(await posted.ExecuteScalarAsync(cancellationToken))!;
    }
}
