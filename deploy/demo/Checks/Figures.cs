using System.Globalization;
using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>
/// A reading with its amount in the unit that the checks work in: t, kWh (GJ for heat), Nm3, m3, yuan, h.
/// </summary>
internal sealed record Figure(
    string Plant,
    string Month,
    string Source,
    string Activity,
    decimal Amount,
    IReadOnlyDictionary<string, string> Attributes
)
{
    public string Year => Month[..4];

    public bool IsFuel => Activity.StartsWith("fuel.", StringComparison.Ordinal);

    public decimal? Attribute(string name) =>
        Attributes.TryGetValue(name, out var text)
            ? decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Net calorific value as received, converted where the laboratory reports air-dried.</summary>
    public decimal? NcvAsReceived =>
        Attribute("ncv") is { } ncv
            ? Attribute("moistureAr") is { } ar
                ? ncv * (100m - ar) / (100m - Attribute("moistureAd")!.Value)
                : ncv
            : null;

    /// <summary>
    /// Standard coal of a fuel, by its calorific value or the coefficients of GB/T 2589;
    /// of electricity 0.1229 kgce/kWh; of heat 34.12 kgce/GJ.
    /// </summary>
    public decimal Kgce =>
        Activity switch
        {
            "fuel.natural-gas" => Amount * 1.33m,
            "fuel.coke-oven-gas" => Amount * 0.6143m,
            "fuel.diesel" => Amount * 1457.1m,
            "fuel.gasoline" => Amount * 1471.4m,
            "reductant.coke" or "reductant.semi-coke" => Amount * 971.4m,
            "reductant.anthracite" => Amount * 20.304m / 29.3076m * 1000m,
            "heat.purchased" => Amount * 34.12m,
            _ when IsFuel => Amount * NcvAsReceived!.Value / 29.3076m * 1000m,
            _ when Activity.StartsWith("electricity.", StringComparison.Ordinal) => Amount * 0.1229m,
            _ => 0m,
        };
}

/// <summary>Every figure, and sums over them.</summary>
internal sealed class Figures(IReadOnlyList<Reading> readings)
{
    private readonly Figure[] _all = [.. readings.Select(Figure)];

    public IReadOnlyList<Figure> All => _all;

    public IEnumerable<IGrouping<(string Plant, string Month), Figure>> BySheet() =>
        _all.GroupBy(f => (f.Plant, f.Month));

    public IEnumerable<IGrouping<(string Plant, string Month, string Source), Figure>> BySourceMonth() =>
        _all.GroupBy(f => (f.Plant, f.Month, f.Source));

    public static decimal Sum(IEnumerable<Figure> figures, params string[] activities) =>
        figures.Where(f => activities.Contains(f.Activity)).Sum(f => f.Amount);

    private static Figure Figure(Reading reading)
    {
        if (!Unit.TryParse(reading.Unit, out var unit))
            throw new InvalidOperationException($"{reading.Unit} is no unit.");
        var amount = decimal.Parse(reading.Quantity, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var canonical = unit.Dimension.Name switch
        {
            "mass" => Unit.Tonne,
            "energy" when unit.Symbol.EndsWith('J') => Unit.Gigajoule,
            "energy" => Unit.KilowattHour,
            _ => unit.Dimension.Base,
        };
        return new Figure(
            reading.Plant,
            reading.Month,
            reading.Source,
            reading.Activity,
            new Quantity(amount, unit).To(canonical).Value,
            GroupFiles.Pairs(reading.Attributes).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)
        );
    }
}
