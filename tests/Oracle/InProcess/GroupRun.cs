using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;
using Shouldly;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>
/// The life of one random group: handed in, changed, changed again, while its events come late, twice and in any order.
/// Now and then, and whenever all has arrived, platform and oracle are compared.
/// </summary>
internal sealed class GroupRun
{
    private readonly PlatformInProcess _platform;
    private readonly RandomGroup _random;
    private readonly GroupSize _size;
    private readonly Dice _dice;
    private readonly PostOffice _office;
    private readonly Journal _journal;
    private readonly Written _written = new();
    private readonly List<(long Position, Group Group, Totals Totals)> _positions = [];
    private int _publications;
    private int _lines;
    private int _figures;

    public GroupRun(PlatformInProcess platform, int seed, Month latest)
    {
        _platform = platform;
        _size = GroupSize.Of(seed);
        _random = new RandomGroup("R", (ulong)seed, latest, _size);
        _dice = new Dice((ulong)seed + 1_000_000);
        _office = new PostOffice(platform.Services, _dice);
        _journal = new Journal(platform.Api);
    }

    private ServiceInProcess Ingestion => _platform.Services[0];

    private ServiceInProcess Calculation => _platform.Services[1];

    private ServiceInProcess Ledger => _platform.Services[^1];

    private PlatformApi Api => _platform.Api;

    public async Task LiveAsync()
    {
        foreach (var unit in _random.Units)
            await CallAsync(api => api.PutUnitAsync(unit));
        foreach (var plant in _random.Plants)
            await CallAsync(api => api.PutWithSourcesAsync(plant));
        foreach (var supply in _random.Supplies)
            await CallAsync(api => api.PutSupplyAsync(supply));
        foreach (var some in _random.AllSheets.Chunk(1 + _dice.Below(100)))
        {
            // One after the other: months of a plant speak of each other, and in a month what one plant holds of its
            // claims changes with the sheets of others; so it is known what each revision said.
            foreach (var sheet in some)
            {
                await Api.PostAsync(sheet.Plant, sheet.Month, sheet.Readings, []);
                await TakeAsync();
            }
            await DeliverSomeAsync();
        }

        for (var stage = 0; stage < 2; stage++)
        {
            for (var change = 0; change < 20 + _random.Sheets.Count / 10; change++)
            {
                foreach (var call in _random.Change())
                    await CallAsync(call);
                if (_dice.OneIn(20))
                    await PublishAsync();
                if (_dice.OneIn(4))
                    await DeliverSomeAsync();
            }

            await CompareHeldAsync();
            await DeliverAllAsync();
            await CompareAsync(isLast: false);
            _office.Release();
        }

        // Copies from long ago change nothing any more.
        await DeliverAllAsync();
        await CompareAsync(isLast: true);
        await ComparePositionsAsync();
    }

    public override string ToString() =>
        $"{_random.Plants.Count} plants, {_random.Months.Count} months, {_random.Sheets.Count} sheets, "
        + $"{_written.Revisions} revisions, {_publications} publications, {_lines} lines, {_journal.Postings} "
        + $"postings, {_office.Delivered} deliveries, {_positions.Count} positions, {_figures} figures compared";

    private async Task CallAsync(Func<PlatformApi, Task> call)
    {
        await call(Api);
        await TakeAsync();
        if (!_dice.OneIn(10))
            return;
        await Api.RepeatAsync();
        await TakeAsync();
    }

    /// <summary>
    /// One proposes better numbers, another looks at what they would change and publishes them; then all is calculated
    /// again.
    /// </summary>
    private async Task PublishAsync()
    {
        if (_random.Propose() is not { } proposal)
            return;
        var id = await Api.ProposeAsync(proposal.Body);
        var (before, after) = (_random.Published, _random.Published.And(proposal.Publication));
        var preview = new PreviewComparison([.. _written.Calculated(before)], [.. _written.Calculated(after)]);
        preview.ShouldAgree(await _platform.SecondPerson.PreviewAsync(id));
        _figures += preview.Compared;
        _random.Published = after;
        _written.Publish(await _platform.SecondPerson.PublishAsync(id), after);
        _publications++;
        await _office.CollectAsync(Calculation);
    }

