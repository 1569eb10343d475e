using System.Text.Json.Serialization;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Proposals;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CarbonPlatform.Calculation.Disputes;

/// <summary>
/// <c>GET /factors/disputes/{factor}?from=2024-01&amp;to=2024-12</c>: what each other value in print would make of the
/// group's lines that rest on a disputed factor. Every plant-month is calculated twice, by the very functions that
/// post. Nothing is posted.
/// </summary>
internal static class CompareRivals
{
    private const int MostMonths = 36;

    /// <summary>The difference that a dispute makes.</summary>
    internal sealed record Response
    {
        public required GetDisputes.Dispute Dispute { get; init; }
        public required Month From { get; init; }
        public required Month To { get; init; }

        /// <summary>The catalogue in force, which the amounts that serve are by.</summary>
        public required int CatalogueVersion { get; init; }

        /// <summary>
        /// Plant-months that the catalogue in force has not come to yet; they are calculated here by it all the same.
        /// </summary>
        public required int PlantMonthsWaiting { get; init; }

        /// <summary>The set of warming potentials.</summary>
        public required string Gwp { get; init; }

        /// <summary>One for each other value, in the order of the dispute.</summary>
        public required IReadOnlyList<Difference> Rivals { get; init; }
    }

    /// <summary>What one other value would make of it.</summary>
    /// <param name="Value">The other value.</param>
    /// <param name="PlantMonths">Plant-months that would come out otherwise.</param>
    /// <param name="Sums">Sums over these of every category, basis and measure in which a line would change, with the
    /// lines that would not; transfers inside the group are cancelled in shareOfGroup alone.</param>
    /// <param name="Co2e">The same as CO2e, greenhouse gases together.</param>
    /// <param name="WithoutPotential">
    /// Gases among the sums for which the set has no value; they are not in the CO2e.
    /// </param>
    internal sealed record Difference(
        decimal Value,
        int PlantMonths,
        IReadOnlyList<PreviewSum> Sums,
        IReadOnlyList<Co2eDifference> Co2e,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? WithoutPotential
    )
    {
        public static Difference Of(
            decimal value,
            int plantMonths,
            IReadOnlyList<PreviewSum> sums,
            IReadOnlyDictionary<string, WarmingPotential> weights
        )
        {
            var ofGases = sums.Where(sum => Measure.Parse(sum.Measure).IsGreenhouseGas)
                .ToLookup(sum => weights.ContainsKey(sum.Measure));
            var without = ofGases[false].Select(sum => sum.Measure).Distinct().ToList();
            return new Difference(
                value,
                plantMonths,
                sums,
                [
                    .. ofGases[true]
                        .GroupBy(sum => (sum.Category, sum.Basis))
                        .Select(gases => Co2eDifference.Of(gases, weights)),
                ],
                without.Count == 0 ? null : without
            );
        }
    }

    /// <summary>CO2e of a category and basis.</summary>
    /// <param name="Category">Category.</param>
    /// <param name="Basis">Basis, where the category has one.</param>
    /// <param name="Tonnes">By the value that serves, t CO2e, of the plant-months that would change.</param>
    /// <param name="TonnesByRival">By the other value.</param>
    /// <param name="Difference">By the other value less by the one that serves.</param>
    internal sealed record Co2eDifference(
        string Category,
        string? Basis,
        decimal Tonnes,
        decimal TonnesByRival,
        decimal Difference
    )
    {
        public static Co2eDifference Of(
            IGrouping<(string Category, string? Basis), PreviewSum> gases,
            IReadOnlyDictionary<string, WarmingPotential> weights
        )
        {
            var (tonnes, byRival) = (0m, 0m);
            foreach (var gas in gases)
            {
                tonnes += gas.Old * weights[gas.Measure].Value / 1000;
                byRival += gas.New * weights[gas.Measure].Value / 1000;
            }
            return new Co2eDifference(gases.Key.Category, gases.Key.Basis, tonnes, byRival, byRival - tonnes);
        }
    }

    public static void MapCompareRivals(this IEndpointRouteBuilder api) =>
        api.MapGet("/factors/disputes/{factor}", HandleAsync)
            .RequireAuthorization(Policies.Headline)
            .WithChoice("gwp", [.. api.ServiceProvider.GetRequiredService<WarmingPotentials>().Sets])
            .Refuses([
                .. HeavyCalls.Refusing,
                Refusals.NotFound("No other value is known of 'coal'."),
                Refusals.RangeInvalid(new Month(2024, 3), new Month(2024, 2)),
                WarmingPotentials.Unknown("AR7", ["AR5", "AR6"]),
            ])
            .WithName("CompareRivals")
            .WithTags("factors")
            .WithSummary("Says what the other values in print would make of the group's amounts. Nothing is posted.")
            .WithDescription(
                "from, to: first and last month, at most 36. gwp: the set of warming potentials, AR5 unless given."
            );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        string factor,
        string from,
        string to,
        string? gwp,
        HttpContext call,
        HeavyCalls heavy,
        CalculationDb db,
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        WarmingPotentials potentials,
        CancellationToken cancellationToken
    )
    {
        if (MonthsOf(from, to).IsRefused(out var refusal, out var months))
            return refusal.ToResult();
        var set = string.IsNullOrEmpty(gwp) ? WarmingPotentials.DefaultSet : gwp;
        if (potentials.Of(set) is not { } weights)
            return potentials.Unknown(set).ToResult();
        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        var disputes = GetDisputes.In(catalogue).ToList();
        if (disputes.Find(one => one.Id == factor) is not { } disputed)
            return Refusals
                .NotFound(
                    $"No other value is known of '{factor}'. Disputed: "
                        + $"{string.Join(", ", disputes.Select(one => one.Id))}."
                )
                .ToResult();
        if (await heavy.BeginAsync(call) is { } later)
            return later.ToResult();

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var differences = new List<Difference>();
        foreach (var rival in disputed.Rivals)
        {
            var next = await catalogues.WithAsync(catalogue, Serving(disputed, rival), connection, cancellationToken);
            var comparison = new ProposalComparison(catalogue, next);
            await comparison.AddAsync(months, connection, cancellationToken);
            differences.Add(Difference.Of(rival.Value, comparison.PlantMonthsAffected, comparison.Sums(), weights));
        }
        return TypedResults.Ok(
            new Response
            {
                Dispute = GetDisputes.Dispute.Of(disputed),
                From = months.From,
                To = months.To,
                CatalogueVersion = catalogue.Version,
                PlantMonthsWaiting = await db.CountWaitingAsync(catalogue, cancellationToken),
                Gwp = set,
                Rivals = differences,
            }
        );
    }

    private static Answer<Reach> MonthsOf(string from, string to)
    {
        if (!Month.TryParse(from, out var first))
            return Refusals.NotAMonth(from);
        if (!Month.TryParse(to, out var last))
            return Refusals.NotAMonth(to);
        if (last < first)
            return Refusals.RangeInvalid(first, last);
        if (last - first >= MostMonths)
            return Refusals.InvalidParameter(
                $"{first} to {last} are {last - first + 1} months. Expected: at most {MostMonths}."
            );
        return new Reach(first, last, Plant: null);
    }

    /// <summary>The catalogue's next version if the other value served.</summary>
    private static ProposedRows Serving(Factor disputed, Rival rival) =>
        new()
        {
            Factors =
            [
                disputed with
                {
                    Version = disputed.Version + 1,
                    Value = rival.Value,
                    Source = rival.Source,
                    Standing = rival.Standing,
                    Status = Vouching.Provisional,
                    Reference = null,
                },
            ],
        };
}
