using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>
/// What the continuous monitoring of one stack says in a month: dry flow and flow-weighted concentrations as measured.
/// A pollutant that is null is not monitored there.
/// </summary>
internal sealed record StackReadings(string Code, decimal FlowNm3)
{
    public decimal? So2 { get; init; }

    public decimal? Nox { get; init; }

    public decimal? Dust { get; init; }

    public decimal? Fluoride { get; init; }

    /// <summary>The monitoring platform also reports masses, which then count.</summary>
    public bool MassToo { get; init; }

    public bool ValidHours { get; init; }

    public static Source Source(string code, string name, string nameZh, string process) =>
        new(code, "stack", name, nameZh) { Process = process };

    public void Write(Sheet sheet)
    {
        var hours = sheet.Hours * (0.985m + (0.012m * (sheet.Vary(Code + "hours", 1m) - 1m)));
        sheet.Add(Code, "stack.flue-gas", FlowNm3, "万Nm3");
        if (ValidHours)
        {
            sheet.Add(Code, "stack.operating-hours", hours, "h");
            sheet.Add(
                Code,
                "stack.valid-hours",
                hours * (0.975m + (0.02m * (sheet.Vary(Code + "valid", 1m) - 1m))),
                "h"
            );
        }

        Write(sheet, "so2", So2);
        Write(sheet, "nox", Nox);
        Write(sheet, "pm", Dust);
        Write(sheet, "fluoride", Fluoride);
    }

    private void Write(Sheet sheet, string pollutant, decimal? usual)
    {
        if (usual is not { } average)
            return;
        var concentration = decimal.Round(average * sheet.Vary(Code + pollutant, 0.18m), 2);
        sheet.Add(Code, $"stack.{pollutant}.concentration", concentration, "mg/Nm3");
        if (MassToo)
        {
            // mg/Nm3 x Nm3 = 1e-9 t; the platform integrates hour by hour and so lands a little beside
            // the product of the averages.
            var tonnes = concentration * FlowNm3 / 1_000_000_000m * sheet.Vary(Code + pollutant + "mass", 0.015m);
            sheet.Add(Code, $"stack.{pollutant}.mass", tonnes, "kg");
        }
    }
}
