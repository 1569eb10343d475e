using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Oracle;

/// <summary>The demonstration group as the oracle sees it, without the platform.</summary>
[Tier(Tier.Pure)]
public sealed class DemonstrationGroupTests
{
    private static readonly Lazy<(Group Group, IReadOnlyList<Sheet> Sheets, Totals Totals)> s_demo = new(() =>
    {
        var (group, sheets) = DemonstrationGroup.Read();
        return (group, sheets, new Totals(group, sheets));
    });

    [Fact]
    public void Only_the_gaps_left_on_purpose_are_open()
    {
        string[] bases = ["location-national", "location-provincial", "market"];
        var expected = new[] { "2022-11", "2022-12" }
            .SelectMany(month => bases.Select(basis => $"NM-A2 {month} scope2.electricity {basis} CO2 no-factor"))
            // For the estimate at the boiler, and for the analyser at the stack, which reported before.
            .Concat(
                new[] { "2023-08", "2023-09" }.SelectMany(month =>
                    Enumerable.Repeat($"GS-Z1 {month} air.combustion  NOx not-reported", 2)
                )
            )
            // It began in November 2000; three periods of seven years ended with October 2021.
            .Concat(
                Month
                    .Range(Month.Parse("2022-01"), Month.Parse("2024-12"))
                    .Select(month => $"SC-H1 {month} avoided.hydro combined-margin CO2 crediting-ended")
            );
        s_demo
            .Value.Totals.Books.SelectMany(book =>
                book.Value.Gaps.Select(gap =>
                    $"{book.Key.Plant} {book.Key.Month} {gap.Category} {gap.Basis} {gap.Measure} {gap.Kind}"
                )
            )
            .ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public void What_goes_from_plant_to_plant_cancels_in_the_group()
    {
        var (group, _, totals) = s_demo.Value;
        var (from, to) = (Month.Parse("2022-01"), Month.Parse("2024-12"));
        var whole = totals.Of(from, to, totals.Set("GROUP"), Row);
        var fromOutside = totals.Of(
            from,
            to,
            totals.Set("GROUP"),
            (plant, month, line) => line.Key.Counterparty is null ? Row(plant, month, line) : null
        );
        var plants = group.Plants.Select(plant => totals.Of(from, to, totals.Set(plant.Code), Row)).ToList();
        var units = group.Units.Select(unit => totals.Of(from, to, totals.Set(unit), Row)).ToList();
        foreach (var (row, amount) in whole)
        {
            fromOutside[row].ShouldBe(amount, row);
            Together(plants, row).ShouldBe(amount.Millionths, row);
            Together(units, row).ShouldBe(amount.Millionths, row);
        }

        static Int128 Together(List<Dictionary<string, Sum>> parts, string row) =>
            parts.Aggregate((Int128)0, (sum, part) => sum + part.GetValueOrDefault(row).Millionths);
    }

    private static string Row(string plant, Month month, Line line) =>
        $"{line.Key.Category} {line.Key.Basis} {line.Key.Measure}";
}
