using System.Collections.Frozen;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger;

/// <summary>
/// Which bases stand side by side for which categories. Bases of a family are never added: a reader picks one of each
/// family.
/// </summary>
internal static class BasisFamilies
{
    private static readonly FrozenSet<string> s_categories = Categories.All.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_familyOfBasis = Bases
        .Families.SelectMany(family => family.Value.Select(basis => (basis, family.Key)))
        .ToFrozenDictionary(pair => pair.basis, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Whether amounts may stand under this category.</summary>
    public static bool IsCategory(string category) => s_categories.Contains(category);

    /// <summary>The family of a basis; null when there is no such basis.</summary>
    public static string? OfBasis(string basis) => s_familyOfBasis.GetValueOrDefault(basis);

    /// <summary>
    /// The family whose bases a category may be counted by: the one its first word names; null for all others.
    /// </summary>
    public static string? OfCategory(string category)
    {
        var dot = category.IndexOf('.', StringComparison.Ordinal);
        var word = dot < 0 ? category : category[..dot];
        return Bases.Families.ContainsKey(word) ? word : null;
    }
}
