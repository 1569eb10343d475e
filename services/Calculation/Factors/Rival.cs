using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Another value that is in print for what a factor says. As long as nobody can tell which is right one of them serves,
/// and lines that rest on it say so; the next version of the factor ends it.
/// </summary>
/// <param name="Value">In the unit of the factor.</param>
/// <param name="Source">Where it stands written.</param>
/// <param name="Standing">How well that is vouched for.</param>
/// <param name="Note">What speaks for it, or against it.</param>
internal sealed record Rival(decimal Value, string Source, string Standing, string? Note)
{
    private const string FileName = "rivals.csv";

    private static readonly string[] s_columns = ["factor", "version", "value", "source", "standing", "note"];

    /// <summary>Every rival, by the factor and version that it disputes.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static ILookup<(string Factor, int Version), Rival> ReadAll(
        string folder,
        IReadOnlyList<FactorFacts> factors
    )
    {
        var rivals = new List<((string, int) Disputed, Rival Rival)>();
        foreach (var row in DataFile.Read(folder, FileName, s_columns))
        {
            var (id, version) = (row.Required("factor"), row.Whole("version"));
            var disputed =
                factors.FirstOrDefault(factor => factor.Id == id && factor.Version == version)
                ?? throw row.Fault($"there is no factor {id} of version {version}");
            var rival = new Rival(
                row.Number("value"),
                row.Required("source"),
                row.OneOf("standing", [.. Vouching.NotCompared]),
                row["note"] is { Length: > 0 } note ? note : null
            );
            if (rival.Value == disputed.Value)
                throw row.Fault($"{rival.Value} is what {id} says: no rival");
            rivals.Add(((id, version), rival));
        }
        return rivals.ToLookup(pair => pair.Disputed, pair => pair.Rival);
    }
}
