using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
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
    private readonly GroupSize _size;
    private int _names;

    public RandomGroup(string name, ulong seed, Month latest, GroupSize size)
    {
        _name = name;
        _size = size;
        _dice = new Dice(seed);
        Units = [$"{name}-U1", $"{name}-U2", $"{name}-U3"];
        Months = NewMonths(latest);
        // Some plants come to the group later; others may speak of them before.
        var first = _dice.OneIn(2) ? size.Plants : Math.Max(1, size.Plants * (1 + _dice.Below(4)) / 4);
        for (var number = 1; number <= first; number++) Plants.Add(NewPlant());
        foreach (var plant in Plants)
        {
            // A sheet may also come later, as a change.
            foreach (var month in Months.Where(plant.ReportsIn).Where(_ => !_dice.OneIn(12))) AddSheet(plant, month);
        }
    }

    public IReadOnlyList<string> Units { get; }

    public IReadOnlyList<Month> Months { get; }

    public List<Plant> Plants { get; } = [];

    public SortedDictionary<(string Plant, Month Month), List<Reading>> Sheets { get; } = [];

    /// <summary>The group as it is now; later changes leave it as it was.</summary>
    public Group Group => new(Units, [.. Plants]) { Published = Published };

    /// <summary>What was published so far.</summary>
    public Published Published { get; set; } = Published.Nothing;

    /// <summary>The sheet as it is now; later changes leave it as it was.</summary>
    public Sheet Sheet(string plant, Month month) => new(plant, month, [.. Sheets[(plant, month)]]);

    /// <summary>All sheets as they are now.</summary>
    public IReadOnlyList<Sheet> AllSheets => [.. Sheets.Keys.Select(key => Sheet(key.Plant, key.Month))];

    /// <summary>
    /// Something becomes other than it was. Each call of the API that this takes is to be made before the next is asked for:
    /// the group is then what the calls so far have made of it.
    /// </summary>
    public IEnumerable<Func<PlatformApi, Task>> Change() => _dice.Below(14) switch
    {
        0 => ChangePlant(),
        1 => ChangeSource(),
        2 => EndOrBegin(),
        3 => Replace(),
        4 => AddLateSheet(),
        5 => Plants.Count < _size.Plants ? AddLatePlant() : ChangePlant(),
        6 when _dice.OneIn(4) => Rename(),
        _ => Correct(),
    };

    /// <summary>Better numbers of what some sheet counts with; null where there is none.</summary>
    public RandomProposal? Propose() => Sheets.Count == 0 ? null : RandomProposal.Of(_dice, Group, _dice.Of(AllSheets), Months);

    /// <summary>Readings set anew or added, and readings withdrawn.</summary>
    private IEnumerable<Func<PlatformApi, Task>> Correct()
    {
        if (Sheets.Count == 0) yield break;
        var at = _dice.Of([.. Sheets.Keys]);
        var plant = Plant(at.Plant);
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
                    // All of it, or as little as there is.
                    var changed = _dice.OneIn(3)
                        ? reading with { Quality = NewQuality() }
                        : NewReading(plant, reading.Source, reading.Activity) with { Meter = reading.Meter, Lot = reading.Lot };
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

        if (given.Count + withdrawn.Count > 0) yield return api => api.PostAsync(at.Plant, at.Month, given, withdrawn);
    }

    /// <summary>A whole new sheet in place of another.</summary>
    private IEnumerable<Func<PlatformApi, Task>> Replace()
    {
        if (Sheets.Count == 0) yield break;
        var at = _dice.Of([.. Sheets.Keys]);
        var sheet = NewSheet(Plant(at.Plant), at.Month);
        if (sheet.Count == 0) yield break;
        Sheets[at] = sheet;
        yield return api => api.ReplaceAsync(at.Plant, at.Month, sheet);
    }

    private IEnumerable<Func<PlatformApi, Task>> AddLateSheet()
    {
        var plant = _dice.Of(Plants);
        var missing = Months.Where(month => plant.ReportsIn(month) && !Sheets.ContainsKey((plant.Code, month))).ToList();
        if (missing.Count == 0) return [];
        var month = _dice.Of(missing);
        return AddSheet(plant, month) ? [api => api.PostAsync(plant.Code, month, Sheets[(plant.Code, month)], [])] : [];
    }

    private IEnumerable<Func<PlatformApi, Task>> AddLatePlant()
    {
        var plant = NewPlant();
        Plants.Add(plant);
        yield return api => api.PutWithSourcesAsync(plant);
        foreach (var month in Months.Where(plant.ReportsIn).Where(_ => _dice.OneIn(2)))
        {
            if (AddSheet(plant, month)) yield return api => api.PostAsync(plant.Code, month, Sheets[(plant.Code, month)], []);
        }
    }

    /// <summary>A plant moves to another place, unit or span.</summary>
    private IEnumerable<Func<PlatformApi, Task>> ChangePlant()
    {
        var plant = _dice.Of(Plants);
        var reported = Sheets.Keys.Where(sheet => sheet.Plant == plant.Code).Select(sheet => sheet.Month).ToList();
        var province = _dice.Of(Provinces);
        var from = _dice.OneIn(2) && reported.Count > 0 ? reported[0] : plant.From.AddMonths(-_dice.Below(30));
        plant = _dice.Below(4) switch
        {
            0 => plant with { Province = province, SubRegion = SubRegion(province) },
            1 => plant with { Memberships = Memberships(plant.From) },
            // Its sheets must stay within.
            2 => plant with { From = from, Memberships = Memberships(from) },
            _ => plant with { To = plant.To == Month.Max && reported.Count > 0 ? reported[^1] : Month.Max },
        };
        Put(plant);
        yield return api => api.PutAsync(plant);
    }

    /// <summary>A source is another than was thought.</summary>
    private IEnumerable<Func<PlatformApi, Task>> ChangeSource()
    {
        var plant = _dice.Of(Plants);
        var old = _dice.Of(plant.Sources);
        var source = NewSource(old.Code, old.Kind, [.. plant.Sources.Where(s => s.Kind == "stack" && s != old).Select(s => s.Code)]) with
        {
            From = _dice.OneIn(2) ? Month.Min : old.From,
            To = _dice.OneIn(2) ? Month.Max : old.To,
        };
        plant = Put(plant, source with { Waivers = old.Waivers });
        yield return api => api.PutAsync(plant, source);
        plant = Put(plant, source);
        yield return api => api.PutWaiversAsync(plant, source);
    }

    /// <summary>A source is found to have ended in a month, or not to have begun before: what it reported outside is withdrawn.</summary>
    private IEnumerable<Func<PlatformApi, Task>> EndOrBegin()
    {
        var plant = _dice.Of(Plants);
        var months = Months.Where(plant.ReportsIn).ToList();
        if (months.Count == 0) yield break;
        var (old, month) = (_dice.Of(plant.Sources), _dice.Of(months));
        var source = _dice.OneIn(2) ? old with { From = Month.Min, To = month } : old with { From = month, To = Month.Max };
        foreach (var at in Sheets.Keys.Where(at => at.Plant == plant.Code && !source.ExistsIn(at.Month)).ToList())
        {
            var withdrawn = Sheets[at].Where(reading => reading.Source == source.Code).ToList();
            if (withdrawn.Count == 0) continue;
            Sheets[at] = [.. Sheets[at].Except(withdrawn)];
            yield return api => api.PostAsync(at.Plant, at.Month, [], withdrawn);
        }

        plant = Put(plant, source);
        yield return api => api.PutAsync(plant, source);
    }

    /// <summary>A unit has another name: a record of the organisation that changes no figure.</summary>
    private IEnumerable<Func<PlatformApi, Task>> Rename()
    {
        var (unit, name) = (_dice.Of(Units), $"Name {++_names}");
        yield return api => api.PutUnitAsync(unit, name);
    }

    private Plant Plant(string code) => Plants.Single(plant => plant.Code == code);

    private void Put(Plant plant) => Plants[Plants.FindIndex(known => known.Code == plant.Code)] = plant;

    private Plant Put(Plant plant, Source source)
    {
        var changed = plant with { Sources = [.. plant.Sources.Select(s => s.Code == source.Code ? source : s)] };
        Put(changed);
        return changed;
    }

    private bool AddSheet(Plant plant, Month month)
    {
        var sheet = NewSheet(plant, month);
        if (sheet.Count > 0) Sheets[(plant.Code, month)] = sheet;
        return sheet.Count > 0;
    }

    private static (string, string, string?, string?) Key(Reading reading) => (reading.Source, reading.Activity, reading.Meter, reading.Lot);

    /// <summary>What a generating station delivers is no export besides.</summary>
    private static bool Refused(List<Reading> sheet, Reading added) =>
        added.Activity == "electricity.exported"
            ? sheet.Exists(s => s.Source == added.Source && s.Activity.StartsWith("generation.", StringComparison.Ordinal))
            : added.Activity.StartsWith("generation.", StringComparison.Ordinal) && sheet.Exists(s => s.Source == added.Source && s.Activity == "electricity.exported");

    /// <summary>One after the other, or scattered over the years for which there are factors and some for which there are none.</summary>
    private List<Month> NewMonths(Month latest)
    {
        if (_dice.OneIn(3) || _size.Months > 12)
        {
            var first = new Month(2012, 1).AddMonths(_dice.Below(latest - new Month(2012, 1) - _size.Months + 2));
            return [.. Month.Range(first, first.AddMonths(_size.Months - 1))];
        }

        return [.. Enumerable.Range(0, _size.Months).Select(_ => new Month(2012, 1).AddMonths(_dice.Below(latest - new Month(2012, 1) + 1))).Distinct().Order()];
    }

    private Plant NewPlant()
    {
        var code = $"{_name}-P{Plants.Count + 1}";
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
        List<Membership> memberships = [new(from, _dice.Of(Units), Share())];
        foreach (var month in Months.Where(m => m > from && _dice.OneIn(Months.Count < 4 ? 4 : Months.Count)))
            memberships.Add(new Membership(month, _dice.Of(Units), Share()));
        return memberships;

        decimal Share() => _dice.Of(1m, 1m, 0.51m, 0.3333m);
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
        Waivers = kind is "boiler" or "kiln" or "potline" && _dice.OneIn(3) ? [NewWaiver()] : [],
    };

    private Waiver NewWaiver()
    {
        var from = _dice.Of(Months);
        return new Waiver(_dice.Of("SO2", "NOx"), _dice.Of("not-applicable", "measured-quarterly"), from, _dice.OneIn(2) ? Month.Max : from.AddMonths(_dice.Below(12)));
    }

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
        "site" => _dice.Of("ndrc-2013", "ipcc-2019"),
        _ => _dice.Of("ndrc-2013", "ipcc-2019", "gbt-32151-34-2024"),
    };

    private List<Reading> NewSheet(Plant plant, Month month)
    {
        List<Reading> sheet = [];
        foreach (var source in plant.Sources.Where(s => s.ExistsIn(month)))
        {
            foreach (var activity in Vocabulary.Of(source.Kind).Where(a => _dice.OneIn(_size.Sparseness) && MayReport(source, a)))
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

        // Now and then the same coke is written twice, as fuel and as reductant.
        foreach (var burnt in sheet.Where(r => r.Activity is "fuel.coke" or "fuel.natural-gas").ToList())
        {
            var reduced = sheet.FindIndex(r => r.Source == burnt.Source && r.Activity == burnt.Activity.Replace("fuel.", "reductant.", StringComparison.Ordinal));
            if (reduced >= 0 && _dice.OneIn(3)) sheet[reduced] = sheet[reduced] with { Quantity = burnt.Quantity, Unit = burnt.Unit };
        }

        // A sheet holds something, if there is a source that can say it.
        if (sheet.Count == 0 && plant.Sources.FirstOrDefault(s => s.ExistsIn(month)) is { } first) sheet.Add(NewReading(plant, first.Code, "water.fresh"));
        return sheet;
    }

    /// <summary>A source is its own stack or discharges to others; of one that is said to do both nobody knows what its stacks are.</summary>
    private static bool MayReport(Source source, string activity) =>
        source.Kind == "stack" || IsItsOwnStack(source.Code) || !activity.StartsWith("stack.", StringComparison.Ordinal);

    private static bool IsItsOwnStack(string code) => code[^1] % 2 == 0;

    private string NewQuality() => _dice.Of("measured", "own-meter", "settled", "estimated");

    private Reading NewReading(Plant plant, string source, string activity)
    {
        var (unit, low, high) = _dice.Of(Vocabulary.Units(activity));
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in Vocabulary.Attributes(activity).Where(a => Vocabulary.Needs(activity, a) || _dice.OneIn(2)))
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
                    var other = _dice.OneIn(4) ? "OUTSIDE-1" : $"{_name}-P{1 + _dice.Below(_size.Plants)}";
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
            Quality = NewQuality(),
            Attributes = attributes,
        };
    }
}
