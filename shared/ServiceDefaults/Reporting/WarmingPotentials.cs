using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Reporting;

/// <summary>
/// Global warming potentials by set, from <c>Reporting/gwp.csv</c>. CO2e is never stored: it is computed on the way out
/// with the set asked for, and a gas without a value in that set is named instead of counted as zero. Every value has
/// its source, its standing and its status beside it, like every other factor.
/// </summary>
public sealed class WarmingPotentials
{
    /// <summary>The set of the guidelines, used unless another is asked for.</summary>
    public const string DefaultSet = "AR5";

    private const string FileName = "gwp.csv";

    private readonly List<WarmingPotential> _all = [];
    private readonly Dictionary<string, Dictionary<string, WarmingPotential>> _sets = new(StringComparer.Ordinal);

    private WarmingPotentials() { }

    /// <summary>Every value, in the order of the table.</summary>
    public IReadOnlyList<WarmingPotential> All => _all;

    /// <summary>Codes of the sets, in the order of the table.</summary>
    public IReadOnlyCollection<string> Sets => _sets.Keys;

    /// <summary>Values of a set by measure; null when there is no such set.</summary>
    /// <param name="set">Its code.</param>
    public IReadOnlyDictionary<string, WarmingPotential>? Of(string set) => _sets.GetValueOrDefault(set);

    /// <summary>The refusal of a set that there is not.</summary>
    /// <param name="set">What was asked for.</param>
    public Refusal Unknown(string set) => Unknown(set, Sets);

    /// <summary>The same, as the API's document shows it.</summary>
    public static Refusal Unknown(string set, IEnumerable<string> sets) =>
        new(
            "unknown-gwp",
            "There is no such set of warming potentials",
            $"\"{set}\" is no set. Give one of {string.Join(", ", sets)}.",
            StatusCodes.Status400BadRequest
        );

    /// <summary>Reads the table beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static WarmingPotentials Read() => Read(Path.Combine(AppContext.BaseDirectory, "Reporting"));

    /// <summary>Reads the table of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static WarmingPotentials Read(string folder)
    {
        var potentials = new WarmingPotentials();
        foreach (
            var row in DataFile.Read(
                folder,
                FileName,
                "set",
                "gas",
                "value",
                "source",
                "standing",
                "status",
                "note",
                "reference"
            )
        )
            potentials.Add(row);
        return potentials.Of(DefaultSet) is not null
            ? potentials
            : throw new DataFileException(FileName, 0, $"there is no set {DefaultSet}");
    }

    private void Add(DataRow row)
    {
        var (set, gas) = (row.Required("set"), row.Required("gas"));
        if (!Measure.TryParse(gas, out var measure) || !measure.IsGreenhouseGas)
            throw row.Fault($"\"{gas}\" is no greenhouse gas");
        var potential = row.Number("value");
        if (potential == 0)
            throw row.Fault("a potential of zero would hide the gas; leave the row out instead");
        var note = row["note"] is { Length: > 0 } text ? text : null;
        var source = row.Required("source");
        var (standing, status, reference) = Vouching.Read(row);
        var value = new WarmingPotential(set, gas, potential, source, standing, status, note, reference);

        if (!_sets.TryGetValue(set, out var values))
            _sets.Add(set, values = new Dictionary<string, WarmingPotential>(StringComparer.Ordinal));
        if (!values.TryAdd(gas, value))
            throw row.Fault($"{set} has {gas} twice");
        _all.Add(value);
    }
}

/// <summary>A warming potential over 100 years.</summary>
/// <param name="Set">Assessment report of the IPCC, or a variant of one.</param>
/// <param name="Gas">The gas.</param>
/// <param name="Value">kg CO2e per kg.</param>
/// <param name="Source">Where the value stands written.</param>
/// <param name="Standing">
/// How well it is vouched for: T, GK-H, GK-M, GK-L, assumption; text or copy, with which it was compared; definition
/// for CO2 itself.
/// </param>
/// <param name="Status">
/// provisional until somebody has compared it with the report; then verified; by-definition for CO2 itself.
/// </param>
/// <param name="Note">What else circulates, and why it is not this.</param>
/// <param name="Reference">
/// Of a verified value: whether the report itself or a verbatim copy was compared, and where.
/// </param>
public sealed record WarmingPotential(
    string Set,
    string Gas,
    decimal Value,
    string Source,
    string Standing,
    string Status,
    string? Note,
    string? Reference
);
