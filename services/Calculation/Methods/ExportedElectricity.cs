using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity supplied to others stands under a category of its own and is never netted into what was bought. Hydro, wind and
/// solar power is zero; fossil and mixed power takes the factors of each basis. To a plant of the group only the kWh stand here:
/// the receiver owns CO2 and ENERGY.
/// </summary>
internal static class ExportedElectricity
{
    public const string Method = "exported-electricity/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        Power.WriteElectricity(source, Part.Whole(readings), LineKind.ExportedElectricity, Method);
        var outside = Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is not { IsForGroup: true });
        if (outside.IsEmpty) return;

        Power.WriteEnergy(source, outside, EnergyKinds.Exported, Method);
        var withFactor = Part.Of(readings, static (in Reading reading, string? _) =>
            reading.Facts is not { IsForGroup: true } && reading.Facts?.Origin is not ("hydro" or "wind" or "solar"));
        Power.WriteGrid(source, outside, withFactor, withFactor, ScopeTwoKinds.Exported, Method, LineStatuses.None);
    }
}
