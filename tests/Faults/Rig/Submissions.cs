using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// One call of a plant: readings that come to a month's sheet or change it, and readings that are withdrawn.
/// </summary>
internal sealed record Submission(
    string Key,
    string Plant,
    Month Month,
    IReadOnlyList<Reading> Given,
    IReadOnlyList<Reading> Withdrawn
)
{
    /// <summary>Whether it is sent once more after it was answered.</summary>
    public bool IsRepeated { get; init; }

    public string Path => $"plants/{Plant}/months/{Month}/readings";

    public string Body { get; } = PlatformApi.Sheet(Given, Withdrawn).ToJsonString();

    /// <summary>What it makes of a sheet.</summary>
    public IReadOnlyList<Reading> After(IReadOnlyList<Reading> sheet) =>
        [.. sheet.Where(reading => !Given.Concat(Withdrawn).Any(other => Same(reading, other))), .. Given];

    private static bool Same(Reading one, Reading other) =>
        one.Source == other.Source && one.Activity == other.Activity;
}

/// <summary>
/// What the plants of a made-up group hand in; the same for the same seed. Every plant-month is a chain of submissions,
/// each of which changes the sheet that the one before left; no two readings of the whole have the same quantity.
/// </summary>
internal sealed class Submissions
{
    private static readonly (string Source, string Activity, string Unit, string Quality)[] s_readings =
    [
        ("GRID-1", "electricity.grid", "万kWh", "settled"),
        ("GRID-1", "electricity.wind", "MWh", "settled"),
        ("KILN-1", "fuel.anthracite", "t", "measured"),
        ("KILN-1", "fuel.natural-gas", "Nm3", "measured"),
        ("BOILER-1", "fuel.bituminous-coal", "t", "own-meter"),
        ("BOILER-1", "fuel.diesel", "t", "estimated"),
        ("SITE-1", "water.fresh", "m3", "measured"),
    ];

    private readonly Dice _dice;
    private readonly string _name;
    private int _number;

    /// <summary>Makes them up.</summary>
    /// <param name="name">What all codes begin with, so that several groups live beside each other.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="chains">Over how many plant-months; an average of seven each unless given.</param>
    public Submissions(string name, ulong seed, int count, int? chains = null)
    {
        _name = name;
        _dice = new Dice(seed);
        var wanted = Math.Clamp(chains ?? count / 7, 1, count);
        // Of 42 months there are, in more than so many sheets more plants take part.
        var plants = Math.Clamp(wanted / 5, Math.Min(2, wanted), Math.Max(60, wanted / 40));
        var months = (wanted + plants - 1) / plants;
        string[] units = [$"{name}-NORTH", $"{name}-SOUTH"];
        Group = new Group(
            units,
            [.. Enumerable.Range(1, plants).Select(number => NewPlant($"{name}-{number}", units))]
        );
        From = Month.Parse("2023-01");
        To = Month.Range(From, Month.Parse("2026-06")).ElementAt(months - 1);

        var places = Group
            .Plants.SelectMany(plant => Month.Range(From, To).Select(month => (plant, month)))
            .Take(wanted)
            .ToList();
        Chains =
        [
            .. places.Select(
                (place, index) => Chain(place.plant, place.month, count / wanted + (index < count % wanted ? 1 : 0))
            ),
        ];
    }

    public Group Group { get; }

    public Month From { get; }

    public Month To { get; }

    public string[] Plants => [.. Group.Plants.Select(plant => plant.Code)];

    /// <summary>The submissions of each plant-month, in their order.</summary>
    public IReadOnlyList<IReadOnlyList<Submission>> Chains { get; }

    /// <summary>What somebody else says of the same readings.</summary>
    public Submission Overtaking(Submission submission) =>
        new(
            submission.Key + "-overtaken",
            submission.Plant,
            submission.Month,
            [.. submission.Given.Select(reading => reading with { Quantity = NewQuantity() })],
            []
        );

    /// <summary>
    /// Its sources say what is expected of them, so no month makes a revision of another one: each is a submission.
    /// </summary>
    private static Plant NewPlant(string code, string[] units) =>
        new(
            code,
            [new Membership(Month.Parse("2015-01"), units[code[^1] % 2])],
            [
                new("GRID-1", "grid-connection", "other") { Expects = ["electricity.grid"] },
                new("KILN-1", "kiln", "alumina") { Expects = ["fuel.anthracite"] },
                new("BOILER-1", "boiler", "power") { Expects = ["fuel.bituminous-coal"] },
                new("SITE-1", "site", "other") { Expects = ["water.fresh"] },
            ]
        )
        {
            Province = code[^1] % 3 == 0 ? "SX" : "YN",
            From = Month.Parse("2015-01"),
        };

    private List<Submission> Chain(Plant plant, Month month, int length)
    {
        var chain = new List<Submission>(length);
        IReadOnlyList<Reading> sheet = [];
        while (chain.Count < length)
        {
            List<Reading> given = [];
            for (var readings = 1 + _dice.Below(chain.Count == 0 ? 4 : 2); given.Count < readings; )
            {
                var place = _dice.Of(s_readings);
                if (!given.Exists(reading => reading.Source == place.Source && reading.Activity == place.Activity))
                    given.Add(NewReading(plant, place));
            }

            var withdrawable = sheet
                .Where(reading =>
                    !given.Exists(other => other.Source == reading.Source && other.Activity == reading.Activity)
                )
                .ToList();
            List<Reading> withdrawn = withdrawable.Count > 0 && _dice.OneIn(5) ? [_dice.Of<Reading>(withdrawable)] : [];
            var submission = new Submission($"{_name}-{Sizes.Seed}-{_number}", plant.Code, month, given, withdrawn)
            {
                IsRepeated = _dice.OneIn(20),
            };
            sheet = submission.After(sheet);
            chain.Add(submission);
        }

        return chain;
    }

    private Reading NewReading(Plant plant, (string Source, string Activity, string Unit, string Quality) place)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (place.Activity == "electricity.wind")
        {
            // From another plant of the group now and then: the posting has a counterparty. It is no claim, by which a
            // sheet of one plant would make revisions of another's: each revision is a submission.
            var supplier = $"{_name}-{1 + _dice.Below(3)}";
            if (supplier == plant.Code)
                attributes["proof"] = _dice.Of("settlement", "certificate", "pending");
            else
                (attributes["proof"], attributes["supplierPlant"]) = ("pending", supplier);
        }

        return new Reading(place.Source, place.Activity, NewQuantity(), place.Unit)
        {
            Quality = place.Quality,
            Attributes = attributes,
        };
    }

    private string NewQuantity() => $"{1 + _dice.Below(9000)}.{++_number:000000}";
}
