using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <summary>Sheets in which any source may report anything it can, in any unit, with any attributes.</summary>
/// <param name="dice">Says what.</param>
/// <param name="name">Begins the codes of plants.</param>
/// <param name="size">How much there is.</param>
internal sealed class RandomSheets(Dice dice, string name, GroupSize size)
{
    /// <summary>What a generating station delivers is no export besides.</summary>
    public static bool Refused(List<Reading> sheet, Reading added) =>
        added.Activity == "electricity.exported"
            ? sheet.Exists(s =>
                s.Source == added.Source && s.Activity.StartsWith("generation.", StringComparison.Ordinal)
            )
            : added.Activity.StartsWith("generation.", StringComparison.Ordinal)
                && sheet.Exists(s => s.Source == added.Source && s.Activity == "electricity.exported");

    public List<Reading> NewSheet(Plant plant, Month month)
    {
        List<Reading> sheet = [];
        foreach (var source in plant.Sources.Where(s => s.ExistsIn(month)))
        {
            foreach (
                var activity in Vocabulary
                    .Of(source.Kind)
                    .Where(a => dice.OneIn(size.Sparseness) && MayReport(source, a))
            )
            {
                var readings = Vocabulary.MayComeInLots(activity) && dice.OneIn(4) ? 1 + dice.Below(3) : 1;
                for (var number = 1; number <= readings; number++)
                {
                    var reading = NewReading(plant, source.Code, activity) with
                    {
                        Meter = readings > 1 && number % 2 == 1 ? $"M{number}" : null,
                        Lot = readings > 1 && number % 2 == 0 ? $"L{number}" : null,
                    };
                    if (!Refused(sheet, reading))
                        sheet.Add(reading);
                }
            }
        }

        // Now and then the same coke is written twice, as fuel and as reductant.
        foreach (var burnt in sheet.Where(r => r.Activity is "fuel.coke" or "fuel.natural-gas").ToList())
        {
            var reduced = sheet.FindIndex(r =>
                r.Source == burnt.Source
                && r.Activity == burnt.Activity.Replace("fuel.", "reductant.", StringComparison.Ordinal)
            );
            if (reduced >= 0 && dice.OneIn(3) && burnt.Unit is not ("GJ" or "MWh"))
                sheet[reduced] = sheet[reduced] with { Quantity = burnt.Quantity, Unit = burnt.Unit };
        }

        // A sheet holds something, if there is a source that can say it.
        if (sheet.Count == 0 && plant.Sources.FirstOrDefault(s => s.ExistsIn(month)) is { } first)
            sheet.Add(NewReading(plant, first.Code, "water.fresh"));
        return sheet;
    }

    public string NewQuality() => dice.Of("measured", "own-meter", "settled", "estimated");

    public Reading NewReading(Plant plant, string source, string activity)
    {
        var (unit, low, high) = dice.Of(Vocabulary.Units(activity));
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var attribute in Vocabulary.Attributes(activity).Where(a => Vocabulary.Needs(activity, a) || dice.OneIn(2))
        )
        {
            switch (attribute)
            {
                case "basis":
                    attributes["basis"] = dice.Of("ar", "ad");
                    if (attributes["basis"] == "ad")
                    {
                        attributes["moistureAr"] = dice.Number(5, 20);
                        attributes["moistureAd"] = dice.Number(1, 5);
                    }

                    break;
                case "proof":
                    attributes["proof"] = dice.Of(
                        "settlement",
                        "certificate",
                        "contract-and-settlement",
                        "contract",
                        "pending"
                    );
                    break;
                case "certificateSold":
                    attributes["certificateSold"] = dice.Of("yes", "no");
                    break;
                case "gas":
                    attributes["gas"] = dice.Of([.. Tables.Processes.Refrigerants.Keys]);
                    break;
                case "origin":
                    attributes["origin"] = dice.Of("fossil", "hydro", "wind", "solar", "mixed");
                    break;
                case "supplierPlant" or "customerPlant":
                    var other = dice.OneIn(4) ? "OUTSIDE-1" : $"{name}-P{1 + dice.Below(size.Plants)}";
                    if (other != plant.Code)
                        attributes[attribute] = other;
                    break;
                default:
                    var (from, to) = Vocabulary.Range(activity, attribute);
                    attributes[attribute] = dice.Number(from, to);
                    break;
            }
        }

        // How a volume or a heat becomes an amount.
        if (unit is "L" or "m3" && Vocabulary.Density(activity) is var (thin, dense) && dice.OneIn(2))
            attributes["densityKgPerL"] = dice.Number(thin, dense);
        if (unit is "GJ" or "MWh" && activity.StartsWith("fuel.", StringComparison.Ordinal))
            attributes["heatBasis"] = dice.Of("lower", "upper");

        // Now and then far more than any plant has, but not more than may be said, three lots together.
        return new Reading(source, activity, dice.Number(low, dice.OneIn(20) ? high * 300 : high), unit)
        {
            Quality = NewQuality(),
            Attributes = attributes,
        };
    }

    /// <summary>
    /// A source is its own stack or discharges to others; of one that is said to do both nobody knows what its stacks
    /// are.
    /// </summary>
    private static bool MayReport(Source source, string activity) =>
        source.Kind == "stack"
        || RandomPlants.IsItsOwnStack(source.Code)
        || !activity.StartsWith("stack.", StringComparison.Ordinal);
}
