using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Oracle;

/// <summary>A running platform and the oracle have the same figures, to the last digit.</summary>
[Collection(typeof(RunningPlatformCollection))]
[Tier(Tier.Platform)]
public sealed class PlatformTests(RunningPlatform platform)
{
    private const int Changes = 60;

    [Fact]
    public async Task Demonstration_group_equal()
    {
        var (group, sheets) = platform.Loaded["demo"];
        var comparison = new Comparison(platform.Api, group, sheets);
        await comparison.LinesAsync();
        await comparison.AllTotalsAsync(
            Month.Parse("2022-01"),
            Month.Parse("2024-12"),
            [.. group.Units, .. group.Plants.Select(p => p.Code)]
        );
        comparison.ShouldAgree();
        comparison.Compared.ShouldBeGreaterThan(100_000);
        await WholeGroupAsync();
    }

    [Theory]
    [InlineData(3)]
    public async Task Random_group_equal(int seed)
    {
        var name = $"R{seed}X{Environment.ProcessId}";
        var random = new RandomGroup(
            name,
            (ulong)seed,
            Month.At(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc).Previous,
            new GroupSize(Plants: 7, Months: 6, Sparseness: 2)
        );
        await platform.Api.PutAsync(random.Group);
        foreach (var ((plant, month), readings) in random.Sheets)
            await platform.Api.PostAsync(plant, month, readings, []);
        var (before, position) = await CompareAsync(random);

        for (var change = 0; change < Changes; change++)
        {
            foreach (var call in random.Change())
                await call(platform.Api);
        }

        await CompareAsync(random);
        await WholeGroupAsync();

        // What was then is still told as it was then, organisation and all.
        var then = new Comparison(platform.Api, before.Group, before.Sheets) { AsOf = position };
        await then.AllTotalsAsync(random.Months[0], random.Months[^1], before.Group.Organisations);
        then.ShouldAgree();
    }

    private async Task<((Group Group, IReadOnlyList<Sheet> Sheets) Was, long Position)> CompareAsync(RandomGroup random)
    {
        foreach (var (plant, month) in random.Sheets.Keys)
            await platform.Api.PostedAsync(plant, month);
        var (group, sheets) = (random.Group, random.AllSheets);
        platform.Loaded[random.Units[0]] = (group, sheets);
        var comparison = new Comparison(platform.Api, group, sheets);
        await comparison.LinesAsync();
        await comparison.AllTotalsAsync(random.Months[0], random.Months[^1], group.Organisations);
        comparison.ShouldAgree();
        comparison.Compared.ShouldBeGreaterThan(1000);
        return ((group, sheets), comparison.Position);
    }

    private async Task WholeGroupAsync()
    {
        // A platform that others use too holds plants that nobody here knows.
        if (await platform.HoldsOthersAsync())
            return;
        var (group, sheets) = platform.Whole();
        var comparison = new Comparison(platform.Api, group, sheets);
        await comparison.AllTotalsAsync(Month.Parse("2012-01"), sheets.Max(s => s.Month), ["GROUP"]);
        comparison.ShouldAgree();
    }
}
