using System.Globalization;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Group;

/// <summary>
/// The sheet of one plant and month while it is being filled. Amounts come in canonical units (t, kWh, Nm3, m3, GJ,
/// kgce … as the vocabulary has them) and are written in the unit that this plant's meters show.
/// </summary>
internal sealed class Sheet(Plant plant, Month month, Noise noise)
{
    // How many decimals the meters of each unit show.
    private static readonly Dictionary<string, int> s_decimals = new(StringComparer.Ordinal)
    {
        ["t"] = 2,
        ["万t"] = 4,
        ["kg"] = 1,
        ["kWh"] = 0,
        ["MWh"] = 2,
        ["万kWh"] = 4,
        ["GJ"] = 1,
        ["Nm3"] = 0,
        ["万Nm3"] = 3,
        ["m3"] = 0,
        ["万元"] = 2,
        ["亿元"] = 4,
        ["h"] = 1,
        ["mg/Nm3"] = 2,
        ["mg/L"] = 2,
        ["min/cell-day"] = 3,
    };

    private readonly List<Reading> _readings = [];

    public Plant Plant => plant;

    public Month Month => month;

    public IReadOnlyList<Reading> Readings => _readings;

    public int Days => month.Days;

    public decimal Hours => 24m * Days;

    /// <summary>Share of a year that this month is.</summary>
    public decimal ShareOfYear => Days / (DateTime.IsLeapYear(month.Year) ? 366m : 365m);

    /// <summary>Years since the first month, for what improves or grows slowly.</summary>
    public decimal YearsIn => (((month.Year - 2022) * 12) + month.Number - 1) / 12m;

    /// <summary>Deviation of this month.</summary>
    public decimal Vary(string what, decimal spread) => noise.Around(spread, plant.Code, what, month.ToString());

    /// <summary>Deviation of this plant, the same in every month.</summary>
    public decimal Own(string what, decimal spread) => noise.Around(spread, plant.Code, what);

    public bool IsFrom(string from) => string.CompareOrdinal(month.ToString(), from) >= 0;

    public bool IsOneOf(params ReadOnlySpan<string> months) => months.Contains(month.ToString());

    public void Add(
        string source,
        string activity,
        decimal amount,
        string unit,
        string quality = "measured",
        string meter = "",
        string attributes = ""
    )
    {
        if (!Unit.TryParse(unit, out var written))
            throw new InvalidOperationException($"{unit} is no unit.");
        var shown = decimal.Round(new Quantity(amount, Canonical(written)).To(written).Value, s_decimals[unit]);
        var quantity = shown.ToString("0.######", CultureInfo.InvariantCulture);
        _readings.Add(
            new Reading(plant.Code, month.ToString(), source, activity, meter, quantity, unit, quality, attributes)
        );
    }

    /// <summary>One <c>key=value</c> of the attributes column.</summary>
    public static string Attribute(string name, decimal value, int decimals) =>
        name + "=" + decimal.Round(value, decimals).ToString("0.######", CultureInfo.InvariantCulture);

    public static string Attributes(params string[] attributes) =>
        string.Join(';', attributes.Where(a => a.Length > 0));

    private static Unit Canonical(Unit written) =>
        written.Dimension.Name switch
        {
            "mass" => Unit.Tonne,
            "energy" when written.Symbol.EndsWith('J') => Unit.Gigajoule,
            "energy" => Unit.KilowattHour,
            _ => written.Dimension.Base,
        };
}