    private async Task TakeAsync() => _written.Remember(await _office.CollectAsync(Ingestion), _random);

    private async Task<bool> DeliverSomeAsync()
    {
        var (to, events) = await _office.DeliverSomeAsync();
        foreach (var handed in events)
        {
            if (to == Ledger)
                _written.Apply(handed);
            else if (to == Calculation)
                _written.Calculate(handed);
        }

        return to is not null;
    }

    private async Task DeliverAllAsync()
    {
        while (await DeliverSomeAsync())
        {
            if (_dice.OneIn(30))
                await CompareHeldAsync();
        }
    }

    /// <summary>Half-way: the ledger holds exactly what it was handed, whatever is still to come.</summary>
    private async Task CompareHeldAsync()
    {
        // A question about nothing is answered as one about somebody unknown.
        if (_positions.Count >= 6 || _written.Held() is not { Books.Count: > 0, Group.Plants.Count: > 0 } held)
            return;
        var totals = new Totals(held.Group, held.Books);
        var comparison = new Comparison(Api, held.Group, totals);
        await _journal.ReadAsync();
        comparison.Postings(_journal);
        await comparison.AllTotalsAsync(
            _random.Months[0],
            _random.Months[^1],
            ["GROUP", _dice.Of(held.Group.Organisations)],
            () => _dice.OneIn(6)
        );
        Finish(comparison);
        _positions.Add((_journal.Position, held.Group, totals));
    }

    /// <summary>All has arrived: the ledger holds what the group is.</summary>
    private async Task CompareAsync(bool isLast)
    {
        var (group, sheets) = (_random.Group, _random.AllSheets);
        var totals = new Totals(group, sheets);
        var comparison = new Comparison(Api, group, totals);
        await _journal.ReadAsync();
        comparison.Postings(_journal);
        foreach (var sheet in sheets.Where(_ => _dice.OneIn(isLast ? 6 : 20)))
            await comparison.LinesAsync(sheet.Plant, sheet.Month);
        var organisations =
            isLast && group.Organisations.Count < 10
                ? group.Organisations
                : [.. group.Units, _dice.Of(group.Plants).Code, _dice.Of(group.Plants).Code];
        await comparison.AllTotalsAsync(
            _random.Months[0],
            _random.Months[^1],
            ["GROUP", .. organisations],
            () => isLast || _dice.OneIn(6)
        );
        Finish(comparison);
        _positions.Add((_journal.Position, group, totals));
        _lines = totals.LineCount;

        var undelivered = await Api.GetAsync("reconciliation");
        undelivered["total"]!["outstanding"]!.GetValue<int>().ShouldBe(0, undelivered.ToJsonString());
        undelivered["organisation"]!["outstanding"]!.GetValue<int>().ShouldBe(0, undelivered.ToJsonString());
        var sound = await Api.GetAsync("/internal/invariants");
        sound["holds"]!.GetValue<bool>().ShouldBeTrue(sound.ToJsonString());
    }

    /// <summary>What was then is still told as it was then, organisation and all.</summary>
    private async Task ComparePositionsAsync()
    {
        foreach (var (position, group, totals) in _positions)
        {
            var comparison = new Comparison(Api, group, totals) { AsOf = position };
            await comparison.AllTotalsAsync(
                _random.Months[0],
                _random.Months[^1],
                ["GROUP", _dice.Of(group.Units), _dice.Of(group.Plants).Code],
                () => _dice.OneIn(4)
            );
            Finish(comparison);
        }
    }

    private void Finish(Comparison comparison)
    {
        comparison.ShouldAgree();
        _figures += comparison.Compared;
    }
}
