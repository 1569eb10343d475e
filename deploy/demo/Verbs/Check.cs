using System.Globalization;
using CarbonPlatform.DemoGroup.Checks;
using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Verbs;

/// <summary>
/// Judges the committed files: are they what the seed gives, would Ingestion's vocabulary take every reading,
/// are the figures such as real plants have. Prints what is not; the exit code is 1 if anything is.
/// </summary>
internal static class Check
{
    private const int FaultsShown = 200;

    public static int Run(Options options)
    {
        var files = GroupFiles.At(options["folder"]);
        var vocabulary = new Vocabulary(
            options["vocabulary"] ?? Path.Combine(files.Folder, "..", "..", "shared", "Vocabulary")
        );
        var limits = new Limits(Path.Combine(files.Folder, "limits.csv"));
        var (plants, sources, readings) = (files.ReadPlants(), files.ReadSources(), files.ReadReadings());

        var faults = Reproduction(files, options.Number("seed", Noise.DefaultSeed))
            .Concat(Acceptance.Check(plants, sources, readings, vocabulary))
            .ToList();
        if (faults.Count == 0)
        {
            var figures = new Figures(readings);
            faults.AddRange(Plausibility.Check(plants, sources, figures, limits));
            faults.AddRange(GroupTotals.Check(figures, limits));
        }

        foreach (var fault in faults.Take(FaultsShown))
            Console.WriteLine(fault);
        var sheets = readings.Select(r => (r.Plant, r.Month)).Distinct().Count();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plants.Count} plants, {sources.Count} sources, {sheets} sheets, "
                    + $"{readings.Count} readings ({(decimal)readings.Count / sheets:0.0} a sheet), "
                    + $"{limits.Judged} figures judged: {faults.Count} faults"
            )
        );
        return faults.Count == 0 ? 0 : 1;
    }

    /// <summary>Generates again elsewhere: every file must have the same bytes.</summary>
    private static List<string> Reproduction(GroupFiles files, int seed)
    {
        var faults = new List<string>();
        var elsewhere = new GroupFiles(Directory.CreateTempSubdirectory("demo-group-").FullName);
        try
        {
            Generate.Write(elsewhere, seed);
            foreach (
                var again in Directory
                    .EnumerateFiles(elsewhere.Folder, "*.csv", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
            )
            {
                var name = Path.GetRelativePath(elsewhere.Folder, again);
                var committed = Path.Combine(files.Folder, name);
                if (!File.ReadAllBytes(again).AsSpan().SequenceEqual(File.ReadAllBytes(committed)))
                    faults.Add(
                        $"{name} is not what seed {seed} gives. First difference: {FirstDifference(committed, again)}"
                    );
            }
        }
        finally
        {
            Directory.Delete(elsewhere.Folder, recursive: true);
        }

        return faults;
    }

    private static string FirstDifference(string committed, string again)
    {
        var (left, right) = (File.ReadAllLines(committed), File.ReadAllLines(again));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}, '{left.ElementAtOrDefault(line)}' should be '{right.ElementAtOrDefault(line)}'";
    }
}
