using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>Lots of a fuel of which only some name their sulphur or NOx.</summary>
[Tier(Tier.Pure)]
public sealed class LotTests
{
    private const string Lots =
        "B fuel.diesel#1 100 t sulphurPercent=0.5 noxKgPerUnit=3; B fuel.diesel#2 40 t @estimated";

    [Theory]
    [InlineData("B site", "fuel.diesel")] // nothing is owed there
    [InlineData("B boiler waived=SO2,NOx", "fuel.lignite")] // a waiver excuses silence
    public void Where_silence_is_no_gap_the_line_is_of_the_lots_that_speak(string source, string fuel)
    {
        var lines = Sheets.Calculate(
            "2024-03",
            "SX",
            source,
            Lots.Replace("fuel.diesel", fuel, StringComparison.Ordinal)
        );

        lines.Gaps.ShouldBeEmpty();
        // 2 × 100 × 0.5 / 100 × 0.85 × 1000 and 100 × 3
        Of(lines, LineKind.CombustionSo2).ShouldBe((850m, 100m, Quality.Measured));
        Of(lines, LineKind.CombustionNox).ShouldBe((300m, 100m, Quality.Measured));
        var (_, quantity, quality) = Of(lines, LineKind.CombustionCo2);
        (quantity, quality).ShouldBe((140m, Quality.Estimated));
    }

    [Fact]
    public void Where_it_is_one_there_is_no_line_at_all()
    {
        var lines = Sheets.Calculate(
            "2024-03",
            "SX",
            "B boiler",
            Lots.Replace("fuel.diesel", "fuel.lignite", StringComparison.Ordinal)
        );

        lines
            .Gaps.Select(gap => gap.Kind)
            .ShouldBe([LineKind.CombustionSo2, LineKind.CombustionNox], ignoreOrder: true);
        lines
            .All.ToArray()
            .Select(line => line.Kind)
            .ShouldNotContain(kind => kind == LineKind.CombustionSo2 || kind == LineKind.CombustionNox);
    }

    private static (decimal Amount, decimal Quantity, Quality Quality) Of(Lines lines, LineKind kind)
    {
        var line = lines.All.ToArray().Single(line => line.Kind == kind);
        return (line.Amount, line.ActivityQuantity, line.Quality);
    }
}
