using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Group;

/// <summary>What wind, sun and rain did: monthly shapes with a mean of 1, and the years' own luck.</summary>
internal static class Weather
{
    // January to December.
    private static readonly decimal[] s_wind =
    [
        1.12m,
        1.05m,
        1.18m,
        1.22m,
        1.15m,
        0.92m,
        0.74m,
        0.70m,
        0.82m,
        0.98m,
        1.08m,
        1.04m,
    ];
    private static readonly decimal[] s_sun =
    [
        0.82m,
        0.92m,
        1.08m,
        1.14m,
        1.16m,
        1.10m,
        1.06m,
        1.05m,
        1.00m,
        0.98m,
        0.86m,
        0.83m,
    ];
    private static readonly decimal[] s_rain =
    [
        0.45m,
        0.40m,
        0.45m,
        0.62m,
        0.98m,
        1.38m,
        1.55m,
        1.52m,
        1.50m,
        1.30m,
        0.95m,
        0.90m,
    ];
    private static readonly decimal[] s_cold =
    [
        1.90m,
        1.80m,
        1.35m,
        0.70m,
        0.50m,
        0.45m,
        0.45m,
        0.45m,
        0.50m,
        0.80m,
        1.45m,
        1.65m,
    ];

    private static readonly Dictionary<int, (decimal Wind, decimal Sun, decimal Rain)> s_years = new()
    {
        [2022] = (0.97m, 1.02m, 0.93m),
        [2023] = (1.03m, 1.00m, 0.95m),
        [2024] = (0.98m, 0.98m, 1.06m),
    };

    public static decimal WindShape(Month month) => s_wind[month.Number - 1] * s_years[month.Year].Wind;

    public static decimal SunShape(Month month) => s_sun[month.Number - 1] * s_years[month.Year].Sun;

    /// <summary>Two dry summers, as in the south-west of 2022 and 2023.</summary>
    public static decimal RainShape(Month month)
    {
        var drought = (month.Year, month.Number) switch
        {
            (2022, 8) => 0.55m,
            (2022, 7 or 9) => 0.75m,
            (2023, >= 4 and <= 6) => 0.70m,
            _ => 1m,
        };
        return s_rain[month.Number - 1] * s_years[month.Year].Rain * drought;
    }

    /// <summary>How much heat buildings and pipes take, above the process's own need.</summary>
    public static decimal HeatingShape(Month month) => s_cold[month.Number - 1];
}
