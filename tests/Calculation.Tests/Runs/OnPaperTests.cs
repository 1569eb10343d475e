using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>An answer says of every line whether its calculation arrives at its amount.</summary>
[Tier(Tier.Pure)]
public sealed class OnPaperTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("2 × (10.5 − 1 − 0) × 1000", "19000")]
    [InlineData("12 × 44 / 12 × 1000", "44000")]
    [InlineData("10 / 4 / 5", "0.5")]
    [InlineData("10 / (4 / 5)", "12.5")]
    [InlineData("1 + 2 × 3", "7")]
    [InlineData("1 / 3", "0.333333")]
    [InlineData("(1/3) × 3", "1")]
    public void A_calculation_is_worked_out_from_its_text(string text, string value) =>
        OnPaper.Evaluate(text)!.Value.ToDecimal6().ShouldBe(decimal.Parse(value));

    [Theory]
    [InlineData("")]
    [InlineData("1 ×")]
    [InlineData("1 × (2 + 3")]
    [InlineData("1 × amount")]
    [InlineData("1 2")]
    [InlineData("1 / 0")]
    [InlineData("1.2.3")]
    public void What_is_no_calculation_has_no_value(string text)
    {
        OnPaper.Evaluate(text).ShouldBeNull();
        OnPaper
            .WhyNot(text, 1)
            .ShouldNotBeNull()
            .ShouldStartWith("The calculation as it is written cannot be worked out.");
    }

    [Fact]
    public void A_line_says_that_its_calculation_arrives()
    {
        var line = View(written: 0.3m, amount: 0.3m);

        line.Reproduced.ShouldBeTrue();
        line.NotReproduced.ShouldBeNull();
    }

    [Fact]
    public void A_line_whose_calculation_arrives_elsewhere_says_so_and_keeps_its_amount()
    {
        var line = View(written: 0.3m, amount: 0.300001m);

        line.Amount.ShouldBe(0.300001m);
        line.Reproduced.ShouldBeFalse();
        line.NotReproduced.ShouldBe(
            "The calculation as it is written comes to 0.300000. The amount stands; its explanation "
                + "has to be looked into."
        );
    }

    /// <summary>A line whose text a method has written, and whose amount, perhaps by another way.</summary>
    private static LineView View(decimal written, decimal amount)
    {
        var accepted = Sheets.Event("2024-03", "SX", "SITE-1 site", "SITE-1 fuel.diesel 10 t");
        var sheet = SheetReader.Read(accepted, Sheets.Catalogue);
        var lines = new Lines(8) { Working = new Working() };
        lines.BeginSource(0);
        lines.Working.Begin();
        lines.Working.Conclude(Measure.CO2, "because", Written.Of(written, $"{written}", "amount", "amount"));
        lines.Add(sheet.Sources[0].Activities[0], LineKind.CombustionCo2, amount, new Grounds("fuel-combustion/1"));
        lines.EndSource();
        lines.End();
        return LineView
            .Of(new CalculatedMonth(accepted, sheet, lines, Sheets.Catalogue), Sheets.Catalogue, Boundaries.Read())
            .ShouldHaveSingleItem();
    }
}
