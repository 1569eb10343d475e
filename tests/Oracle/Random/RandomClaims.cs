using System.Globalization;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <summary>
/// Claims of plants on what others have generated: on a part and on all of it, on a plant that has not reported, and
/// without a name where the generator says that it delivers to them.
/// </summary>
/// <param name="dice">Says what.</param>
/// <param name="made">Made the sheets.</param>
/// <param name="plants">The plants.</param>
/// <param name="sheets">Their sheets, to which readings are added.</param>
internal sealed class RandomClaims(
    Dice dice,
    RandomSheets made,
    IReadOnlyList<Plant> plants,
    SortedDictionary<(string Plant, Month Month), List<Reading>> sheets
)
{
    private const int Tries = 3;

    private static readonly Dictionary<string, string> s_proven = new(StringComparer.Ordinal)
    {
        ["proof"] = "certificate",
    };

    public void Add()
    {
        foreach (var (at, sheet) in sheets.ToList())
        {
            foreach (var generated in sheet.ToList())
            {
                for (var claim = 0; claim < Tries; claim++)
                    Claim(at.Plant, at.Month, generated);
            }
        }
    }

    private static void DeliverTo(string customer, List<Reading> sheet, Reading generated)
    {
        var at = sheet.FindIndex(r =>
            (r.Source, r.Activity, r.Meter, r.Lot)
            == (generated.Source, generated.Activity, generated.Meter, generated.Lot)
        );
        sheet[at] = generated with
        {
            Attributes = new Dictionary<string, string>(generated.Attributes) { ["customerPlant"] = customer },
        };
    }

    /// <summary>Another plant claims what one has generated, or a part of it.</summary>
    private void Claim(string generator, Month month, Reading generated)
    {
        if (!generated.Activity.StartsWith("generation.", StringComparison.Ordinal) || dice.OneIn(3))
            return;
        var power = generated.Activity.Replace("generation.", "electricity.", StringComparison.Ordinal);
        var places = plants
            .Where(plant => plant.Code != generator && sheets.ContainsKey((plant.Code, month)))
            .SelectMany(plant => plant.Sources, (plant, source) => (Plant: plant.Code, Source: source))
            .Where(place =>
                place.Source.ExistsIn(month)
                && Vocabulary.Of(place.Source.Kind).Contains(power, StringComparer.Ordinal)
                && !sheets[(place.Plant, month)].Exists(r => r.Source == place.Source.Code && r.Activity == power)
            )
            .ToList();
        if (places.Count == 0)
            return;
        var at = dice.Of(places);
        // Some claim from one who has not reported.
        var silent = plants.Where(plant => plant.ReportsIn(month) && !sheets.ContainsKey((plant.Code, month))).ToList();
        var supplier = silent.Count > 0 && dice.OneIn(2) ? dice.Of(silent).Code : generator;
        // Some name nobody, and the generator says that it delivers to them.
        var isNamed = !dice.OneIn(4);
        if (!isNamed)
            DeliverTo(at.Plant, sheets[(generator, month)], generated);
        var all = decimal.Parse(generated.Quantity, CultureInfo.InvariantCulture);
        var claimed = dice.OneIn(4) ? all : decimal.Round(all / 4, 6);
        sheets[(at.Plant, month)]
            .Add(
                new Reading(at.Source.Code, power, claimed.ToString(CultureInfo.InvariantCulture), generated.Unit)
                {
                    Quality = made.NewQuality(),
                    Attributes = isNamed
                        ? new Dictionary<string, string>(s_proven) { ["supplierPlant"] = supplier }
                        : s_proven,
                }
            );
    }
}
