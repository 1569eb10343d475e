using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Oracle;

/// <summary>The platform and the oracle have the same figures, to the last digit.</summary>
[Collection(typeof(RunningPlatformCollection))]
public sealed class PlatformTests(RunningPlatform platform)
{
    private static readonly string[][] Slicings =
    [
        [], ["month"], ["unit"], ["plant"], ["source"], ["activity"], ["process"], ["month", "unit"], ["plant", "activity"], ["source", "activity", "month"],
    ];

    private static readonly string[][] OtherBases = [["location-provincial", "combined-margin", "equal"], ["market", "grid-average"]];

    [Fact]
    public async Task Demonstration_group_equal()
    {
        var (group, sheets) = platform.Loaded["demo"];
        var comparison = new Comparison(platform.Api, group, sheets);
        await comparison.LinesAsync();
        await AllTotalsAsync(comparison, group, Month.Parse("2022-01"), Month.Parse("2024-12"), [.. group.Units, .. group.Plants.Select(p => p.Code)]);
        Agree(comparison);
        await WholeGroupAsync();
    }

    /// <summary>Three groups; others with CARBON_ORACLE_SEEDS, as "4,5,6".</summary>
    public static TheoryData<int> Seeds =>
        [.. (Environment.GetEnvironmentVariable("CARBON_ORACLE_SEEDS") is { Length: > 0 } seeds ? seeds : "1,2,3").Split(',').Select(int.Parse)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_group_equal(int seed)
    {
        var name = $"R{seed}X{Environment.ProcessId}";
        var random = new RandomGroup(name, (ulong)seed, Month.At(TimeProvider.System.GetUtcNow(), TimeZoneInfo.Utc).Previous);
        await platform.Api.PutAsync(random.Group);
        foreach (var ((plant, month), readings) in random.Sheets) await platform.Api.PostAsync(plant, month, readings, []);
        var (before, position) = await CompareAsync(random);

        for (var change = 0; change < 60; change++)
        {
            switch (change % 6)
            {
                case 0:
                    var moved = random.MovePlant();
                    await platform.Api.PutAsync(moved);
                    break;
                case 1:
                    var (plant, source) = random.ChangeSource();
                    await platform.Api.PutAsync(plant, source);
                    break;
                case 2:
                    var replaced = random.Replace();
                    await platform.Api.ReplaceAsync(replaced.Plant, replaced.Month, random.Sheets[replaced]);
                    break;
                default:
                    var corrected = random.Correct();
                    if (corrected.Given.Count + corrected.Withdrawn.Count > 0)
                        await platform.Api.PostAsync(corrected.Plant, corrected.Month, corrected.Given, corrected.Withdrawn);
                    break;
            }
        }

        await CompareAsync(random);

        // What was then is still told as it was then, organisation and all.
        var then = new Comparison(platform.Api, before.Group, before.Sheets) { AsOf = position };
        await AllTotalsAsync(then, before.Group, random.Months[0], random.Months[^1], Organisations(random));
        Agree(then);
    }

    private static string[] Organisations(RandomGroup random) => [.. random.Units, .. random.Plants.Select(p => p.Code)];

    private async Task<((Group Group, Sheet[] Sheets) Was, long Position)> CompareAsync(RandomGroup random)
    {
        foreach (var (plant, month) in random.Sheets.Keys) await platform.Api.PostedAsync(plant, month);
        Sheet[] sheets = [.. random.Sheets.Select(sheet => new Sheet(sheet.Key.Plant, sheet.Key.Month, [.. sheet.Value]))];
        platform.Loaded[random.Units[0]] = (random.Group, sheets);
        var comparison = new Comparison(platform.Api, random.Group, sheets);
        await comparison.LinesAsync();
        await AllTotalsAsync(comparison, random.Group, random.Months[0], random.Months[^1], Organisations(random));
        Agree(comparison);
        await WholeGroupAsync();
        return ((random.Group, sheets), comparison.Position);
    }

    private async Task WholeGroupAsync()
    {
        // A platform that others use too holds plants that nobody here knows.
        if (await platform.HoldsOthersAsync()) return;
        var (group, sheets) = platform.Whole();
        var comparison = new Comparison(platform.Api, group, sheets);
        await AllTotalsAsync(comparison, group, Month.Parse("2012-01"), sheets.Max(s => s.Month), ["GROUP"]);
        Agree(comparison);
    }

    private static async Task AllTotalsAsync(Comparison comparison, Group group, Month from, Month to, string[] organisations)
    {
        foreach (var organisation in organisations)
        {
            // Every slicing of the group and its units; of a plant the finest says all.
            var slicings = group.Find(organisation) is null ? Slicings : [[], ["source", "activity", "month"]];
            foreach (var slices in slicings) await comparison.TotalsAsync(from, to, organisation, slices);
            foreach (var bases in OtherBases) await comparison.TotalsAsync(from, to, organisation, [], bases);
        }
    }

    private static void Agree(Comparison comparison)
    {
        comparison.Compared.ShouldBeGreaterThan(1000);
        if (comparison.Differences.Count > 0)
        {
            var file = Path.Combine(TestKit.Checkout.Root, "artifacts", "oracle-differences.txt");
            File.WriteAllLines(file, comparison.Differences);
            throw new ShouldAssertException($"{comparison.Differences.Count} differences in {comparison.Compared} figures (all in {file}):\n" + string.Join('\n', comparison.Differences.Take(30)));
        }
    }
}
