using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>
/// Who holds how much of the hydro, wind and solar power that plants of the group claim from each other in a month. A
/// plant that generates or passes on power gives to whom it has confirmed, or names as customer, before others; where
/// more is claimed than there is each holds the same part of its claim. Whoever is named as customer claims from the
/// plant that names it, though its own readings name nobody: one kWh is claimed once.
/// </summary>
internal static class ClaimShares
{
    /// <summary>
    /// What each plant's sheet has to say of what it holds; plants that hold what they claim have nothing to say.
    /// </summary>
    /// <param name="sheets">All sheets of the month that have readings.</param>
    /// <param name="organisation">The organisation.</param>
    public static IReadOnlyDictionary<PlantCode, IReadOnlyList<ClaimShare>> Of(
        IReadOnlyCollection<ClaimingSheet> sheets,
        OrganisationState organisation
    )
    {
        var shares = new SortedDictionary<PlantCode, List<ClaimShare>>();
        var bySupplier = sheets.ToDictionary(sheet => sheet.Plant.Value, StringComparer.Ordinal);
        foreach (var power in SheetClaim.Powers)
        {
            foreach (
                var ofSupplier in Claims(power, sheets, organisation).GroupBy(c => c.Supplier, StringComparer.Ordinal)
            )
            {
                var delivered = bySupplier.TryGetValue(ofSupplier.Key, out var supplier)
                    ? Sum(supplier, ClaimRoles.Delivered, power)
                    : (decimal?)null;
                var (first, second) = (
                    ofSupplier.Where(claim => claim.IsFirst).ToList(),
                    ofSupplier.Where(claim => !claim.IsFirst).ToList()
                );
                var taken = first.Sum(claim => claim.Quantity);
                foreach (var claim in first)
                    Add(claim, delivered, taken);
                foreach (var claim in second)
                    Add(claim, delivered is { } all ? Math.Max(0, all - taken) : null, second.Sum(c => c.Quantity));
            }

            void Add(Claim claim, decimal? delivered, decimal claimed)
            {
                if (Share(claim, power, delivered, claimed) is not { } share)
                    return;
                if (!shares.TryGetValue(claim.Plant, out var ofPlant))
                    shares.Add(claim.Plant, ofPlant = []);
                ofPlant.Add(share);
            }
        }
        return shares.ToDictionary(
            of => of.Key,
            of =>
                (IReadOnlyList<ClaimShare>)
                    [
                        .. of
                            .Value.OrderBy(share => share.Power, StringComparer.Ordinal)
                            .ThenBy(share => share.Supplier, StringComparer.Ordinal),
                    ]
        );
    }

    /// <summary>
    /// For each plant that names this one as its customer, how much of what this one claims without naming it is
    /// claimed from it; in order of plant.
    /// </summary>
    public static IEnumerable<(string Supplier, decimal Quantity)> Unnamed(
        ClaimingSheet sheet,
        string power,
        IEnumerable<ClaimingSheet> all,
        OrganisationState organisation
    )
    {
        var rest = sheet
            .Claims.Where(claim => claim.Role == ClaimRoles.Claimed && claim.Power == power)
            .Where(claim => !IsInGroup(claim.Plant, sheet.Month, organisation))
            .Sum(claim => claim.Quantity);
        if (rest == 0)
            yield break;
        foreach (
            var generator in all.Where(other =>
                    other.Plant != sheet.Plant
                    && other.Month == sheet.Month
                    && organisation.IsInGroup(other.Plant, sheet.Month)
                )
                .OrderBy(other => other.Plant.Value, StringComparer.Ordinal)
        )
        {
            var given = Sum(generator, ClaimRoles.ForCustomer, power, sheet.Plant.Value);
            var named = Sum(sheet, ClaimRoles.Bought, power, generator.Plant.Value);
            var claimed = Math.Min(rest, Math.Max(0, given - named));
            if (claimed == 0)
                continue;
            rest -= claimed;
            yield return (generator.Plant.Value, claimed);
        }
    }

    private sealed record Claim(PlantCode Plant, string Supplier, decimal Named, decimal Unnamed, bool IsFirst)
    {
        public decimal Quantity => Named + Unnamed;
    }

    private static IEnumerable<Claim> Claims(
        string power,
        IReadOnlyCollection<ClaimingSheet> sheets,
        OrganisationState organisation
    )
    {
        // Few sheets name a customer; each is asked for every one that claims.
        var naming = sheets
            .Where(sheet => sheet.Claims.Any(claim => claim.Role == ClaimRoles.ForCustomer && claim.Power == power))
            .ToList();
        foreach (var sheet in sheets)
        {
            var unnamed = Unnamed(sheet, power, naming, organisation)
                .ToDictionary(of => of.Supplier, of => of.Quantity, StringComparer.Ordinal);
            var named = sheet
                .Claims.Where(claim => claim.Role == ClaimRoles.Claimed && claim.Power == power)
                .Where(claim => IsInGroup(claim.Plant, sheet.Month, organisation))
                .ToDictionary(claim => claim.Plant!, claim => claim.Quantity, StringComparer.Ordinal);
            foreach (var supplier in named.Keys.Union(unnamed.Keys, StringComparer.Ordinal))
                yield return new Claim(
                    sheet.Plant,
                    supplier,
                    named.GetValueOrDefault(supplier),
                    unnamed.GetValueOrDefault(supplier),
                    IsFirst(supplier, sheet)
                );
        }

        bool IsFirst(string supplier, ClaimingSheet sheet) =>
            !organisation.IsUnconfirmed(supplier, sheet.Plant.Value, Carriers.Electricity, sheet.Month, sheet.AsNamed)
            || naming.Exists(other =>
                other.Plant.Value == supplier && Sum(other, ClaimRoles.ForCustomer, power, sheet.Plant.Value) > 0
            );
    }

    /// <summary>
    /// Null where the claim is held as it is made. What others claim is no matter of a sheet that holds its whole
    /// claim: it would get a revision with every one of theirs.
    /// </summary>
    private static ClaimShare? Share(Claim claim, string power, decimal? delivered, decimal claimed)
    {
        var share = new ClaimShare
        {
            Power = power,
            Supplier = claim.Supplier,
            Unnamed = claim.Unnamed > 0 ? claim.Unnamed : null,
        };
        return delivered is null ? share
            : claimed > delivered ? Weighed(delivered.Value, claimed)
            : claim.Unnamed > 0 ? Weighed(claim.Quantity, claim.Quantity)
            : null;

        ClaimShare Weighed(decimal ofDelivered, decimal ofClaimed) =>
            share with
            {
                Delivered = DecimalText.Trimmed(ofDelivered),
                Claimed = DecimalText.Trimmed(ofClaimed),
            };
    }

    private static bool IsInGroup(string? plant, Month month, OrganisationState organisation) =>
        PlantCode.TryParse(plant, out var code) && organisation.IsInGroup(code, month);

    private static decimal Sum(ClaimingSheet sheet, string role, string power, string? plant = null) =>
        sheet
            .Claims.Where(claim => claim.Role == role && claim.Power == power && claim.Plant == plant)
            .Sum(claim => claim.Quantity);
}
