using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// Global warming potentials by set, from <c>Data/gwp.csv</c>. CO2e is never stored: it is computed on the way out with the set
/// asked for, and a gas without a value in that set is named instead of counted as zero.
/// </summary>
internal sealed class WarmingPotentials
{
    /// <summary>The set of the guidelines, used unless another is asked for.</summary>
    public const string DefaultSet = "AR5";

    private const string FileName = "gwp.csv";

    private readonly Dictionary<string, Dictionary<string, decimal>> _sets = new(StringComparer.Ordinal);

    private WarmingPotentials()
    {
    }

    /// <summary>Codes of the sets, oldest first.</summary>
    public IReadOnlyCollection<string> Sets => _sets.Keys;

    /// <summary>Values of a set by measure; null when there is no such set.</summary>
    public IReadOnlyDictionary<string, decimal>? Of(string set) => _sets.GetValueOrDefault(set);

    /// <summary>Reads the table.</summary>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static WarmingPotentials Load(string folder)
    {
        var potentials = new WarmingPotentials();
        foreach (var row in DataFile.Read(folder, FileName, "set", "gas", "value", "source", "standing", "status", "note")) potentials.Add(row);
        return potentials.Of(DefaultSet) is not null ? potentials : throw new DataFileException(FileName, 0, $"there is no set {DefaultSet}");
    }

    private void Add(DataRow row)
    {
        var (set, gas) = (row.Required("set"), row.Required("gas"));
        if (!Measure.TryParse(gas, out var measure) || !measure.IsGreenhouseGas) throw row.Fault($"\"{gas}\" is no greenhouse gas");
        var potential = row.Number("value");
        if (potential == 0) throw row.Fault("a potential of zero would hide the gas; leave the row out instead");
        row.Required("source");
        row.Required("standing");

        if (!_sets.TryGetValue(set, out var values)) _sets.Add(set, values = new Dictionary<string, decimal>(StringComparer.Ordinal));
        if (!values.TryAdd(gas, potential)) throw row.Fault($"{set} has {gas} twice");
    }
}
