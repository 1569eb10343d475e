using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>Which lines the boundaries of reporting hold: the same lines answer for each of them.</summary>
internal sealed class Boundaries
{
    private const string Any = "*";
    private const string File = "boundaries.csv";

    private readonly List<(string Boundary, string Kind, string Category, string Measure)> _rows = [];

    private Boundaries(string folder)
    {
        foreach (var row in DataFile.Read(folder, File, "boundary", "kind", "category", "measure", "note"))
        {
            var category = row.Required("category");
            if (category != Any && !Categories.All.Contains(category, StringComparer.Ordinal)) throw row.Fault($"\"{category}\" is no category");
            var measure = row.Required("measure");
            if (measure != Any && !Measure.TryParse(measure, out _)) throw row.Fault($"\"{measure}\" is no measure");
            var one = (row.Required("boundary"), row.Required("kind"), category, measure);
            if (_rows.Contains(one)) throw row.Fault($"{one.Item1} has this row twice");
            _rows.Add(one);
        }
        All = [.. _rows.Select(row => row.Boundary).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names of the boundaries, in the order of the file.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Reads the file beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Boundaries Read() => Read(Path.Combine(AppContext.BaseDirectory, "Data"));

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Boundaries Read(string folder) => new(folder);

    /// <summary>Why a boundary cannot be asked for; null when it can, or when none is.</summary>
    public Refusal? WhyNot(string? boundary) =>
        boundary is null || All.Contains(boundary, StringComparer.Ordinal) ? null : Refusals.InvalidParameter($"'{boundary}' is no boundary. Expected: {string.Join(", ", All)}.");

    /// <summary>The boundaries that hold a line of a source.</summary>
    public IReadOnlyList<string> Of(SourceMonth source, LineKind kind) =>
    [
        .. _rows.Where(row => (row.Kind == Any || row.Kind == source.KindCode) && (row.Category == Any || row.Category == kind.Category) && (row.Measure == Any || row.Measure == kind.Measure.Code))
            .Select(row => row.Boundary).Distinct(StringComparer.Ordinal),
    ];
}
