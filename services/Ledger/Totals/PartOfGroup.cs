using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// The part of the group that a question names: <c>GROUP</c>, <c>unit:CODE</c>, <c>plant:CODE</c>, or the code alone
/// where one thing has it. Nobody guesses which of two was meant.
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
        if (org == Scope.Group)
            return seesAll ? Scope.OfGroup(view.Organisation) : TotalsRefusals.UnknownOrg(org);

        var unit = org.StartsWith(Scope.PlantPrefix, StringComparison.Ordinal) ? null : After(Scope.UnitPrefix, org);
        var code = org.StartsWith(Scope.UnitPrefix, StringComparison.Ordinal) ? null : After(Scope.PlantPrefix, org);
        var isUnit = unit is not null && seesAll && view.Organisation.HasUnit(unit);
        var isPlant =
            PlantCode.TryParse(code, out var plant)
            && caller.MaySee(plant)
            && await IsKnownAsync(view, plant, cancellationToken);
        return (isUnit, isPlant) switch
        {
            (true, true) => TotalsRefusals.AmbiguousOrg(org),
            (true, false) => Scope.OfUnit(view.Organisation, unit!),
            (false, true) => Scope.OfPlant(view.Organisation, plant!),
            _ => TotalsRefusals.UnknownOrg(org),
        };
    }

    private static string After(string prefix, string org) =>
        org.StartsWith(prefix, StringComparison.Ordinal) ? org[prefix.Length..] : org;

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
