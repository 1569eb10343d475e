namespace CarbonPlatform.Oracle.Exact;

/// <summary>What a unit is of another one of its dimension.</summary>
internal static class Units
{
    private static readonly Dictionary<string, (string Dimension, Fraction Size)> s_known = new(StringComparer.Ordinal)
    {
        ["t"] = ("mass", 1),
        ["kg"] = ("mass", 0.001m),
        ["g"] = ("mass", 0.000001m),
        ["mg"] = ("mass", 0.000000001m),
        ["kt"] = ("mass", 1000),
        ["Mt"] = ("mass", 1_000_000),
        ["万t"] = ("mass", 10_000),
        ["kWh"] = ("energy", 1),
        ["MWh"] = ("energy", 1000),
        ["GWh"] = ("energy", 1_000_000),
        ["TWh"] = ("energy", 1_000_000_000),
        ["万kWh"] = ("energy", 10_000),
        ["亿kWh"] = ("energy", 100_000_000),
        // 1 kWh is 0.0036 GJ.
        ["GJ"] = ("energy", (Fraction)1 / 0.0036m),
        ["MJ"] = ("energy", (Fraction)1 / 3.6m),
        ["kJ"] = ("energy", (Fraction)1 / 3600),
        ["TJ"] = ("energy", (Fraction)1 / 0.0000036m),
        ["Nm3"] = ("gas volume", 1),
        ["万Nm3"] = ("gas volume", 10_000),
        ["亿Nm3"] = ("gas volume", 100_000_000),
        // Trade volume is at 20 °C.
        ["m3@20C"] = ("gas volume", 0.9318m),
        ["万m3@20C"] = ("gas volume", 9318),
        ["m3"] = ("liquid volume", 1),
        ["L"] = ("liquid volume", 0.001m),
        ["万m3"] = ("liquid volume", 10_000),
        ["mg/Nm3"] = ("gas concentration", 1),
        ["g/Nm3"] = ("gas concentration", 1000),
        ["mg/L"] = ("liquid concentration", 1),
        ["g/L"] = ("liquid concentration", 1000),
        ["h"] = ("time", 1),
        ["min"] = ("time", (Fraction)1 / 60),
        ["d"] = ("time", 24),
        ["mV"] = ("voltage", 1),
        ["V"] = ("voltage", 1000),
        ["min/cell-day"] = ("anode effect", 1),
        ["yuan"] = ("money", 1),
        ["元"] = ("money", 1),
        ["万元"] = ("money", 10_000),
        ["亿元"] = ("money", 100_000_000),
    };

    public static Fraction Convert(Fraction quantity, string from, string to)
    {
        var (fromDimension, fromSize) = s_known[from];
        var (toDimension, toSize) = s_known[to];
        if (fromDimension != toDimension)
            throw new InvalidOperationException($"{from} cannot be given in {to}.");
        return quantity * fromSize / toSize;
    }
}
