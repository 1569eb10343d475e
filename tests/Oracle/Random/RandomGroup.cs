using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <summary>
/// A group that nobody would build: any source may report anything it can, with any attributes, in any month, and all of it
/// may be changed afterwards. Its codes begin with a letter of its own, so that several live beside each other.
/// </summary>
internal sealed class RandomGroup
{
    private static readonly string[] Provinces =
        ["BJ", "SX", "NM", "LN", "JL", "SH", "FJ", "SD", "HA", "SC", "CQ", "GX", "YN", "HI", "SN", "QH", "XJ", "XZ"];

    private static readonly string[] StackKinds = ["boiler", "thermal-unit", "kiln", "furnace", "potline", "anode-plant"];

    private static readonly string[] Kinds =
    [
        "boiler", "boiler", "thermal-unit", "kiln", "furnace", "furnace", "potline", "potline", "anode-plant",
        "wind-farm", "solar-farm", "hydro-station", "grid-connection", "grid-connection", "outfall", "site", "site",
    ];

    private readonly Dice _dice;
    private readonly string _name;

    public RandomGroup(string name, ulong seed, Month latest)
    {
        _name = name;
        _dice = new Dice(seed);
        Units = [$"{name}-U1", $"{name}-U2", $"{name}-U3"];
        Months = [.. Enumerable.Range(0, 6).Select(_ => new Month(2012 + _dice.Below(latest.Year - 2011), 1 + _dice.Below(12))).Where(m => m <= latest).Distinct().Order()];
        Plants = [.. Enumerable.Range(1, 7).Select(number => NewPlant($"{name}-P{number}"))];
        foreach (var plant in Plants)
        {
            foreach (var month in Months.Where(plant.ReportsIn))
                Sheets[(plant.Code, month)] = NewSheet(plant, month);
        }
    }

    public IReadOnlyList<string> Units { get; }

    public IReadOnlyList<Month> Months { get; }

    public List<Plant> Plants { get; }

    public SortedDictionary<(string Plant, Month Month), List<Reading>> Sheets { get; } = [];

    /// <summary>The group as it is now; later changes leave it as it was.</summary>
    public Group Group => new(Units, [.. Plants]);

    /// <summary>A change of one sheet: readings set anew or added, and readings withdrawn.</summary>
    public (string Plant, Month Month, List<Reading> Given, List<Reading> Withdrawn) Correct()
    {
        var at = _dice.Of([.. Sheets.Keys]);
        var plant = Plants.Single(p => p.Code == at.Plant);
        var sheet = Sheets[at];
        List<Reading> given = [], withdrawn = [];
        foreach (var reading in sheet.ToList())
        {
            switch (_dice.Below(8))
            {
                case 0:
                    withdrawn.Add(reading);
                    sheet.Remove(reading);
                    break;
                case 1 or 2:
                    var changed = NewReading(plant, reading.Source, reading.Activity) with { Meter = reading.Meter, Lot = reading.Lot };
                    given.Add(changed);
                    sheet[sheet.IndexOf(reading)] = changed;
                    break;
                default:
                    break;
            }
        }

        foreach (var added in NewSheet(plant, at.Month).Where(r => _dice.OneIn(6) && !sheet.Concat(withdrawn).Any(s => Key(s) == Key(r))))
        {
            if (Refused(sheet, added)) continue;
            given.Add(added);
            sheet.Add(added);
        }

        return (at.Plant, at.Month, given, withdrawn);
    }

    /// <summary>A whole new sheet in place of another.</summary>
    public (string Plant, Month Month) Replace()
    {
        var at = _dice.Of([.. Sheets.Keys]);
        Sheets[at] = NewSheet(Plants.Single(p => p.Code == at.Plant), at.Month);
        return at;
    }

    /// <summary>A plant moves to another place, unit or span; null when it is to be left as it is.</summary>
    public Plant MovePlant()
    {
        var index = _dice.Below(Plants.Count);
        var plant = Plants[index];
        var province = _dice.Of(Provinces);
        plant = _dice.Below(3) switch
        {
            0 => plant with { Province = province, SubRegion = SubRegion(province) },
            1 => plant with { Memberships = Memberships(plant.From) },
            // Its last sheet must stay within.
            _ => plant with { To = plant.To == Month.Max && Months.Any(plant.ReportsIn) ? Months.Last(plant.ReportsIn) : Month.Max },
        };
        Plants[index] = plant;
        return plant;
    }

