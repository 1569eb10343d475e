using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <summary>
/// A group that nobody would build: any source may report anything it can, with any attributes, in any month, and all
/// of it may be changed afterwards. Its codes begin with a letter of its own, so that several live beside each other.
/// </summary>
internal sealed partial class RandomGroup
{
    private readonly Dice _dice;
    private readonly GroupSize _size;
    private readonly RandomPlants _plants;
    private readonly RandomSheets _sheets;
    private int _names;

    public RandomGroup(string name, ulong seed, Month latest, GroupSize size)
    {
        _size = size;
        _dice = new Dice(seed);
        Units = [$"{name}-U1", $"{name}-U2", $"{name}-U3"];
        Months = NewMonths(latest);
        _plants = new RandomPlants(_dice, name, Units, Months);
        _sheets = new RandomSheets(_dice, name, size);
        // Some plants come to the group later; others may speak of them before.
        var first = _dice.OneIn(2) ? size.Plants : Math.Max(1, size.Plants * (1 + _dice.Below(4)) / 4);
        for (var number = 1; number <= first; number++)
            Plants.Add(_plants.NewPlant(Plants.Count + 1));
        foreach (var plant in Plants)
        {
            // A sheet may also come later, as a change.
            foreach (var month in Months.Where(plant.ReportsIn).Where(_ => !_dice.OneIn(12)))
                AddSheet(plant, month);
        }
        new RandomClaims(_dice, _sheets, Plants, Sheets).Add();
        for (var number = 0; number < Plants.Count * 2; number++)
        {
            if (NewSupply() is { } supply)
                Supplies.Add(supply);
        }
    }

    public IReadOnlyList<string> Units { get; }

    public IReadOnlyList<Month> Months { get; }

    public List<Plant> Plants { get; } = [];

    public SortedDictionary<(string Plant, Month Month), List<Reading>> Sheets { get; } = [];

    public List<Supply> Supplies { get; } = [];

    /// <summary>The group as it is now; later changes leave it as it was.</summary>
    public Group Group => new(Units, [.. Plants]) { Published = Published, Supplies = [.. Supplies] };

    /// <summary>What was published so far.</summary>
    public Published Published { get; set; } = Published.Nothing;

    /// <summary>The sheet as it is now; later changes leave it as it was.</summary>
    /// <param name="plant">Its plant.</param>
    /// <param name="month">Its month.</param>
    /// <param name="isThere">Whether a sheet has been handed in; all have unless given.</param>
    public Sheet Sheet(string plant, Month month, Func<(string Plant, Month Month), bool>? isThere = null) =>
        new Sheet(plant, month, [.. Sheets[(plant, month)]]).After(before =>
            isThere?.Invoke((plant, before)) == false ? null : Sheets.GetValueOrDefault((plant, before))
        );

    /// <summary>The sheets of a month as they are now.</summary>
    public IEnumerable<Sheet> SheetsOf(Month month) =>
        Sheets.Keys.Where(key => key.Month == month).Select(key => Sheet(key.Plant, key.Month));

    /// <summary>All sheets as they are now.</summary>
    public IReadOnlyList<Sheet> AllSheets => [.. Sheets.Keys.Select(key => Sheet(key.Plant, key.Month))];

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
        var sheet = _sheets.NewSheet(plant, month);
        if (sheet.Count > 0)
            Sheets[(plant.Code, month)] = sheet;
        return sheet.Count > 0;
    }

    private static (string, string, string?, string?) Key(Reading reading) =>
        (reading.Source, reading.Activity, reading.Meter, reading.Lot);

    /// <summary>
    /// One after the other, or scattered over the years for which there are factors and some for which there are none.
    /// </summary>
    private List<Month> NewMonths(Month latest)
    {
        if (_dice.OneIn(3) || _size.Months > 12)
        {
            var first = new Month(2012, 1).AddMonths(_dice.Below(latest - new Month(2012, 1) - _size.Months + 2));
            return [.. Month.Range(first, first.AddMonths(_size.Months - 1))];
        }

        return
        [
            .. Enumerable
                .Range(0, _size.Months)
                .Select(_ => new Month(2012, 1).AddMonths(_dice.Below(latest - new Month(2012, 1) + 1)))
                .Distinct()
                .Order(),
        ];
    }
}
