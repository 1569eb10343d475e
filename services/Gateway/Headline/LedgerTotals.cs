using System.Globalization;
using System.Text.Json;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>The part of the Ledger's answer to <c>GET /api/v1/totals</c> that the headline needs.</summary>
internal sealed record Totals(Position? AsOf, Coverage Coverage, IReadOnlyList<TotalsRow> Rows, Co2eTotals Co2e);

internal sealed record TotalsRow(
    string Category,
    string? Basis,
    string Measure,
    decimal Quantity,
    string Unit,
    decimal OnVerifiedFactors
);

internal sealed record Co2eTotals(string Gwp, string GwpStatus, IReadOnlyList<Co2eRow> Rows);

internal sealed record Co2eRow(
    string Category,
    string? Basis,
    decimal Quantity,
    string Unit,
    decimal OnVerifiedFactors
);

/// <summary>On which state of the ledger an answer rests.</summary>
/// <param name="Sequence">Of the last entry that is counted.</param>
/// <param name="RecordedAt">When that entry was recorded.</param>
/// <param name="RootHash">Over all entries up to it.</param>
/// <param name="Sealed">Whether a checkpoint published outside of the database covers it.</param>
internal sealed record Position(long Sequence, DateTimeOffset? RecordedAt, string? RootHash, bool Sealed = false);

/// <summary>On how much of the year an answer rests.</summary>
/// <param name="PlantMonthsExpected">Plants times months in which they belong to the group.</param>
/// <param name="PlantMonthsPosted">Of these, how many stand in the ledger.</param>
/// <param name="OpenGaps">Results that are missing, each with its reason.</param>
/// <param name="Closed">Whether the months are closed.</param>
internal sealed record Coverage(int PlantMonthsExpected, int PlantMonthsPosted, int OpenGaps, bool Closed = false);

/// <summary>Asks the Ledger, in the name of the caller.</summary>
internal sealed class LedgerTotals(IHttpClientFactory clients)
{
    public const string Client = "ledger";

    /// <summary>The set of global warming potentials that headline figures are in: the guidelines' own, and the default.</summary>
    public const string Gwp = "AR5";

    // The Ledger may say more than is read here; what is read here is read exactly.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new ExactDecimalConverter() },
        RespectNullableAnnotations = true,
    };

    /// <summary>A year's totals of the group, or the Ledger's refusal.</summary>
    /// <param name="caller">In whose name.</param>
    /// <param name="year">January to December.</param>
    /// <param name="basis">Null for the default basis of every family.</param>
    /// <param name="asOf">A position as the Ledger takes it, by sequence or by instant; null for the present one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServiceUnavailableException">The Ledger is away.</exception>
    public async Task<(Totals? Totals, Refusal? Refusal)> YearAsync(
        Caller caller,
        int year,
        string? basis,
        string? asOf,
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
        using var response = await clients.CreateClient(Client).SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
            return (
                await response.Content.ReadFromJsonAsync<Totals>(Json, cancellationToken)
                    ?? throw new JsonException("The Ledger answered null."),
                null
            );
        var problem =
            response.Content.Headers.ContentType?.MediaType == ProblemDocument.ContentType
                ? await response.Content.ReadFromJsonAsync<ProblemDocument>(Json, cancellationToken)
                : null;
        // Only what the caller can mend is handed on; that we ask wrongly is our fault.
        return problem is { Status: >= 400 and < 500 }
            ? (null, new Refusal(problem.Code, problem.Title, problem.Detail, problem.Status, problem.Errors ?? []))
            : throw new InvalidOperationException($"The Ledger answered {(int)response.StatusCode} to {query}.");
    }
}
