using CarbonPlatform.ServiceDefaults.Data;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>The file of the boundaries.</summary>
[Tier(Tier.Pure)]
public sealed class BoundaryTests
{
    [Theory]
    [InlineData("ets-power,thermal-unit,scope1.burning,CO2,", "\"scope1.burning\" is no category")]
    [InlineData("ets-power,thermal-unit,scope1.combustion,CO3,", "\"CO3\" is no measure")]
    [InlineData("ets-power,,scope1.combustion,CO2,", "kind is empty")]
    [InlineData("ets-power,thermal-unit,scope1.carbonate,CO2,", "ets-power has this row twice")]
    public void A_bad_row_stops_the_start_with_file_line_and_reason(string row, string reason)
    {
        var folder = Directory.CreateTempSubdirectory("carbon-boundaries-").FullName;
        var file = Path.Combine(folder, "boundaries.csv");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Reporting", "boundaries.csv"), file);
        File.AppendAllText(file, row + "\n");
        Should
            .Throw<DataFileException>(() => Boundaries.Read(folder))
            .Message.ShouldBe($"boundaries.csv, line {File.ReadAllLines(file).Length}: {reason}");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_boundaries_are_in_the_order_of_the_file() =>
        Boundaries.Read().All.ShouldBe(["enterprise", "ets-aluminium", "ets-power"]);
}
