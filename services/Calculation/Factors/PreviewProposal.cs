using System.Collections.Concurrent;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// <c>POST /factors/proposals/{proposal}/preview</c>: what publishing it would post, and changes nothing. Every plant-month that the
/// rows can concern is calculated twice, by the catalogue in force and by the one with the proposal, by the very functions that
/// publishing uses.
/// </summary>
internal static class PreviewProposal
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 10_000;

    private const string Standing = """
        SELECT i.body FROM plant_month m JOIN input i ON i.plant = m.plant AND i.month = m.month AND i.revision = m.revision
        WHERE m.month BETWEEN $1 AND $2 AND ($3 = '' OR m.plant = $3) ORDER BY m.plant, m.month
        """;

    /// <summary>What publishing would post.</summary>
    internal sealed record Response
    {
        public required Guid Proposal { get; init; }

        /// <summary>The catalogue in force, which old amounts are by.</summary>
        public required int CatalogueVersion { get; init; }

        /// <summary>Plant-months that come out otherwise.</summary>
        public required int PlantMonthsAffected { get; init; }

        /// <summary>Plant-months that were calculated for this answer.</summary>
        public required int PlantMonthsLookedAt { get; init; }

        /// <summary>Plant-months that the catalogue in force has not come to yet; what it posts for them is not in this answer.</summary>
        public required int PlantMonthsWaiting { get; init; }
        public Month? FirstMonth { get; init; }
        public Month? LastMonth { get; init; }

        /// <summary>Lines of other amount, quantity, factor set, status or uncertainty; lines that come and go.</summary>
        public required int LinesChanged { get; init; }
        public required int GapsOpened { get; init; }
        public required int GapsClosed { get; init; }

        /// <summary>Sums over the affected plant-months, of the categories in which a line changes.</summary>
        public required IReadOnlyList<Sum> Sums { get; init; }

        /// <summary>The affected plant-months, as many as asked for, in order of plant and month.</summary>
        public required IReadOnlyList<AffectedMonth> PlantMonths { get; init; }
    }

    /// <summary>A category, basis and measure before and after.</summary>
    /// <param name="Category">Category.</param>
    /// <param name="Basis">Basis, where the category has one.</param>
    /// <param name="Measure">Measure.</param>
    /// <param name="Unit">Unit of the amounts.</param>
    /// <param name="Old">By the catalogue in force.</param>
    /// <param name="New">With the proposal.</param>
    /// <param name="Delta">New − old: what is posted.</param>
    /// <param name="OldOnVerifiedFactors">What of the old amount rests on factors that were compared with their official texts, or on none.</param>
    /// <param name="NewOnVerifiedFactors">What of the new one does.</param>
    /// <param name="GroupTotal">The group in the affected months by the catalogue in force, transfers inside it cancelled.</param>
    /// <param name="ShareOfGroup">The delta's part of it, transfers cancelled too; none where the total is 0.</param>
    internal sealed record Sum(
        string Category,
        string? Basis,
        string Measure,
        string Unit,
        decimal Old,
        decimal New,
        decimal Delta,
        decimal OldOnVerifiedFactors,
        decimal NewOnVerifiedFactors,
        decimal GroupTotal,
        decimal? ShareOfGroup
    );

    /// <summary>A plant-month that comes out otherwise.</summary>
    internal sealed record AffectedMonth(
        string Plant,
        Month Month,
        int LinesChanged,
        int GapsOpened,
        int GapsClosed,
        IReadOnlyList<Change> Changes
    );

    /// <summary>A category, basis and measure of a plant-month before and after.</summary>
    internal sealed record Change(
        string Category,
        string? Basis,
        string Measure,
        decimal Old,
        decimal New,
        decimal Delta
    );

    public static void MapPreviewProposal(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/factors/proposals/{proposal:guid}/preview", HandleAsync)
            .RequireAuthorization(Policies.FactorsWrite)
            .WithTags("factors")
            .WithSummary("Calculates what publishing a proposal would post, and changes nothing.")
            .WithDescription(
                "limit: so many plant-months are listed one by one, 100 unless given, at most 10,000; the sums are over all of them. Which months are closed is the ledger's to say: amounts of a closed month are posted to it as adjustments."
            );

    private static async Task<Results<Ok<Response>, RefusalResult>> HandleAsync(
        Guid proposal,
        int? limit,
        CalculationDb db,
        NpgsqlDataSource database,
        CatalogueInForce catalogues,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var most = limit ?? DefaultLimit;
        if (most is < 0 or > LargestLimit)
            return Refusals.InvalidParameter($"'{most}' is no limit. Expected: 0 to {LargestLimit}.").ToResult();
        var (row, closed) = await db.OpenProposalAsync(proposal, cancellationToken);
        if (row is null)
            return closed!.ToResult();

        var catalogue = await catalogues.RefreshAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (next, moved) = await StandingProposal.CheckAsync(
            row,
            catalogue,
            catalogues,
            time,
            connection,
            cancellationToken
        );
        if (moved is not null)
            return moved.ToResult();
        var waiting = await db.CountWaitingAsync(catalogue, cancellationToken);

        var reach = Reach.Of(ProposedRows.FromJson(row.Rows));
        var comparison = new Comparison(catalogue, next!);
        await comparison.AddAsync(
            connection,
            reach.From,
            reach.To,
            reach.Plant ?? "",
            both: true,
            except: null,
            cancellationToken
        );
        // Of a plant's own factor only that plant is calculated twice; the group's total needs the others once.
        if (reach.Plant is not null && comparison.Span is { } span)
            await comparison.AddAsync(
                connection,
                span.First,
                span.Last,
                "",
                both: false,
                except: reach.Plant,
                cancellationToken
            );
        return TypedResults.Ok(comparison.ToResponse(proposal, waiting, most));
    }

    /// <summary>Both calculations side by side.</summary>
    private sealed class Comparison(Catalogue catalogue, Catalogue next)
    {
        private const int AtOnce = 256;

        private readonly ConcurrentBag<ComparedMonth> _affected = [];
        private readonly ConcurrentDictionary<(Month Month, LineKind Kind), decimal> _groupTotals = [];
        private int _lookedAt;

        /// <summary>From the first affected month to the last; null where there is none.</summary>
        public (Month First, Month Last)? Span =>
            _affected.IsEmpty ? null : (_affected.Min(month => month.Month), _affected.Max(month => month.Month));

        public async Task AddAsync(
            NpgsqlConnection connection,
            Month from,
            Month to,
            string plant,
            bool both,
            string? except,
            CancellationToken cancellationToken
        )
        {
            await using var command = new NpgsqlCommand(Standing, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<int> { TypedValue = from.Index },
                    new NpgsqlParameter<int> { TypedValue = to.Index },
                    new NpgsqlParameter<string> { TypedValue = plant },
                },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var bodies = new List<byte[]>(AtOnce);
            bool more;
            do
            {
                more = await reader.ReadAsync(cancellationToken);
                if (more)
                    bodies.Add(reader.GetFieldValue<byte[]>(0));
                if (bodies.Count < AtOnce && more)
                    continue;
                Parallel.ForEach(bodies, body => Compare(body, both, except));
                bodies.Clear();
            } while (more);
        }

        public Response ToResponse(Guid proposal, int waiting, int most)
        {
            var affected = _affected
                .OrderBy(month => month.Plant, StringComparer.Ordinal)
                .ThenBy(month => month.Month)
                .ToList();
            var months = affected.Select(month => month.Month).ToHashSet();
            var sums = affected
                .SelectMany(month => month.Kinds.Values)
                .Where(kind => kind.Changed > 0)
                .Select(kind => kind.Kind)
                .ToHashSet();
            return new Response
            {
                Proposal = proposal,
                CatalogueVersion = catalogue.Version,
                PlantMonthsAffected = affected.Count,
                PlantMonthsLookedAt = _lookedAt,
                PlantMonthsWaiting = waiting,
                FirstMonth = months.Count == 0 ? null : months.Min(),
                LastMonth = months.Count == 0 ? null : months.Max(),
                LinesChanged = affected.Sum(month => month.LinesChanged),
                GapsOpened = affected.Sum(month => month.GapsOpened),
                GapsClosed = affected.Sum(month => month.GapsClosed),
                Sums = [.. sums.OrderBy(kind => kind.Rank).Select(kind => SumOf(kind, affected, months))],
                PlantMonths =
                [
                    .. affected
                        .Take(most)
                        .Select(month => new AffectedMonth(
                            month.Plant,
                            month.Month,
                            month.LinesChanged,
                            month.GapsOpened,
                            month.GapsClosed,
                            [
                                .. month
                                    .Kinds.Values.Where(kind => kind.Changed > 0)
                                    .OrderBy(kind => kind.Kind.Rank)
                                    .Select(kind => new Change(
                                        kind.Kind.Category,
                                        kind.Kind.Basis,
                                        kind.Kind.Measure.Code,
                                        kind.Old,
                                        kind.New,
                                        kind.New - kind.Old
                                    )),
                            ]
                        )),
                ],
            };
        }

        private Sum SumOf(LineKind kind, List<ComparedMonth> affected, HashSet<Month> months)
        {
            var kinds = affected.Select(month => month.Kinds.GetValueOrDefault(kind)).OfType<KindSums>().ToList();
            var total = _groupTotals
                .Where(sum => ReferenceEquals(sum.Key.Kind, kind) && months.Contains(sum.Key.Month))
                .Sum(sum => sum.Value);
            var outside = kinds.Sum(sums => sums.DeltaOutside);
            return new Sum(
                kind.Category,
                kind.Basis,
                kind.Measure.Code,
                kind.Measure.Unit.Symbol,
                kinds.Sum(sums => sums.Old),
                kinds.Sum(sums => sums.New),
                kinds.Sum(sums => sums.New - sums.Old),
                kinds.Sum(sums => sums.OldVerified),
                kinds.Sum(sums => sums.NewVerified),
                total,
                total == 0 ? null : decimal.Round(outside / total, 9, MidpointRounding.ToEven)
            );
        }

        private void Compare(byte[] body, bool both, string? except)
        {
            var accepted = EventJson.ReadingsAccepted(body);
            if (accepted.Plant == except)
                return;
            CalculatedMonth old;
            CalculatedMonth anew;
            try
            {
                old = CalculatedMonth.Of(accepted, catalogue);
                anew = both ? CalculatedMonth.Of(accepted, next) : old;
            }
            catch (Exception cannot) when (cannot is UnreadableSheetException or OverflowException)
            {
                // The sweep will say so; it posts nothing for the month, either.
                return;
            }
            foreach (ref readonly var line in old.Lines.All)
            {
                // Inside the group the receiver's line and the supplier's cancel.
                if (line.Counterparty is not null)
                    continue;
                var amount = line.Amount;
                _groupTotals.AddOrUpdate((accepted.Month, line.Kind), amount, (_, sum) => sum + amount);
            }
            if (!both)
                return;
            Interlocked.Increment(ref _lookedAt);
            if (old.Hash().AsSpan().SequenceEqual(anew.Hash()))
                return;
            _affected.Add(ComparedMonth.Of(accepted, old, anew));
        }
    }

    private sealed class KindSums(LineKind kind)
    {
        public LineKind Kind => kind;
        public decimal Old { get; set; }
        public decimal New { get; set; }
        public decimal OldVerified { get; set; }
        public decimal NewVerified { get; set; }

        /// <summary>New − old without transfers inside the group.</summary>
        public decimal DeltaOutside { get; set; }
        public int Changed { get; set; }
    }

    /// <summary>An affected plant-month.</summary>
    private sealed record ComparedMonth(
        string Plant,
        Month Month,
        Dictionary<LineKind, KindSums> Kinds,
        int LinesChanged,
        int GapsOpened,
        int GapsClosed
    )
    {
        public static ComparedMonth Of(ReadingsAcceptedEvent accepted, CalculatedMonth old, CalculatedMonth anew)
        {
            var kinds = new Dictionary<LineKind, KindSums>();
            var before = old.Lines.All.ToArray().ToDictionary(Key);
            foreach (var line in anew.Lines.All)
            {
                var sums = SumsOf(line.Kind);
                sums.New += line.Amount;
                sums.NewVerified += line.AmountOnVerifiedFactors;
                if (line.Counterparty is null)
                    sums.DeltaOutside += line.Amount;
                if (before.Remove(Key(line), out var other))
                    Subtract(sums, other);
                if (
                    other.Activity is null
                    || (other.Amount, other.ActivityQuantity, other.Quality, other.Grounds)
                        != (line.Amount, line.ActivityQuantity, line.Quality, line.Grounds)
                )
                    sums.Changed++;
            }
            foreach (var gone in before.Values)
            {
                var sums = SumsOf(gone.Kind);
                Subtract(sums, gone);
                sums.Changed++;
            }
            var gaps = (
                Old: old.Lines.Gaps.Select(old.Record).ToHashSet(),
                New: anew.Lines.Gaps.Select(anew.Record).ToHashSet()
            );
            return new ComparedMonth(
                accepted.Plant,
                accepted.Month,
                kinds,
                kinds.Values.Sum(sums => sums.Changed),
                gaps.New.Count(gap => !gaps.Old.Contains(gap)),
                gaps.Old.Count(gap => !gaps.New.Contains(gap))
            );

            static (int, Activity, LineKind, string?) Key(EmissionLine line) =>
                (line.Source, line.Activity, line.Kind, line.Counterparty);

            static void Subtract(KindSums sums, in EmissionLine line)
            {
                sums.Old += line.Amount;
                sums.OldVerified += line.AmountOnVerifiedFactors;
                if (line.Counterparty is null)
                    sums.DeltaOutside -= line.Amount;
            }

            KindSums SumsOf(LineKind kind) =>
                kinds.TryGetValue(kind, out var known) ? known : kinds[kind] = new KindSums(kind);
        }
    }
}
