using System.Globalization;
using System.Net;
using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.Net.Http.Headers;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>Totals and their tag.</summary>
/// <param name="Totals">The totals; null when they are those of the tag that was known.</param>
/// <param name="Tag">It stays the same as long as they do; null where the Ledger gives none.</param>
internal sealed record TaggedTotals(TotalsAnswer? Totals, string? Tag);

/// <summary>Asks the Ledger, in the name of the caller.</summary>
internal sealed class LedgerTotals(IHttpClientFactory clients)
{
    public const string Client = "ledger";

    /// <summary>
    /// The set of global warming potentials that headline figures are in: the guidelines' own, and the default.
    /// </summary>
    public const string Gwp = "AR5";

    // A newer Ledger may say more than is read here.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// A year's totals of the group, or the Ledger's refusal: by a basis or else the default one of every family, as
    /// of a position (by sequence or by instant) or else the present one.
    /// </summary>
    /// <exception cref="ServiceUnavailableException">The Ledger is away.</exception>
    public async Task<Answer<TotalsAnswer>> YearAsync(
        Caller caller,
        int year,
        string? basis,
        string? asOf,
        CancellationToken cancellationToken
    ) =>
        (await YearUnlessAsync(caller, year, basis, asOf, known: null, cancellationToken)).IsRefused(
            out var refusal,
            out var totals
        )
            ? refusal
            : totals.Totals!;

    /// <summary>The same, but for who has the answer of a tag already, and that is still the answer.</summary>
    public async Task<Answer<TaggedTotals>> YearUnlessAsync(
        Caller caller,
        int year,
        string? basis,
        string? asOf,
        string? known,
        CancellationToken cancellationToken
    )
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v1/totals?from={year}-01&to={year}-12&org=GROUP&groupBy=category,measure&gwp={Gwp}"
        );
        if (basis is not null)
            query += "&basis=" + basis;
        if (asOf is not null)
            query += "&asOf=" + Uri.EscapeDataString(asOf);
        using var request = new HttpRequestMessage(HttpMethod.Get, query).OnBehalfOf(caller);
        if (known is not null)
            request.Headers.TryAddWithoutValidation(HeaderNames.IfNoneMatch, known);
        using var response = await clients.CreateClient(Client).SendAsync(request, cancellationToken);
        var tag = response.Headers.ETag?.ToString();
        if (response.StatusCode == HttpStatusCode.NotModified)
            return new TaggedTotals(Totals: null, tag ?? known);
        if (response.IsSuccessStatusCode)
            return new TaggedTotals(
                await response.Content.ReadFromJsonAsync<TotalsAnswer>(s_json, cancellationToken)
                    ?? throw new JsonException("The Ledger answered null."),
                tag
            );
        // Only what the caller can mend is handed on; that we ask wrongly is our fault.
        return await response.RefusalAsync(cancellationToken)
            ?? throw new InvalidOperationException($"The Ledger answered {(int)response.StatusCode} to {query}.");
    }
}
