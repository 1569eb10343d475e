using System.Runtime.CompilerServices;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>
/// Reads from the ledger which revision of each plant-month and which version of each record it holds.
/// </summary>
internal sealed class LedgerStatePages(IHttpClientFactory clients)
{
    public const string Service = "ledger";
    private const int Limit = 1000;

    /// <summary>A page: plant-months after the cursor, and the cursor of the next page; null on the last.</summary>
    private sealed record Page(IReadOnlyList<Item> Items, string? Next);

    private sealed record Item(
        PlantCode Plant,
        Month Month,
        int Revision,
        int CatalogueVersion,
        int MethodsVersion,
        string LinesHash
    );

    private sealed record Organisation(IReadOnlyList<OrganisationItem> Items);

    private sealed record OrganisationItem(string Kind, string Code, int Version);

    /// <summary>Versions of units and plants (<c>GET /internal/organisation</c>).</summary>
    public async Task<IReadOnlyList<LedgerRecord>> RecordsAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Service);
        var organisation = await GetAsync<Organisation>(client, "/internal/organisation", cancellationToken);
        return [.. organisation.Items.Select(i => new LedgerRecord(i.Kind, i.Code, i.Version))];
    }

    /// <summary>Plant-months, page by page (<c>GET /internal/state</c>).</summary>
    public async IAsyncEnumerable<IReadOnlyList<LedgerSheet>> SheetsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var client = clients.CreateClient(Service);
        string? after = null;
        do
        {
            var path =
                $"/internal/state?limit={Limit}" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}");
            var page = await GetAsync<Page>(client, path, cancellationToken);
            yield return [.. page.Items.Select(i => new LedgerSheet(i.Plant, i.Month, i.Revision, i.LinesHash))];
            after = page.Next;
        } while (after is not null);
    }

    private static async Task<T> GetAsync<T>(HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(StrictJson.Options, cancellationToken)
            ?? throw new InvalidDataException($"The ledger answered null to {path}.");
    }
}