    /// <summary>A source is another than was thought.</summary>
    public (Plant Plant, Source Source) ChangeSource()
    {
        var index = _dice.Below(Plants.Count);
        var plant = Plants[index];
        var old = _dice.Of(plant.Sources);
        var source = NewSource(old.Code, old.Kind, [.. plant.Sources.Where(s => s.Kind == "stack" && s != old).Select(s => s.Code)]);
        Plants[index] = plant with { Sources = [.. plant.Sources.Select(s => s == old ? source : s)] };
        return (Plants[index], source);
    }

    private static (string, string, string?, string?) Key(Reading reading) => (reading.Source, reading.Activity, reading.Meter, reading.Lot);

    /// <summary>What a generating station delivers is no export besides.</summary>
    private static bool Refused(List<Reading> sheet, Reading added) =>
        added.Activity == "electricity.exported"
            ? sheet.Exists(s => s.Source == added.Source && s.Activity.StartsWith("generation.", StringComparison.Ordinal))
            : added.Activity.StartsWith("generation.", StringComparison.Ordinal) && sheet.Exists(s => s.Source == added.Source && s.Activity == "electricity.exported");

    private Plant NewPlant(string code)
    {
        var province = _dice.Of(Provinces);
        var stacks = Enumerable.Range(1, 1 + _dice.Below(3)).Select(n => NewSource($"STK-{n}", "stack", [])).ToList();
        var others = Enumerable.Range(1, 4 + _dice.Below(5)).Select(n => NewSource($"S-{n}", _dice.Of(Kinds), [.. stacks.Select(s => s.Code)]));
        var from = _dice.OneIn(3) ? Months[_dice.Below(Months.Count)] : new Month(2005, 1 + _dice.Below(12));
        return new Plant(code, Memberships(from), [.. stacks, .. others])
        {
            Country = _dice.OneIn(8) ? "GN" : "CN",
            Province = province,
            SubRegion = SubRegion(province),
            From = from,
        };
    }

    private string? SubRegion(string province) => province == "NM" ? _dice.Of<string?>("west", "east", null) : null;

    private List<Membership> Memberships(Month from)
    {
        List<Membership> memberships = [new(from, _dice.Of(Units))];
        foreach (var month in Months.Where(m => m > from && _dice.OneIn(4)))
            memberships.Add(new Membership(month, _dice.Of(Units)));
        return memberships;
    }

    private Source NewSource(string code, string kind, string[] stacks) => new(code, kind, Process(kind))
    {
        Technology = kind switch
        {
            "boiler" => _dice.Of<string?>("grate", "cfb", "domestic-typical", "international-leading", null),
            "thermal-unit" => _dice.Of<string?>("pulverised", "domestic-leading", null),
            "kiln" or "furnace" => _dice.Of<string?>("domestic-typical", "domestic-leading", null),
            "potline" => _dice.Of<string?>("CWPB", "CWPB", "SWPB", "VSS", "HSS", "PFPB-L", "PFPB-M", "PFPB-MW"),
            _ => null,
        },
        DischargesTo = StackKinds.Contains(kind) && !IsItsOwnStack(code) ? [.. stacks.Where(_ => _dice.OneIn(2))] : [],
        CreditingStart = kind == "hydro-station" && _dice.OneIn(2) ? new DateOnly(2008 + _dice.Below(12), 1 + _dice.Below(12), 1) : null,
        PowerDensity = kind == "hydro-station" && _dice.OneIn(2) ? Fraction.Parse(_dice.Of("3.9", "4", "4.001", "25")) : null,
        Profiles = _dice.OneIn(4) ? [(_dice.Of(Months), Profile(kind))] : [],
        Waivers = kind is "boiler" or "kiln" or "potline" && _dice.OneIn(3) ? [new Waiver(_dice.Of("SO2", "NOx"), _dice.Of("not-applicable", "measured-quarterly"), _dice.Of(Months), Month.Max)] : [],
    };

