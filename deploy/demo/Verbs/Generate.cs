using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;
using CarbonPlatform.DemoGroup.Works;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.DemoGroup.Verbs;

/// <summary>Writes the group's files. The same seed gives the same bytes.</summary>
internal static class Generate
{
    public static int Run(Options options)
    {
        var files = GroupFiles.At(options["folder"]);
        var (plants, readings) = Write(files, options.Number("seed", Noise.DefaultSeed));
        Console.WriteLine($"{plants} plants, {readings} readings written to {files.Folder}");
        return 0;
    }

    /// <summary>Writes every file and says how many plants and readings there are.</summary>
    public static (int Plants, int Readings) Write(GroupFiles files, int seed)
    {
        var plants = TheGroup.Plants();
        files.WriteUnits(TheGroup.Units);
        files.WritePlants(plants.Select(p => p.Plant));
        files.WriteSources(plants.SelectMany(p => p.Sources().Select(s => (p.Plant, s))));

        var readings = Readings(plants, seed);
        files.WriteSupplies(SupplyLink.In(readings));
        foreach (var year in GroupFiles.Years)
            files.WriteReadings(year, readings.Where(r => r.Month.StartsWith($"{year}-", StringComparison.Ordinal)));
        return (plants.Length, readings.Count);
    }

    /// <summary>Every reading of every month, by plant, then month.</summary>
    private static List<Reading> Readings(PlantWorks[] plants, int seed)
    {
        var noise = new Noise(seed);
        var sheets = new List<Sheet>();
        foreach (var month in Month.Range(TheGroup.First, TheGroup.Last))
        {
            var exchange = new Exchange();
            foreach (var works in plants.OrderBy(TheGroup.Rank).Where(p => Operates(p.Plant, month)))
            {
                var sheet = new Sheet(works.Plant, month, noise);
                works.Run(sheet, exchange);
                sheets.Add(sheet);
            }
        }

        return
        [
            .. sheets
                .OrderBy(s => s.Plant.Code, StringComparer.Ordinal)
                .ThenBy(s => s.Month)
                .SelectMany(s => s.Readings),
        ];
    }

    private static bool Operates(Plant plant, Month month) =>
        Month.Parse(plant.From) <= month && (plant.To.Length == 0 || month <= Month.Parse(plant.To));
}
