using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What a sheet says of power or heat that passes between plants: what the plant received from a supplier it names, or,
/// without one, what it generated or passed on itself. It stands beside the sheet, so that what plants say of each
/// other is held together without reading their sheets.
/// </summary>
/// <param name="Supplier">The plant that is named; null for what this plant can have supplied.</param>
/// <param name="Carrier">See <see cref="Carriers"/>.</param>
/// <param name="Quantity">In <see cref="UnitOf"/>, 6 decimals.</param>
/// <param name="Factors">
/// The factors of the supplier that the sheet states, each once, with blanks between; null for none.
/// </param>
internal sealed record SheetSupply(
    string? Supplier,
    string Carrier,
    decimal Quantity,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Factors = null
)
{
    // To hold two ends together, not to make a figure: the methods take the factors of the catalogue.
    private const decimal WaterReferenceC = 20m;
    private const decimal WaterKjPerKgK = 4.1868m;

    private static readonly string[] s_generated =
    [
        "electricity.exported",
        "generation.hydro",
        "generation.solar",
        "generation.thermal",
        "generation.wind",
        "generation.thermal.heat-supplied",
        "heat.exported",
        "heat.exported.hot-water",
        "heat.exported.steam",
    ];

    /// <summary>kWh of electricity, GJ of heat.</summary>
    public static string UnitOf(string carrier) =>
        (carrier == Carriers.Heat ? Unit.Gigajoule : Unit.KilowattHour).Symbol;

    /// <summary>The factors in words: what one of them is, or which ones there are.</summary>
    public string FactorsText() =>
        $"the factor {Factors!.Replace(" ", " and ", StringComparison.Ordinal)} "
        + (Carrier == Carriers.Heat ? "tCO2/GJ" : "kgCO2/kWh");

    /// <summary>What a sheet says, by supplier and carrier, what it passes on itself first.</summary>
    public static IReadOnlyList<SheetSupply> Of(IReadOnlyList<ReadingRecord> readings)
    {
        var sums = new Dictionary<(string Supplier, string Carrier), Exact>();
        var factors = new HashSet<(string Supplier, string Carrier, string Factor)>();
        foreach (var reading in readings)
        {
            if (reading.Attributes?.TryGetValue("supplierPlant", out var supplier) == true)
            {
                var carrier = Carriers.Of(reading.Activity);
                Add(supplier, carrier, reading);
                if (reading.Attributes.TryGetValue("supplierFactor", out var factor))
                    factors.Add((supplier, carrier, factor));
            }
            else if (
                s_generated.Contains(reading.Activity, StringComparer.Ordinal)
                // What a station supplies is part of what it generates.
                || (
                    reading.Activity == "generation.thermal.supplied"
                    && !readings.Any(other => other.Activity == "generation.thermal")
                )
            )
                Add(
                    "",
                    reading.Activity.Contains("heat", StringComparison.Ordinal) ? Carriers.Heat : Carriers.Electricity,
                    reading
                );
        }
        return
        [
            .. sums.OrderBy(sum => sum.Key.Supplier, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Carrier, StringComparer.Ordinal)
                .Select(sum => new SheetSupply(
                    sum.Key.Supplier.Length == 0 ? null : sum.Key.Supplier,
                    sum.Key.Carrier,
                    DecimalText.Trimmed(sum.Value.ToDecimal6()),
                    FactorsOf(sum.Key)
                )),
        ];

        string? FactorsOf((string Supplier, string Carrier) key)
        {
            var stated = factors.Where(f => (f.Supplier, f.Carrier) == key).Select(f => f.Factor);
            var text = string.Join(' ', stated.Order(StringComparer.Ordinal));
            return text.Length == 0 ? null : text;
        }

        void Add(string supplier, string carrier, ReadingRecord reading) =>
            sums[(supplier, carrier)] = sums.GetValueOrDefault((supplier, carrier)) + Amount(reading, carrier);
    }

    public static string ToJson(IReadOnlyList<SheetSupply> supplies) =>
        JsonSerializer.Serialize(supplies, StrictJson.Options);

    public static IReadOnlyList<SheetSupply> FromJson(string json) =>
        JsonSerializer.Deserialize<IReadOnlyList<SheetSupply>>(json, StrictJson.Options)!;

    /// <summary>Steam by its full enthalpy, hot water from 20 °C.</summary>
    private static Exact Amount(ReadingRecord reading, string carrier)
    {
        var quantity = new Quantity(reading.Quantity, Unit.Parse(reading.Unit));
        if (quantity.Unit.Dimension == Dimension.Energy)
            return quantity.In(carrier == Carriers.Heat ? Unit.Gigajoule : Unit.KilowattHour);
        var kjPerKg =
            Number("enthalpyKjPerKg") ?? Math.Max(0, ((Number("temperatureC") ?? 0) - WaterReferenceC) * WaterKjPerKgK);
        return quantity.In(Unit.Tonne) * kjPerKg * Unit.Megajoule.RatioTo(Unit.Gigajoule);

        decimal? Number(string attribute) =>
            reading.Attributes?.TryGetValue(attribute, out var text) == true
            && DecimalText.TryParse(text, out var number, out _, allowNegative: true)
                ? number
                : null;
    }
}
