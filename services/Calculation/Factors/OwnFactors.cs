namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// The factors that plants measure for themselves: for the plant as a whole, or for one of its sources.
/// </summary>
internal sealed class OwnFactors
{
    private readonly Dictionary<(string Id, PlantCode Plant, string? Source), Factor[]> _factors;
    private readonly Dictionary<PlantCode, (string[] Ids, string[] Sources)> _ofPlant;

    public OwnFactors(IEnumerable<Factor> own)
    {
        _factors = own.GroupBy(factor => (factor.Id, factor.Plant!, factor.PlantSource))
            .ToDictionary(
                versions => versions.Key,
                versions => versions.OrderByDescending(factor => factor.Version).ToArray()
            );
        _ofPlant = _factors
            .Keys.GroupBy(key => key.Plant)
            .ToDictionary(
                plant => plant.Key,
                plant =>
                    (
                        plant.Select(key => key.Id).Distinct(StringComparer.Ordinal).ToArray(),
                        plant
                            .Where(key => key.Source is not null)
                            .Select(key => key.Source!)
                            .Distinct(StringComparer.Ordinal)
                            .ToArray()
                    )
            );
    }

    /// <summary>In every version.</summary>
    public IEnumerable<Factor> All => _factors.Values.SelectMany(versions => versions);

    /// <summary>Whether the plant has any, in whatever months.</summary>
    public bool Has(PlantCode plant) => _ofPlant.ContainsKey(plant);

    /// <summary>Ids of a plant that has some.</summary>
    public IReadOnlyList<string> IdsOf(PlantCode plant) => _ofPlant[plant].Ids;

    /// <summary>Sources of such a plant that have factors to themselves.</summary>
    public IReadOnlyList<string> SourcesOf(PlantCode plant) => _ofPlant[plant].Sources;

    /// <summary>Whether any factor of such a plant is valid in the month.</summary>
    public bool ServesIn(Month month, PlantCode plant)
    {
        var (ids, sources) = _ofPlant[plant];
        return ids.Any(id =>
            Find(id, month, plant, source: null) is not null
            || sources.Any(source => Find(id, month, plant, source) is not null)
        );
    }

    /// <summary>From the highest version to the first; null where there is none.</summary>
    public Factor[]? Versions(string id, PlantCode plant, string? source) =>
        _factors.GetValueOrDefault((id, plant, source));

    /// <summary>That of the source, else that of the plant, else none.</summary>
    public Factor? Find(string id, Month month, PlantCode plant, string? source)
    {
        if (
            source is not null
            && _factors.TryGetValue((id, plant, source), out var ofSource)
            && Array.Find(ofSource, factor => factor.IsValidIn(month)) is { } closest
        )
            return closest;
        return _factors.TryGetValue((id, plant, null), out var ofPlant)
            ? Array.Find(ofPlant, factor => factor.IsValidIn(month))
            : null;
    }
}
