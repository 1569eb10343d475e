using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <content>What becomes other than it was.</content>
internal sealed partial class RandomGroup
{
    /// <summary>
    /// Something becomes other than it was. Each call of the API that this takes is to be made before the next is asked
    /// for: the group is then what the calls so far have made of it.
    /// </summary>
    public IEnumerable<Func<PlatformApi, Task>> Change() =>
        _dice.Below(16) switch
        {
            0 => ChangePlant(),
            1 => ChangeSource(),
            2 => EndOrBegin(),
            3 => Replace(),
            4 => AddLateSheet(),
            5 => Plants.Count < _size.Plants ? AddLatePlant() : ChangePlant(),
            6 when _dice.OneIn(4) => Rename(),
            7 or 8 => StateSupply(),
            _ => Correct(),
        };

    /// <summary>Better numbers of what some sheet counts with; null where there is none.</summary>
    public RandomProposal? Propose() =>
        Sheets.Count == 0
            ? null
            : RandomProposal.Of(_dice, Group with { Sheets = AllSheets }, _dice.Of(AllSheets), Months);

    /// <summary>Readings set anew or added, and readings withdrawn.</summary>
    private IEnumerable<Func<PlatformApi, Task>> Correct()
    {
        if (Sheets.Count == 0)
            yield break;
        var at = _dice.Of([.. Sheets.Keys]);
        var plant = Plant(at.Plant);
        var sheet = Sheets[at];
        List<Reading> given = [],
            withdrawn = [];
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
                        ? reading with
                        {
                            Quality = _sheets.NewQuality(),
                        }
                        : _sheets.NewReading(plant, reading.Source, reading.Activity) with
                        {
                            Meter = reading.Meter,
                            Lot = reading.Lot,
                        };
                    given.Add(changed);
                    sheet[sheet.IndexOf(reading)] = changed;
                    break;
                default:
                    break;
            }
        }

        foreach (
            var added in _sheets
                .NewSheet(plant, at.Month)
                .Where(r => _dice.OneIn(6) && !sheet.Concat(withdrawn).Any(s => Key(s) == Key(r)))
        )
        {
            if (RandomSheets.Refused(sheet, added))
                continue;
            given.Add(added);
            sheet.Add(added);
        }

        if (given.Count + withdrawn.Count > 0)
            yield return api => api.PostAsync(at.Plant, at.Month, given, withdrawn);
    }

    /// <summary>A whole new sheet in place of another.</summary>
    private IEnumerable<Func<PlatformApi, Task>> Replace()
    {
        if (Sheets.Count == 0)
            yield break;
        var at = _dice.Of([.. Sheets.Keys]);
        var sheet = _sheets.NewSheet(Plant(at.Plant), at.Month);
        if (sheet.Count == 0)
            yield break;
        Sheets[at] = sheet;
        yield return api => api.ReplaceAsync(at.Plant, at.Month, sheet);
    }

    /// <summary>Somebody confirms a supply, ends it, or says that there is none; mostly one that is named.</summary>
    private IEnumerable<Func<PlatformApi, Task>> StateSupply()
    {
        if (NewSupply() is not { } supply)
            yield break;
        Supplies.Add(supply);
        yield return api => api.PutSupplyAsync(supply);
    }

    private Supply? NewSupply()
    {
        var named = Sheets
            .SelectMany(sheet =>
                sheet
                    .Value.Where(reading => Plants.Exists(plant => plant.Code == reading.Text("supplierPlant")))
                    .Select(reading =>
                        (Supplier: reading.Text("supplierPlant")!, sheet.Key.Plant, Of: reading.Activity.Split('.')[0])
                    )
            )
            .ToList();
        var (supplier, receiver, carrier) =
            named.Count > 0 && !_dice.OneIn(4)
                ? _dice.Of(named)
                : (_dice.Of(Plants).Code, _dice.Of(Plants).Code, _dice.Of("electricity", "heat"));
        if (supplier == receiver)
            return null;
        var from = _dice.OneIn(2) ? Months[0] : _dice.Of(Months);
        return new Supply(
            supplier,
            receiver,
            carrier,
            IsSo: !_dice.OneIn(4),
            from,
            _dice.OneIn(3) ? from.AddMonths(_dice.Below(Months[^1] - from + 1)) : Month.Max
        );
    }

    private IEnumerable<Func<PlatformApi, Task>> AddLateSheet()
    {
        var plant = _dice.Of(Plants);
        var missing = Months
            .Where(month => plant.ReportsIn(month) && !Sheets.ContainsKey((plant.Code, month)))
            .ToList();
        if (missing.Count == 0)
            return [];
        var month = _dice.Of(missing);
        return AddSheet(plant, month) ? [api => api.PostAsync(plant.Code, month, Sheets[(plant.Code, month)], [])] : [];
    }

    private IEnumerable<Func<PlatformApi, Task>> AddLatePlant()
    {
        var plant = _plants.NewPlant(Plants.Count + 1);
        Plants.Add(plant);
        yield return api => api.PutWithSourcesAsync(plant);
        foreach (var month in Months.Where(plant.ReportsIn).Where(_ => _dice.OneIn(2)))
        {
            if (AddSheet(plant, month))
                yield return api => api.PostAsync(plant.Code, month, Sheets[(plant.Code, month)], []);
        }
    }

    /// <summary>A plant moves to another place, unit or span.</summary>
    private IEnumerable<Func<PlatformApi, Task>> ChangePlant()
    {
        var plant = _dice.Of(Plants);
        var reported = Sheets.Keys.Where(sheet => sheet.Plant == plant.Code).Select(sheet => sheet.Month).ToList();
        var province = _dice.Of(RandomPlants.Provinces);
        var from = _dice.OneIn(2) && reported.Count > 0 ? reported[0] : plant.From.AddMonths(-_dice.Below(30));
        plant = _dice.Below(4) switch
        {
            0 => plant with { Province = province, SubRegion = _plants.SubRegion(province) },
            1 => plant with { Memberships = _plants.Memberships(plant.From) },
            // Its sheets must stay within.
            2 => plant with { From = from, Memberships = _plants.Memberships(from) },
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
        var source = _plants.NewSource(
            old.Code,
            old.Kind,
            [.. plant.Sources.Where(s => s.Kind == "stack" && s != old).Select(s => s.Code)]
        ) with
        {
            From = _dice.OneIn(2) ? Month.Min : old.From,
            To = _dice.OneIn(2) ? Month.Max : old.To,
        };
        plant = Put(plant, source with { Waivers = old.Waivers });
        yield return api => api.PutAsync(plant, source);
        plant = Put(plant, source);
        yield return api => api.PutWaiversAsync(plant, source);
    }

    /// <summary>
    /// A source is found to have ended in a month, or not to have begun before: what it reported outside is withdrawn.
    /// </summary>
    private IEnumerable<Func<PlatformApi, Task>> EndOrBegin()
    {
        var plant = _dice.Of(Plants);
        var months = Months.Where(plant.ReportsIn).ToList();
        if (months.Count == 0)
            yield break;
        var (old, month) = (_dice.Of(plant.Sources), _dice.Of(months));
        var source = _dice.OneIn(2)
            ? old with
            {
                From = Month.Min,
                To = month,
            }
            : old with
            {
                From = month,
                To = Month.Max,
            };
        foreach (var at in Sheets.Keys.Where(at => at.Plant == plant.Code && !source.ExistsIn(at.Month)).ToList())
        {
            var withdrawn = Sheets[at].Where(reading => reading.Source == source.Code).ToList();
            if (withdrawn.Count == 0)
                continue;
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
}
