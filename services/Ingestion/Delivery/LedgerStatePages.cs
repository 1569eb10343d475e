using System.Runtime.CompilerServices;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Reads from the ledger which revision of each plant-month it holds (<c>GET /internal/state</c>), page by page.</summary>
internal sealed class LedgerStatePages(IHttpClientFactory clients)
{
    public const string Service = "ledger";
    private const int Limit = 1000;

    /// <summary>A page: plant-months after the cursor, and the cursor of the next page; null on the last.</summary>
    private sealed record Page(IReadOnlyList<Item> Items, string? Next);

    private sealed record Item(string Plant, Month Month, int Revision, int CatalogueVersion, int MethodsVersion, string LinesHash);

    public async IAsyncEnumerable<IReadOnlyList<LedgerSheet>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Service);
        string? after = null;
        do
        {
            var path = $"/internal/state?limit={Limit}" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}");
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            response.EnsureSuccessStatusCode();
            var page = await response.Content.ReadFromJsonAsync<Page>(StrictJson.Options, cancellationToken)
                ?? throw new InvalidDataException("The ledger's state is null.");
            yield return [.. page.Items.Select(i => new LedgerSheet(i.Plant, i.Month.Index, i.Revision, i.LinesHash))];
            after = page.Next;
        }
        while (after is not null);
    }
}
