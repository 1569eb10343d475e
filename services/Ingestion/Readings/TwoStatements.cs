using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using static CarbonPlatform.Ingestion.Readings.SheetRemarks;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// The mass that a monitoring platform gives beside the concentration and the flow that it was made of: where they
/// differ by more than 5 %, one of the three is wrong. The mass counts. And heat that is metered in GJ beside the mass
/// and the enthalpy of its steam: where they differ by more than 2 %, by either way of counting it. The GJ count.
/// </summary>
internal static class TwoStatements
{
    private static readonly (string Mass, string Concentration, string Flow, Unit Product)[] s_statements =
    [
        ("stack.so2.mass", "stack.so2.concentration", "stack.flue-gas", Unit.Milligram),
        ("stack.nox.mass", "stack.nox.concentration", "stack.flue-gas", Unit.Milligram),
        ("stack.pm.mass", "stack.pm.concentration", "stack.flue-gas", Unit.Milligram),
        ("stack.fluoride.mass", "stack.fluoride.concentration", "stack.flue-gas", Unit.Milligram),
        // mg/L times m3 is grams.
        ("discharge.cod.mass", "discharge.cod.concentration", "discharge.wastewater", Unit.Gram),
        (
            "discharge.ammonia-nitrogen.mass",
            "discharge.ammonia-nitrogen.concentration",
            "discharge.wastewater",
            Unit.Gram
        ),
    ];

    private static readonly Exact s_allowed = Exact.Ratio(5, 100);

    /// <summary>
    /// kJ/kg of feed water at 20 °C, which the guidelines of 2013 to 2015 take off; the anode standard takes nothing
    /// off.
    /// </summary>
    private static readonly Exact s_feedWater = Exact.Of(83.74m);

    private static readonly Exact s_allowedOfHeat = Exact.Ratio(2, 100);

    public static IEnumerable<Finding> Find(IReadOnlyList<ReadingRecord> sheet, IReadOnlyList<GivenReading> given) =>
        [.. MassBesideConcentration(sheet, given), .. HeatBesideSteam(sheet, given)];

    private static IEnumerable<Finding> HeatBesideSteam(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given
    )
    {
        foreach (var reading in sheet)
        {
            if (
                Number(reading, "steamTonnes") is not { } tonnes
                || Number(reading, "enthalpyKjPerKg") is not { } enthalpy
            )
                continue;
            // kJ/kg times t is MJ.
            var heat = new Quantity(reading.Quantity, Unit.Parse(reading.Unit)).In(Unit.Gigajoule);
            var high = tonnes * enthalpy * Exact.Ratio(1, 1000);
            var low = tonnes * (enthalpy - s_feedWater) * Exact.Ratio(1, 1000);
            if (heat >= low - low * s_allowedOfHeat && heat <= high + high * s_allowedOfHeat)
                continue;
            yield return SheetFindings.HeatDiffers(
                PlaceOf([reading], given),
                reading,
                heat.RoundToFit(6),
                low.RoundToFit(6),
                high.RoundToFit(6)
            ) with
            {
                Reading = ReadingKey.Of(reading),
                Explanation = reading.Explanation,
            };
        }
    }

    private static Exact? Number(ReadingRecord reading, string attribute) =>
        reading.Attributes?.GetValueOrDefault(attribute) is { } text
        && DecimalText.TryParse(text, out var number, out _)
            ? Exact.Of(number)
            : null;

    private static IEnumerable<Finding> MassBesideConcentration(
        IReadOnlyList<ReadingRecord> sheet,
        IReadOnlyList<GivenReading> given
    )
    {
        foreach (var source in sheet.GroupBy(reading => reading.Source, StringComparer.Ordinal))
        {
            foreach (var (ofMass, ofConcentration, ofFlow, unit) in s_statements)
            {
                var masses = Of(ofMass);
                var concentrations = Of(ofConcentration);
                var flows = Of(ofFlow);
                if (masses.Count == 0 || Product(concentrations, flows) is not { } product)
                    continue;
                var mass = Sum(masses);
                var worked = product * unit.RatioTo(Unit.Kilogram);
                if ((mass > worked ? mass - worked : worked - mass) <= (mass > worked ? mass : worked) * s_allowed)
                    continue;
                yield return SheetFindings.MassDiffers(
                    PlaceOf([.. masses, .. concentrations, .. flows], given),
                    source.Key,
                    ofMass,
                    mass.RoundToFit(6),
                    ofConcentration,
                    ofFlow,
                    worked.RoundToFit(6)
                ) with
                {
                    Reading = ReadingKey.Of(masses[0]),
                    Explanation = masses[0].Explanation,
                };
            }

            List<ReadingRecord> Of(string activity) => [.. source.Where(reading => reading.Activity == activity)];
        }
    }

    /// <summary>
    /// Each concentration by the flow of its own meter and days; a single one by the whole flow. Null where it is not
    /// said which belongs to which.
    /// </summary>
    private static Exact? Product(List<ReadingRecord> concentrations, List<ReadingRecord> flows)
    {
        if (concentrations.Count == 0 || flows.Count == 0)
            return null;
        if (concentrations.Count == 1)
            return Amount(concentrations[0]) * Sum(flows);
        var product = Exact.Zero;
        foreach (var concentration in concentrations)
        {
            var own = flows.FindAll(flow =>
                flow.Meter == concentration.Meter
                && flow.Lot == concentration.Lot
                && flow.From == concentration.From
                && flow.To == concentration.To
            );
            if (own.Count != 1)
                return null;
            product += Amount(concentration) * Amount(own[0]);
        }
        return concentrations.Count == flows.Count ? product : null;
    }
}
