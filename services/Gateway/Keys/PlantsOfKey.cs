using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>
/// Whether the plants that a key is for exist: a code that was mistyped would show when the plant first sends a sheet.
/// </summary>
internal sealed class PlantsOfKey(IHttpClientFactory clients)
{
    public const string Client = "ingestion";

    /// <summary>The plants among these that Ingestion does not know.</summary>
    /// <exception cref="ServiceUnavailableException">Ingestion is away.</exception>
    public async Task<IReadOnlyList<RefusalItem>> UnknownAsync(
        Caller caller,
        IReadOnlyList<string> plants,
        CancellationToken cancellationToken
    )
    {
        if (plants.Count == 0)
            return [];
        // Asked as the key would ask: what it may see of these is what there is.
        var holder = new Caller(caller.Id, [Roles.Plant], plants.Select(PlantCode.Trusted));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/plants").OnBehalfOf(holder);
        using var response = await clients.CreateClient(Client).SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        var known = answer!.Plants.Select(plant => plant.Plant).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. plants
                .Index()
                .Where(plant => !known.Contains(plant.Item))
                .Select(plant => ApiKeyRefusals.PlantUnknown(plant.Index, plant.Item)),
        ];
    }

    /// <summary>What is read of Ingestion's answer.</summary>
    internal sealed record Answer(IReadOnlyList<Known> Plants);

    internal sealed record Known(string Plant);
}
