using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>The file of the boundaries.</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData("ets-power,thermal-unit,scope1.burning,CO2,", "\"scope1.burning\" is no category")]
    [InlineData("ets-power,thermal-unit,scope1.combustion,CO3,", "\"CO3\" is no measure")]
    [InlineData("ets-power,,scope1.combustion,CO2,", "kind is empty")]
    [InlineData("ets-power,thermal-unit,scope1.carbonate,CO2,", "ets-power has this row twice")]
    public void A_bad_row_stops_the_start_with_file_line_and_reason(string row, string reason)
    {
        using var folder = DataFolder.Copy();
        var line = folder.Append("boundaries.csv", row);
        Should.Throw<DataFileException>(() => Boundaries.Read(folder.Path)).Message.ShouldBe($"boundaries.csv, line {line}: {reason}");
    }

    [Fact]
    public void The_boundaries_are_in_the_order_of_the_file() => Boundaries.Read().All.ShouldBe(["enterprise", "ets-aluminium", "ets-power"]);
}
