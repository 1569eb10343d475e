using System.Text.Json.Serialization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>GET /supply-links?state=open</c>: who is named as supplier by whom, as the sheets stand, and what was stated of
/// it. A plant sees what it supplies and what it receives.
/// </summary>
internal static class GetSupplyLinks
{
    internal const int MostLinks = 5_000;

    internal sealed record Response(IReadOnlyList<SupplyLink> Links);

    /// <summary>Months of a supply of which the same was stated.</summary>
    internal sealed record SupplyLink
    {
        public required string Supplier { get; init; }
        public required PlantCode Receiver { get; init; }

        /// <summary><c>electricity</c> or <c>heat</c>.</summary>
        public required string Carrier { get; init; }

        /// <summary><c>open</c>, <c>confirmed</c> or <c>refused</c>.</summary>
        public required string State { get; init; }

        /// <summary>
        /// Whether it is taken off where the supplier stands: what is confirmed, and what is open in sheets from before
        /// suppliers were asked.
        /// </summary>
        public required bool Counts { get; init; }
        public required Month FirstMonth { get; init; }
        public required Month LastMonth { get; init; }

        /// <summary>How many months there are.</summary>
        public required int Months { get; init; }

        /// <summary>What was received in them.</summary>
        public required decimal Quantity { get; init; }

        /// <summary>kWh of electricity, GJ of heat.</summary>
        public required string Unit { get; init; }

        /// <summary>The statement that holds for them; none while it is open.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public SupplyRecord? Statement { get; init; }

        /// <summary>
        /// What the other one of supplier and department said last of these months, where that is not what holds. Such
        /// a link is listed among the open ones, too.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public SupplyRecord? ContradictedBy { get; init; }
    }

    public static void MapGetSupplyLinks(this IEndpointRouteBuilder api) =>
        api.MapGet("/supply-links", HandleAsync)
            .RequireAuthorization(Policies.Read)
            .WithChoice("state", SupplyStates.All)
            .Refuses(TooMany(7_301))
            .WithName(nameof(GetSupplyLinks))
            .WithTags("organisation")
            .WithSummary("Lists who is named as supplier by whom, and whether it was confirmed.");

    /// <summary>Lists the links.</summary>
    /// <param name="state">
    /// open, confirmed or refused; all unless given. With open come those on which supplier and department differ.
    /// </param>
    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string? state,
        Caller caller,
        OrganisationCache organisations,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        if (state is not null && !SupplyStates.All.Contains(state, StringComparer.Ordinal))
            return Refusals
                .InvalidParameter($"'{state}' is no state of a supply. One of {string.Join(", ", SupplyStates.All)}.")
                .ToResult();

        var organisation = await organisations.LatestAsync(cancellationToken);
        var links = new Dictionary<LinkKey, Sum>();
        await foreach (var sheet in SheetsAsync(database, caller, cancellationToken))
        {
            foreach (var supply in sheet.Supplies)
                Add(sheet, supply);
        }
        var wanted = links
            .Select(link => View(link.Key, link.Value))
            .Where(link =>
                state is null || link.State == state || (state == SupplyStates.Open && link.ContradictedBy is not null)
            )
            .ToList();
        if (wanted.Count > MostLinks)
            return TooMany(wanted.Count).ToResult();
        return TypedResults.Ok(
            new Response([
                .. wanted
                    .OrderBy(link => link.Supplier, StringComparer.Ordinal)
                    .ThenBy(link => link.Receiver)
                    .ThenBy(link => link.Carrier, StringComparer.Ordinal)
                    .ThenBy(link => link.FirstMonth)
                    .ThenBy(link => link.Counts),
            ])
        );

        void Add(NamingSheet sheet, SheetSupply supply)
        {
            if (
                !PlantCode.TryParse(supply.Supplier, out var supplier)
                || !(caller.MaySee(supplier) || caller.MaySee(sheet.Plant))
                || !organisation.IsInGroup(supplier, sheet.Month)
            )
                return;
            var holds = organisation.SupplyIn(supplier.Value, sheet.Plant.Value, supply.Carrier, sheet.Month);
            var key = new LinkKey(
                supplier.Value,
                sheet.Plant.Value,
                supply.Carrier,
                holds,
                holds is null ? null : organisation.ContradictedBy(holds, supplier.Value, sheet.Month),
                sheet.Counts(supply, organisation)
            );
            if (!links.TryGetValue(key, out var sum))
                links.Add(key, sum = new Sum(sheet.Month));
            sum.Add(sheet.Month, supply.Quantity);
        }
    }

    private static Refusal TooMany(int links) =>
        Refusals.TooManyRows($"There are {links} links, and an answer holds {MostLinks}. Ask for one state.");

    private static async IAsyncEnumerable<NamingSheet> SheetsAsync(
        NpgsqlDataSource database,
        Caller caller,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(
            """
            SELECT plant, month, suppliers_as_named, supplies
            FROM sheet
            WHERE mentions IS NOT NULL AND supplies IS NOT NULL
                AND ($1::text[] IS NULL OR plant = ANY ($1) OR mentions && $1)
            """
        );
        command.Parameters.Add(Value(caller.Plants?.Select(plant => plant.Value).ToArray()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return NamingSheet.Of(reader);
    }

    private static SupplyLink View(LinkKey key, Sum sum) =>
        new()
        {
            Supplier = key.Supplier,
            Receiver = PlantCode.Trusted(key.Receiver),
            Carrier = key.Carrier,
            State = key.Statement?.State ?? SupplyStates.Open,
            Counts = key.Counts,
            FirstMonth = sum.First,
            LastMonth = sum.Last,
            Months = sum.Months,
            Quantity = DecimalText.Trimmed(sum.Quantity),
            Unit = SheetSupply.UnitOf(key.Carrier),
            Statement = key.Statement,
            ContradictedBy = key.ContradictedBy,
        };

    /// <summary>What stands in one row.</summary>
    private sealed record LinkKey(
        string Supplier,
        string Receiver,
        string Carrier,
        SupplyRecord? Statement,
        SupplyRecord? ContradictedBy,
        bool Counts
    );

    private sealed class Sum(Month first)
    {
        public Month First { get; private set; } = first;
        public Month Last { get; private set; } = first;
        public int Months { get; private set; }
        public decimal Quantity { get; private set; }

        public void Add(Month month, decimal quantity)
        {
            First = month < First ? month : First;
            Last = month > Last ? month : Last;
            Months++;
            Quantity += quantity;
        }
    }
}
