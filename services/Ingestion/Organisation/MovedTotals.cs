using System.Globalization;
using System.Net;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// What a change of a plant's record would move, before it is done. Which months it concerns is known here; what was
/// posted for them the ledger says. A plant's total is what its unit has by it: its lines, less those of others in
/// which it is the supplier. So this, month by month, leaves the one unit and comes to the other.
/// </summary>
internal sealed class MovedTotals(IHttpClientFactory clients, TimeProvider time)
{
    private const int MonthsShown = 1_000;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private static readonly string[] s_bases =
    [
        .. Enumerable
            .Range(0, Bases.Families.Values.Max(family => family.Count))
            .Select(i => string.Join(',', Bases.Families.Values.Select(f => f[Math.Min(i, f.Count - 1)]))),
    ];

    private readonly record struct Key(string Category, string? Basis, string Measure, string Unit);

    /// <summary>The answer to a preview, or the ledger's refusal to say what it asks.</summary>
    /// <exception cref="ServiceUnavailableException">The ledger is away, or slow.</exception>
    public async Task<Answer<ChangePreview>> PreviewAsync(
        ChangedRecord changed,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var past = changed.Past;
        var plant = changed.InForce.Plant is { } record ? PlantCode.Trusted(record.Code) : null;
        var revised = past.Revised.Where(sheet => caller.MaySee(sheet.Plant)).ToList();
        var months = revised
            .Select(sheet => new PreviewMonth(sheet.Plant, sheet.Month) { ToCalculate = true })
            .Concat(past.Moved.Select(moved => new PreviewMonth(plant!, moved.Month)))
            .GroupBy(month => (month.Plant, month.Month))
            .Select(same => same.First())
            .OrderBy(month => month.Plant)
            .ThenBy(month => month.Month)
            .Select(month =>
                month.Plant == plant && past.Moved.FirstOrDefault(moved => moved.Month == month.Month) is { } moves
                    ? month with
                    {
                        FromUnit = moves.From,
                        ToUnit = moves.To,
                    }
                    : month
            )
            .ToList();
        IReadOnlyList<PreviewSum> sums = [];
        if (past.Moved.Count > 0)
        {
            var answer = await SumsAsync(plant!, past.Moved, cancellationToken);
            if (answer.IsRefused(out var refusal, out var known))
                return refusal;
            sums = known;
        }
        return new ChangePreview
        {
            PlantMonthsAffected = months.Count,
            PlantMonthsToCalculate = revised.Count,
            SinceNeeded = past.SinceNeeded,
            FirstMonth = months.Count == 0 ? null : months.Min(month => month.Month),
            LastMonth = months.Count == 0 ? null : months.Max(month => month.Month),
            Sums = sums,
            PlantMonths = [.. months.Take(MonthsShown)],
        };
    }

    private async Task<Answer<List<PreviewSum>>> SumsAsync(
        PlantCode plant,
        IReadOnlyList<MovedMonth> moved,
        CancellationToken cancellationToken
    )
    {
        using var late = new CancellationTokenSource(s_longest, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var (from, to) = (moved.Min(month => month.Month), moved.Max(month => month.Month));
            var answer = await TotalsAsync(NamedOrg.OfPlant(plant), from, to, ended.Token);
            if (answer.IsRefused(out var refusal, out var moves))
                return refusal;
            var sums = new List<PreviewSum>();
            foreach (
                var unit in moved
                    .SelectMany(month => new[] { month.From, month.To })
                    .OfType<string>()
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
            )
            {
                answer = await TotalsAsync(NamedOrg.OfUnit(unit), from, to, ended.Token);
                if (answer.IsRefused(out refusal, out var totals))
                    return refusal;
                sums.AddRange(Sums(unit, moved, moves, totals));
            }
            return sums;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new ServiceUnavailableException(LedgerStatePages.Service);
        }
    }

    /// <summary>Of a unit what changes, over the months that come to it or leave it.</summary>
    private static IEnumerable<PreviewSum> Sums(
        string unit,
        IReadOnlyList<MovedMonth> moved,
        Dictionary<(Month Month, Key Key), decimal> moves,
        Dictionary<(Month Month, Key Key), decimal> totals
    )
    {
        var leave = moved.Where(month => month.From == unit).Select(month => month.Month).ToHashSet();
        var come = moved.Where(month => month.To == unit).Select(month => month.Month).ToHashSet();
        foreach (
            var key in moves
                .Keys.Where(at => leave.Contains(at.Month) || come.Contains(at.Month))
                .Select(at => at.Key)
                .Distinct()
        )
        {
            var old = totals.Where(t =>
                t.Key.Key == key && (leave.Contains(t.Key.Month) || come.Contains(t.Key.Month))
            );
            var before = old.Sum(total => total.Value);
            var delta =
                come.Sum(month => moves.GetValueOrDefault((month, key)))
                - leave.Sum(month => moves.GetValueOrDefault((month, key)));
            if (delta != 0)
                yield return new PreviewSum(
                    key.Category,
                    key.Basis,
                    key.Measure,
                    key.Unit,
                    before,
                    before + delta,
                    delta
                )
                {
                    Org = NamedOrg.OfUnit(unit),
                };
        }
    }

    /// <summary>Totals by month on every basis; none of a part of which the ledger has not heard.</summary>
    private async Task<Answer<Dictionary<(Month Month, Key Key), decimal>>> TotalsAsync(
        string org,
        Month from,
        Month to,
        CancellationToken cancellationToken
    )
    {
        var totals = new Dictionary<(Month Month, Key Key), decimal>();
        using var client = clients.CreateClient(LedgerStatePages.Service);
        foreach (var bases in s_bases)
        {
            var path = $"/internal/totals?from={from}&to={to}&org={org}&groupBy=month&basis={bases}";
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return totals;
            if (!response.IsSuccessStatusCode)
                return await response.RefusalAsync(cancellationToken)
                    ?? throw new ServiceUnavailableException(LedgerStatePages.Service);
            var answer =
                await response.Content.ReadFromJsonAsync<TotalsAnswer>(StrictJson.Options, cancellationToken)
                ?? throw new InvalidDataException($"The ledger answered null to {path}.");
            foreach (var row in answer.Rows)
                totals[(Month.Parse(row.Month!.Value!), new Key(row.Category, row.Basis, row.Measure, row.Unit))] =
                    decimal.Parse(row.Quantity, CultureInfo.InvariantCulture);
        }
        return totals;
    }
}
