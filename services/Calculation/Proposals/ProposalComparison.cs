using System.Collections.Concurrent;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// What stands and what would stand with other rows of the catalogue: every plant-month that these rows can concern is
/// calculated by both catalogues.
/// </summary>
internal sealed class ProposalComparison(Catalogue catalogue, Catalogue next)
{
    private const int AtOnce = 256;

    private const string Standing = """
        SELECT i.body FROM plant_month m
        JOIN input i ON i.plant = m.plant AND i.month = m.month AND i.revision = m.revision
        WHERE m.month BETWEEN $1 AND $2 AND ($3 = '' OR m.plant = $3) ORDER BY m.plant, m.month
        """;

    private readonly ConcurrentBag<ComparedMonth> _affected = [];
    private readonly ConcurrentDictionary<(Month Month, LineKind Kind), decimal> _groupTotals = [];
    private int _lookedAt;

    /// <summary>Compares the months that a proposal reaches.</summary>
    public async Task AddAsync(Reach reach, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ReadAsync(reach, body => Compare(EventJson.ReadingsAccepted(body)), connection, cancellationToken);
        // Of a plant's own factor only that plant is calculated twice; the group's total needs the others once.
        if (reach.Plant is not { } plant || _affected.IsEmpty)
            return;
        var others = new Reach(_affected.Min(month => month.Month), _affected.Max(month => month.Month), Plant: null);
        await ReadAsync(
            others,
            body =>
            {
                var accepted = EventJson.ReadingsAccepted(body);
                if (accepted.Plant != plant && Calculated(accepted, catalogue) is { } month)
                    AddToGroup(accepted.Month, month);
            },
            connection,
            cancellationToken
        );
    }

    /// <summary>Plant-months that come out otherwise.</summary>
    public int PlantMonthsAffected => _affected.Count;

    /// <summary>Sums over the affected plant-months, of what changes in any of them.</summary>
    public IReadOnlyList<PreviewSum> Sums()
    {
        var affected = _affected.ToList();
        var months = affected.Select(month => month.Month).ToHashSet();
        return
        [
            .. affected
                .SelectMany(month => month.Kinds.Values)
                .Where(kind => kind.Changed > 0)
                .Select(kind => kind.Kind)
                .Distinct()
                .OrderBy(kind => kind.Rank)
                .Select(kind => SumOf(kind, affected, months)),
        ];
    }

    public ChangePreview ToPreview(Guid proposal, int waiting, int most)
    {
        var affected = _affected.OrderBy(month => month.Plant).ThenBy(month => month.Month).ToList();
        var months = affected.Select(month => month.Month).ToHashSet();
        return new ChangePreview
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
            Sums = Sums(),
            PlantMonths =
            [
                .. affected
                    .Take(most)
                    .Select(month => new PreviewMonth(month.Plant, month.Month)
                    {
                        LinesChanged = month.LinesChanged,
                        GapsOpened = month.GapsOpened,
                        GapsClosed = month.GapsClosed,
                        Changes =
                        [
                            .. month
                                .Kinds.Values.Where(kind => kind.Changed > 0)
                                .OrderBy(kind => kind.Kind.Rank)
                                .Select(kind => new PreviewChange(
                                    kind.Kind.Category,
                                    kind.Kind.Basis,
                                    kind.Kind.Measure.Code,
                                    kind.Old,
                                    kind.New,
                                    kind.New - kind.Old
                                )),
                        ],
                    }),
            ],
        };
    }

    private PreviewSum SumOf(LineKind kind, List<ComparedMonth> affected, HashSet<Month> months)
    {
        var kinds = affected.Select(month => month.Kinds.GetValueOrDefault(kind)).OfType<KindSums>().ToList();
        var total = _groupTotals
            .Where(sum => ReferenceEquals(sum.Key.Kind, kind) && months.Contains(sum.Key.Month))
            .Sum(sum => sum.Value);
        var outside = kinds.Sum(sums => sums.DeltaOutside);
        return new PreviewSum(
            kind.Category,
            kind.Basis,
            kind.Measure.Code,
            kind.Measure.Unit.Symbol,
            kinds.Sum(sums => sums.Old),
            kinds.Sum(sums => sums.New),
            kinds.Sum(sums => sums.New - sums.Old)
        )
        {
            OldOnVerifiedFactors = kinds.Sum(sums => sums.OldVerified),
            NewOnVerifiedFactors = kinds.Sum(sums => sums.NewVerified),
            GroupTotal = total,
            ShareOfGroup = total == 0 ? null : decimal.Round(outside / total, 9, MidpointRounding.ToEven),
        };
    }

    /// <summary>Hands out the inputs that stand, so many at once to all cores.</summary>
    private static async Task ReadAsync(
        Reach reach,
        Action<byte[]> take,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Standing, connection)
        {
            Parameters = { Value(reach.From), Value(reach.To), Value(reach.Plant?.Value ?? "") },
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
            Parallel.ForEach(bodies, new ParallelOptions { CancellationToken = cancellationToken }, take);
            bodies.Clear();
        } while (more);
    }

    private void Compare(ReadingsAcceptedEvent accepted)
    {
        if (Calculated(accepted, catalogue) is not { } old || Calculated(accepted, next) is not { } anew)
            return;
        AddToGroup(accepted.Month, old);
        Interlocked.Increment(ref _lookedAt);
        if (!old.Hash().AsSpan().SequenceEqual(anew.Hash()))
            _affected.Add(ComparedMonth.Of(accepted, old, anew));
    }

    private void AddToGroup(Month at, CalculatedMonth month)
    {
        foreach (ref readonly var line in month.Lines.All)
        {
            // Inside the group the receiver's line and the supplier's cancel.
            if (line.Counterparty is not null)
                continue;
            var amount = line.Amount;
            _groupTotals.AddOrUpdate((at, line.Kind), amount, (_, sum) => sum + amount);
        }
    }

    /// <summary>
    /// Null for a month that cannot be calculated: the sweep will say so; it posts nothing for the month, either.
    /// </summary>
    private static CalculatedMonth? Calculated(ReadingsAcceptedEvent accepted, Catalogue by)
    {
        try
        {
            return CalculatedMonth.Of(accepted, by);
        }
        catch (Exception cannot) when (cannot is UnreadableSheetException or OverflowException)
        {
            return null;
        }
    }
}
