using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>What sheets hold of what they claim, before something changed and after it.</summary>
internal sealed class WeighedClaims
{
    private readonly Dictionary<(PlantCode Plant, Month Month), IReadOnlyList<ClaimShare>> _after = [];
    private readonly Dictionary<(PlantCode Plant, Month Month), IReadOnlyList<ClaimShare>> _before = [];

    /// <summary>Weighs.</summary>
    /// <param name="before">All sheets of the months that have readings, as they stood.</param>
    /// <param name="organisationBefore">The organisation as it was.</param>
    /// <param name="after">The same as they stand now.</param>
    /// <param name="organisationAfter">The organisation as it is.</param>
    public WeighedClaims(
        IEnumerable<ClaimingSheet> before,
        OrganisationState organisationBefore,
        IEnumerable<ClaimingSheet> after,
        OrganisationState organisationAfter
    )
    {
        Weigh(before, organisationBefore, _before);
        Weigh(after, organisationAfter, _after);
    }

    /// <summary>What a sheet holds now; null where it holds what it claims.</summary>
    public IReadOnlyList<ClaimShare>? Of(PlantCode plant, Month month) => _after.GetValueOrDefault((plant, month));

    /// <summary>Whose share is another one now.</summary>
    public IEnumerable<(PlantCode Plant, Month Month)> Changed() =>
        _before
            .Keys.Union(_after.Keys)
            .Where(sheet =>
                !(_before.GetValueOrDefault(sheet) ?? []).SequenceEqual(_after.GetValueOrDefault(sheet) ?? [])
            );

    private static void Weigh(
        IEnumerable<ClaimingSheet> sheets,
        OrganisationState organisation,
        Dictionary<(PlantCode Plant, Month Month), IReadOnlyList<ClaimShare>> into
    )
    {
        foreach (var ofMonth in sheets.GroupBy(sheet => sheet.Month))
        {
            foreach (var (plant, shares) in ClaimShares.Of([.. ofMonth], organisation))
                into.Add((plant, ofMonth.Key), shares);
        }
    }
}
