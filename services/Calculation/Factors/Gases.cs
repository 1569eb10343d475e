namespace CarbonPlatform.Calculation.Factors;

/// <summary>A part of a gas that is refilled.</summary>
/// <param name="Measure">What it is.</param>
/// <param name="Percent">How much of the mass.</param>
internal readonly record struct GasPart(Measure Measure, decimal Percent);

/// <summary>Gases by the names that plants write, with their parts by mass: <c>Data/gases.csv</c>.</summary>
internal sealed class Gases
{
    private const string FileName = "gases.csv";

    private readonly Dictionary<string, List<GasPart>> _parts = new(StringComparer.Ordinal);

    private Gases() { }

    /// <summary>Every name, in the order of the table.</summary>
    public IReadOnlyCollection<string> Names => _parts.Keys;

    /// <summary>Everything that gases consist of, in order of code.</summary>
    public IReadOnlyList<Measure> Measures { get; private set; } = [];

    /// <summary>Reads the table.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Gases Read(string folder)
    {
        var gases = new Gases();
        DataRow? last = null;
        foreach (var row in DataFile.Read(folder, FileName, "gas", "measure", "percent", "note"))
        {
            last = row;
            var name = row.Required("gas");
            if (
                !Measure.TryParse(row.Required("measure"), out var measure)
                || !(measure.IsGreenhouseGas || measure.IsOutsideKyoto)
            )
                throw row.Fault($"\"{row["measure"]}\" is no greenhouse gas");
            if (!gases._parts.TryGetValue(name, out var parts))
                gases._parts.Add(name, parts = []);
            if (parts.Exists(part => part.Measure == measure))
                throw row.Fault($"{name} has {measure} twice");
            parts.Add(new GasPart(measure, row.Number("percent")));
        }
        foreach (var (name, parts) in gases._parts)
        {
            if (parts.Sum(part => part.Percent) is not 100m and var sum)
                throw last!.Fault($"the parts of {name} come to {sum} %, not 100");
        }
        gases.Measures =
        [
            .. gases
                ._parts.Values.SelectMany(parts => parts)
                .Select(part => part.Measure)
                .Distinct()
                .OrderBy(measure => measure.Code, StringComparer.Ordinal),
        ];
        return gases;
    }

    /// <summary>Whether there is a gas of that name.</summary>
    public bool Holds(string? name) => name is not null && _parts.ContainsKey(name);

    /// <summary>How much of a gas is of a measure, in percent of its mass; 0 where nothing is.</summary>
    public decimal PercentOf(string? name, Measure measure)
    {
        if (name is null || !_parts.TryGetValue(name, out var parts))
            return 0;
        foreach (var part in parts)
        {
            if (part.Measure == measure)
                return part.Percent;
        }
        return 0;
    }
}
