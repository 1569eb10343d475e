using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>
/// Headlines as they are answered. What the ledger says of the year is asked each time, once for all who wait for it;
/// as long as that is what it was, so is the headline, which is then the one in memory.
/// </summary>
internal sealed class Headlines(LedgerTotals ledger, AnswersInMemory remembered, IOptions<JsonOptions> json)
{
    private static readonly string s_program = typeof(Headlines).Module.ModuleVersionId.ToString("N");

    private readonly ConcurrentDictionary<int, AskedTogether<Answer<RememberedAnswer>>> _present = new();

    /// <summary>The headline of a year, or why there is none.</summary>
    public Task<Answer<RememberedAnswer>> AnswerAsync(
        Caller caller,
        int year,
        string? asOf,
        CancellationToken cancellationToken
    )
    {
        // It is the group's, and nobody who may ask for it is confined to plants: all get the same.
        if (caller.Plants is not null)
            throw new InvalidOperationException("A caller of the headline is confined to plants.");
        return asOf is not null
            ? MakeAsync(caller, year, asOf, cancellationToken)
            : _present
                .GetOrAdd(year, static _ => new AskedTogether<Answer<RememberedAnswer>>())
                .AskAsync(() => MakeAsync(caller, year, asOf: null, CancellationToken.None), cancellationToken);
    }

    private async Task<Answer<RememberedAnswer>> MakeAsync(
        Caller caller,
        int year,
        string? asOf,
        CancellationToken cancellationToken
    )
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"headline {year} {asOf}");
        _ = remembered.TryFind(name, out var known);
        var asked = await ledger.YearUnlessAsync(caller, year, basis: null, asOf, known?.Tag, cancellationToken);
        if (asked.IsRefused(out var refusal, out var now))
            return refusal;
        if (now.Totals is not { } first)
            return Outward(known!);
        if ((await OfYearAsync(caller, year, asOf, first, cancellationToken)).IsRefused(out refusal, out var headline))
            return refusal;
        var body = JsonSerializer.SerializeToUtf8Bytes(headline, json.Value.SerializerOptions);
        var answer = new RememberedAnswer(body, now.Tag ?? "");
        if (now.Tag is not null)
            remembered.Keep(name, answer);
        return Outward(answer);
    }

    /// <summary>Under a tag of its own: a newer program may make something else of the same totals.</summary>
    private static RememberedAnswer Outward(RememberedAnswer answer) =>
        answer with
        {
            Tag = EntityTag.Of(s_program + (answer.Tag.Length > 0 ? answer.Tag : Convert.ToBase64String(answer.Body))),
        };

    private async Task<Answer<HeadlineOfYear>> OfYearAsync(
        Caller caller,
        int year,
        string? asOf,
        TotalsAnswer first,
        CancellationToken cancellationToken
    )
    {
        // The ledger goes on while we read: the others are asked as of the position that the first answer names.
        var position = first.AsOf is { Sequence: > 0 } at ? at.Sequence.ToString(CultureInfo.InvariantCulture) : asOf;
        var later = await Task.WhenAll(
            ledger.YearAsync(caller, year, YearTotals.SecondBases, position, cancellationToken),
            ledger.YearAsync(caller, year, YearTotals.ThirdBases, position, cancellationToken),
            ledger.YearAsync(caller, year - 1, basis: null, position, cancellationToken),
            ledger.YearAsync(caller, year - 1, YearTotals.SecondBases, position, cancellationToken),
            ledger.YearAsync(caller, year - 1, YearTotals.ThirdBases, position, cancellationToken)
        );
        var others = new List<TotalsAnswer>();
        foreach (var answer in later)
        {
            if (answer.IsRefused(out var refusal, out var totals))
                return refusal;
            others.Add(totals);
        }
        if (others.Exists(other => other.AsOf.Sequence != first.AsOf.Sequence))
            throw new InvalidOperationException("The Ledger answered as of another position than it was asked for.");
        return HeadlineOfYear.Of(
            new YearTotals(year, first, others[0], others[1]),
            new YearTotals(year - 1, others[2], others[3], others[4])
        );
    }
}
