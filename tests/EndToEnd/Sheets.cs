namespace CarbonPlatform.EndToEnd;

/// <summary>Plants and sheets whose figures are worked out in docs/methods.</summary>
internal static class Sheets
{
    /// <summary>An alumina refinery in Shanxi with a boiler and a grid connection.</summary>
    public static async Task PutRefineryAsync(
        this PlatformClient client,
        string plant,
        string orgUnit = "ALUMINA",
        string province = "SX",
        string from = "2015-01"
    )
    {
        await client.PutAsync($"units/{orgUnit}", new { name = orgUnit });
        await client.PutAsync(
            $"plants/{plant}",
            new
            {
                name = plant,
                orgUnit,
                province,
                kinds = new[] { "alumina" },
                from,
            }
        );
        await client.PutAsync(
            $"plants/{plant}/sources/GRID-1",
            new { name = "Grid connection", kind = "grid-connection" }
        );
        await client.PutAsync(
            $"plants/{plant}/sources/KILN-1",
            new
            {
                name = "Calciner",
                kind = "kiln",
                process = "alumina",
            }
        );
    }

    /// <summary>Grid power alone: 5,366 t CO2 for 1,000 万kWh in 2024, national.</summary>
    public static object Grid(string quantity, string unit = "万kWh") =>
        new { readings = new[] { GridReading(quantity, unit) } };

    public static object GridReading(string quantity, string unit = "万kWh") =>
        new
        {
            source = "GRID-1",
            activity = "electricity.grid",
            quantity,
            unit,
            quality = "settled",
        };

    /// <summary>Anthracite in the calciner: 2,322,768.466333 kg CO2 for 1,000 t by the defaults.</summary>
    public static object CoalReading(string tonnes) =>
        new
        {
            source = "KILN-1",
            activity = "fuel.anthracite",
            quantity = tonnes,
            unit = "t",
            quality = "measured",
        };
}
