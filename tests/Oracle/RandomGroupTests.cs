using CarbonPlatform.Oracle.InProcess;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Oracle;

/// <summary>
/// Groups of up to 30 plants and 24 months, each with its own corrections, withdrawals and changes of the organisation,
/// through the real services in this process: the seed says what happens, and how badly the events travel.
/// </summary>
[Tier(Tier.Platform)]
public sealed class RandomGroupTests
{
    // Not up to now: a run of today is one of tomorrow.
    private static readonly Month s_latest = new(2025, 12);

    // Small and middling ones; a large one, such as seed 1 or 3, takes longer than all of these together.
    private const string Ordinary = "7,9,10";

    /// <summary>Some of each size; others with CARBON_ORACLE_SEEDS, as "1-200" or "4,5,6".</summary>
    public static TheoryData<int> Seeds =>
        [
            .. Asked(
                Environment.GetEnvironmentVariable("CARBON_ORACLE_SEEDS") is { Length: > 0 } seeds ? seeds : Ordinary
            ),
        ];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Random_group_equal(int seed)
    {
        await using var platform = await PlatformInProcess.StartAsync();
        var run = new GroupRun(platform, seed, s_latest);
        try
        {
            await run.LiveAsync();
        }
        finally
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"Seed {seed}: {run}");
        }
    }

    /// <summary>The groups have suppliers that are confirmed, and such that are only named.</summary>
    [Fact]
    public void Random_groups_have_suppliers_of_both_kinds()
    {
        var lines = Asked(Ordinary)
            .Select(seed => new RandomGroup("R", (ulong)seed, s_latest, GroupSize.Of(seed)))
            .SelectMany(random => new Totals(random.Group, random.AllSheets).Books.Values)
            .SelectMany(book => book.Lines)
            .Where(line => line.Key.Category is "scope2.electricity" or "scope2.heat")
            .ToList();
        lines.Count(line => line.Key.Counterparty is not null).ShouldBeGreaterThan(20);
        lines.Count(line => line.Statuses.Contains("supplier-unconfirmed")).ShouldBeGreaterThan(20);
    }

    /// <summary>
    /// The groups have power that is claimed from each other: held, too much, and of who has not reported.
    /// </summary>
    [Fact]
    public void Random_groups_claim_power_from_each_other()
    {
        var claimed = Asked("7-10")
            .Select(seed => new RandomGroup("R", (ulong)seed, s_latest, GroupSize.Of(seed)))
            .SelectMany(random => new Totals(random.Group, random.AllSheets).Books.Values)
            .SelectMany(book => book.Readings)
            .Where(reading => reading.ClaimedFrom is not null)
            .ToList();
        foreach (var standing in Enum.GetValues<Standing>())
            claimed.Count(reading => reading.Standing == standing).ShouldBeGreaterThan(20, $"{standing}");
        claimed.Count(reading => reading.Text("supplierPlant") != reading.ClaimedFrom).ShouldBeGreaterThan(5);
    }

    /// <summary>
    /// The groups have liquid fuels by volume and gases by heat: such as come to an amount, and such as nobody can say
    /// the amount of.
    /// </summary>
    [Fact]
    public void Random_groups_read_fuels_by_volume_and_by_heat()
    {
        var fuels = Asked("7-10")
            .Select(seed => new RandomGroup("R", (ulong)seed, s_latest, GroupSize.Of(seed)))
            .SelectMany(random => new Totals(random.Group, random.AllSheets).Books.Values)
            .SelectMany(book => book.Readings)
            .Where(reading => reading.Activity.StartsWith("fuel.", StringComparison.Ordinal))
            .ToList();
        fuels.Count(reading => reading.Amount is not null && reading.LowerHeat is null).ShouldBeGreaterThan(20);
        fuels.Count(reading => reading.LowerHeat is not null).ShouldBeGreaterThan(20);
        fuels.Count(reading => reading.IsUnknown).ShouldBeGreaterThan(5);
        fuels.Select(reading => reading.Text("heatBasis")).Distinct().Count().ShouldBe(3);
    }

    private static IEnumerable<int> Asked(string seeds) =>
        seeds
            .Split(',')
            .Select(part => part.Split('-'))
            .SelectMany(ends => Enumerable.Range(int.Parse(ends[0]), int.Parse(ends[^1]) - int.Parse(ends[0]) + 1));
}
