using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// The plants of the group with their sources, as Ingestion has them now: an own factor of a plant that was mistyped
/// would serve nobody, and nobody would notice.
/// </summary>
internal sealed class PlantsOfGroup
{
    public const string Service = "ingestion";

    private readonly Dictionary<PlantCode, IReadOnlyList<string>> _sources;

    private PlantsOfGroup(Answer answer) => _sources = answer.Plants.ToDictionary(known => known.Plant, s => s.Sources);

    /// <summary>Asks Ingestion, where a factor names a plant; null where none does.</summary>
    /// <exception cref="ServiceUnavailableException">Ingestion is away.</exception>
    public static async Task<PlantsOfGroup?> AskAsync(
        IReadOnlyList<ProposedFactor> factors,
        IHttpClientFactory clients,
        CancellationToken cancellationToken
    )
    {
        if (factors.All(factor => factor.Plant is null))
            return null;
        using var client = clients.CreateClient(Service);
        using var response = await client.GetAsync(new Uri("/internal/plants", UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<Answer>(StrictJson.Options, cancellationToken);
        return new PlantsOfGroup(answer ?? throw new InvalidDataException("Ingestion answered null."));
    }

    public bool Has(PlantCode plant) => _sources.ContainsKey(plant);

    public bool Has(PlantCode plant, string source) => _sources[plant].Contains(source, StringComparer.Ordinal);

    /// <summary>The plant that was probably meant.</summary>
    public string? NearestTo(PlantCode plant) =>
        Nearest.To(plant.Value, _sources.Keys.Order().Select(known => known.Value));

    /// <summary>The source of the plant that was probably meant.</summary>
    public string? NearestTo(PlantCode plant, string source) => Nearest.To(source, _sources[plant]);

    /// <summary>What Ingestion answers.</summary>
    private sealed record Answer(IReadOnlyList<Known> Plants);

    private sealed record Known(PlantCode Plant, IReadOnlyList<string> Sources);
}