    private string Process(string kind) => kind switch
    {
        "potline" => "electrolysis",
        "anode-plant" => "anode",
        "wind-farm" or "solar-farm" or "hydro-station" => "power",
        _ => _dice.Of("power", "alumina", "copper", "zinc", "other"),
    };

    private string Profile(string kind) => kind switch
    {
        "potline" => _dice.Of("ndrc-2013", "ets-2024", "ipcc-2019"),
        "anode-plant" => _dice.Of("ndrc-2013", "gbt-32151-34-2024"),
        _ => "ndrc-2013",
    };

    private List<Reading> NewSheet(Plant plant, Month month)
    {
        List<Reading> sheet = [];
        foreach (var source in plant.Sources.Where(s => s.ExistsIn(month)))
        {
            foreach (var activity in Vocabulary.Of(source.Kind).Where(a => _dice.OneIn(2) && MayReport(source, a)))
            {
                var readings = Vocabulary.MayComeInLots(activity) && _dice.OneIn(4) ? 1 + _dice.Below(3) : 1;
                for (var number = 1; number <= readings; number++)
                {
                    var reading = NewReading(plant, source.Code, activity) with
                    {
                        Meter = readings > 1 && number % 2 == 1 ? $"M{number}" : null,
                        Lot = readings > 1 && number % 2 == 0 ? $"L{number}" : null,
                    };
                    if (!Refused(sheet, reading)) sheet.Add(reading);
                }
            }
        }

        // A sheet holds something.
        if (sheet.Count == 0) sheet.Add(NewReading(plant, plant.Sources[0].Code, "water.fresh"));
        return sheet;
    }

    /// <summary>What an estimate rests on is known of all lots of a fuel or of none: of what is known of a part the methods do not speak.</summary>
    private static bool OfAllLotsOrNone(string attribute) => attribute is "sulphurPercent" or "noxKgPerUnit";

    private static bool Said(Plant plant, string source, string activity, string attribute) => (plant.Code[^1] + source[^1] + activity.Sum(c => c) + attribute.Length) % 2 == 0;

    /// <summary>A source is its own stack or discharges to others; of one that is said to do both nobody knows what its stacks are.</summary>
    private static bool MayReport(Source source, string activity) =>
        source.Kind == "stack" || IsItsOwnStack(source.Code) || !activity.StartsWith("stack.", StringComparison.Ordinal);

    private static bool IsItsOwnStack(string code) => code[^1] % 2 == 0;

    private Reading NewReading(Plant plant, string source, string activity)
    {
        var (unit, low, high) = _dice.Of(Vocabulary.Units(activity));
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in Vocabulary.Attributes(activity).Where(a => Vocabulary.Needs(activity, a) || (OfAllLotsOrNone(a) ? Said(plant, source, activity, a) : _dice.OneIn(2))))
        {
            switch (attribute)
            {
                case "basis":
                    attributes["basis"] = _dice.Of("ar", "ad");
                    if (attributes["basis"] == "ad")
                    {
                        attributes["moistureAr"] = _dice.Number(5, 20);
                        attributes["moistureAd"] = _dice.Number(1, 5);
                    }

                    break;
                case "proof":
                    attributes["proof"] = _dice.Of("settlement", "certificate", "contract-and-settlement", "contract", "pending");
                    break;
                case "origin":
                    attributes["origin"] = _dice.Of("fossil", "hydro", "wind", "solar", "mixed");
                    break;
                case "supplierPlant" or "customerPlant":
                    var other = _dice.OneIn(4) ? "OUTSIDE-1" : $"{_name}-P{1 + _dice.Below(7)}";
                    if (other != plant.Code) attributes[attribute] = other;
                    break;
                default:
                    var (from, to) = Vocabulary.Range(activity, attribute);
                    attributes[attribute] = _dice.Number(from, to);
                    break;
            }
        }

        // Now and then far more than any plant has, but not more than may be said.
        return new Reading(source, activity, _dice.Number(low, _dice.OneIn(20) ? high * 1_000_000 : high), unit)
        {
            Quality = _dice.Of("measured", "own-meter", "settled", "estimated"),
            Attributes = attributes,
        };
    }
}
