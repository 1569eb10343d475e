using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>The plant-month of these tests, revision by revision.</summary>
internal static class OneMonth
{
    public const string Sources = "BOILER-1 boiler | GRID-1 grid-connection";

    public static ReadingsAcceptedEvent Revision(int revision, string tonnes = "1000") =>
        Sheets.Event(
            "2024-03",
            "SX",
            Sources,
            $"BOILER-1 fuel.anthracite {tonnes} t; GRID-1 electricity.grid 10000 MWh",
            revision: revision
        ) with
        {
            Reason = revision == 1 ? Reasons.Reading : Reasons.Correction,
        };

    public static decimal Co2(EmissionsCalculatedEvent calculated)
    {
        var category = calculated.Codes.ToList().IndexOf(Categories.Combustion);
        var line = calculated.Lines.Category.ToList().IndexOf(category);
        return calculated.Lines.Amount[line];
    }
}
