using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.ServiceDefaults.Reporting;

/// <summary>
/// Which lines the boundaries of reporting hold: the same lines answer for each of them, line by line and in totals.
/// </summary>
public sealed class Boundaries
{
    private const string Any = "*";
    private const string File = "boundaries.csv";

    private readonly List<(string Boundary, string Kind, string Category, string Measure)> _rows = [];

    private Boundaries(string folder)
    {
        foreach (var row in DataFile.Read(folder, File, "boundary", "kind", "category", "measure", "note"))
        {
            var category = row.Required("category");
            if (category != Any && !Categories.All.Contains(category, StringComparer.Ordinal))
                throw row.Fault($"\"{category}\" is no category");
            var measure = row.Required("measure");
            if (measure != Any && !Measure.TryParse(measure, out _))
                throw row.Fault($"\"{measure}\" is no measure");
            var one = (row.Required("boundary"), row.Required("kind"), category, measure);
            if (_rows.Contains(one))
                throw row.Fault($"{one.Item1} has this row twice");
            _rows.Add(one);
        }
        All = [.. _rows.Select(row => row.Boundary).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names of the boundaries, in the order of the file.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Reads the file beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Boundaries Read() => Read(Path.Combine(AppContext.BaseDirectory, "Reporting"));

    /// <summary>Reads the file of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static Boundaries Read(string folder) => new(folder);

    /// <summary>Why a boundary cannot be asked for; null when it can, or when none is.</summary>
    /// <param name="boundary">Its name.</param>
    public Refusal? WhyNot(string? boundary) =>
        boundary is null || All.Contains(boundary, StringComparer.Ordinal)
            ? null
            : Refusals.InvalidParameter($"'{boundary}' is no boundary. Expected: {string.Join(", ", All)}.");

    /// <summary>Whether a boundary holds a line.</summary>
    /// <param name="boundary">Name of the boundary.</param>
    /// <param name="kind">
    /// Kind of the line's source; null when the source is not known: then only what holds any kind holds it.
    /// </param>
    /// <param name="category">The line's category.</param>
    /// <param name="measure">The line's measure.</param>
    public bool Holds(string boundary, string? kind, string category, string measure) =>
        _rows.Exists(row =>
            row.Boundary == boundary
            && Fits(row.Kind, kind)
            && Fits(row.Category, category)
            && Fits(row.Measure, measure)
        );

    /// <summary>Whether a boundary holds such lines of any kind of source.</summary>
    /// <param name="boundary">Name of the boundary.</param>
    /// <param name="category">Category of the lines.</param>
    /// <param name="measure">Measure of the lines.</param>
    public bool MayHold(string boundary, string category, string measure) =>
        _rows.Exists(row => row.Boundary == boundary && Fits(row.Category, category) && Fits(row.Measure, measure));

    /// <summary>The boundaries that hold a line.</summary>
    /// <param name="kind">Kind of the line's source.</param>
    /// <param name="category">The line's category.</param>
    /// <param name="measure">The line's measure.</param>
    public IReadOnlyList<string> Of(string? kind, string category, string measure) =>
        [.. All.Where(boundary => Holds(boundary, kind, category, measure))];

    private static bool Fits(string wanted, string? found) => wanted == Any || wanted == found;
}
