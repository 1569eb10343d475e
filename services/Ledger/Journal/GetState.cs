using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// <c>GET /internal/state</c> and <c>/internal/organisation</c>: what the ledger holds, for whoever compares it with
/// what it was sent and sends again what is missing. State against state: it heals whatever was lost, and after any
/// restore.
/// </summary>
internal static class GetState
{
    private const int DefaultLimit = 1000;
    private const int LargestLimit = 5000;

    public static void MapGetState(this IEndpointRouteBuilder app)
    {
        app.MapGet("/internal/state", PlantMonthsAsync)
            .RequireAuthorization(Policies.Internal)
            .Refuses(EntryRefusals.LimitInvalid("10000", LargestLimit), EntryRefusals.AfterInvalid("first"))
            .WithName("GetState")
            .WithTags("Internal");
        app.MapGet("/internal/organisation", OrganisationAsync)
            .RequireAuthorization(Policies.Internal)
            .WithName("GetOrganisationState")
            .WithTags("Internal");
    }

    /// <summary>
    /// Plant-months in order of plant and month: after the next of the page before, at most limit of them, 1 to
    /// 5,000; 1,000 unless given.
    /// </summary>
    internal static async Task<Results<Ok<Page>, RefusalResult>> PlantMonthsAsync(
        string? after,
        string? limit,
        LedgerDb db,
        CancellationToken cancellationToken
    )
    {
        if (!Digits.TryReadLimit(limit, DefaultLimit, LargestLimit, out var most))
            return EntryRefusals.LimitInvalid(limit!, LargestLimit).ToResult();
        var months = db.PlantMonths.AsNoTracking();
        if (!string.IsNullOrEmpty(after))
        {
            if (
                after.Split('/') is not [var code, var text]
                || !PlantCode.TryParse(code, out var plant)
                || !Month.TryParse(text, out var month)
            )
                return EntryRefusals.AfterInvalid(after).ToResult();
            months = months.Where(row =>
                EF.Functions.GreaterThan(ValueTuple.Create(row.Plant, row.Month), ValueTuple.Create(plant, month))
            );
        }

        var found = await months
            .OrderBy(row => row.Plant)
            .ThenBy(row => row.Month)
            .Take(most + 1)
            .Select(row => new
            {
                row.Plant,
                row.Month,
                row.Revision,
                row.CatalogueVersion,
                row.MethodsVersion,
                row.LinesHash,
            })
            .ToListAsync(cancellationToken);
        var items = found
            .Take(most)
            .Select(row => new Item(
                row.Plant,
                row.Month,
                row.Revision,
                row.CatalogueVersion,
                row.MethodsVersion,
                Convert.ToHexStringLower(row.LinesHash)
            ))
            .ToList();
        return TypedResults.Ok(new Page(items, found.Count > most ? $"{items[^1].Plant}/{items[^1].Month}" : null));
    }

    /// <summary>Highest version applied of every record of the organisation.</summary>
    internal static async Task<Ok<OrganisationState>> OrganisationAsync(
        LedgerDb db,
        CancellationToken cancellationToken
    )
    {
        var records = await db
            .OrganisationEntries.GroupBy(record => new { record.Kind, record.Code })
            .Select(group => new AppliedVersion(group.Key.Kind, group.Key.Code, group.Max(record => record.Version)))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            new OrganisationState([
                .. records
                    .OrderBy(record => record.Kind, StringComparer.Ordinal)
                    .ThenBy(record => record.Code, StringComparer.Ordinal),
            ])
        );
    }

    /// <summary>Some plant-months.</summary>
    /// <param name="Items">The plant-months.</param>
    /// <param name="Next">Give it as after to go on; null when there are no more.</param>
    internal sealed record Page(IReadOnlyList<Item> Items, string? Next);

    /// <summary>What stands for a plant-month.</summary>
    /// <param name="Plant">Plant.</param>
    /// <param name="Month">Month.</param>
    /// <param name="Revision">Highest revision applied.</param>
    /// <param name="CatalogueVersion">Version of the factor catalogue applied.</param>
    /// <param name="MethodsVersion">Version of the methods applied.</param>
    /// <param name="LinesHash">SHA-256 over the lines that stand, hexadecimal.</param>
    internal sealed record Item(
        PlantCode Plant,
        Month Month,
        int Revision,
        int CatalogueVersion,
        int MethodsVersion,
        string LinesHash
    );

    /// <summary>Records of the organisation with their versions.</summary>
    internal sealed record OrganisationState(IReadOnlyList<AppliedVersion> Items);

    /// <summary>Highest version applied of a record.</summary>
    internal sealed record AppliedVersion(string Kind, string Code, int Version);
}
