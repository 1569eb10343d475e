using System.Collections.Frozen;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>What a litre of a liquid fuel weighs by default: a row of <c>densities.csv</c>.</summary>
/// <param name="KilogramsPerLitre">kg/L.</param>
/// <param name="Source">Where the value is from.</param>
public sealed record Density(decimal KilogramsPerLitre, string Source)
{
    internal static FrozenDictionary<string, Density> Read(
        string folder,
        FrozenDictionary<string, ActivityDefinition> activities
    )
    {
        var densities = new Dictionary<string, Density>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(folder, "densities.csv", "activity", "kgPerL", "source"))
        {
            var code = row.Required("activity");
            if (!activities.TryGetValue(code, out var activity) || activity.Dimension != Dimension.Mass)
                throw row.Fault($"'{code}' is no activity that is counted by mass");
            if (!densities.TryAdd(code, new Density(row.Number("kgPerL"), row.Required("source"))))
                throw row.Fault($"the activity '{code}' stands in the file already");
        }
        return densities.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
