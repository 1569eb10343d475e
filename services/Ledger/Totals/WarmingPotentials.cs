using System.Globalization;
using CarbonPlatform.Quantities;
using CsvHelper;
using CsvHelper.Configuration;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// Global warming potentials by set, from <c>Data/gwp.csv</c>. CO2e is never stored: it is computed on the way out with the set
/// asked for, and a gas without a value in that set is named instead of counted as zero.
/// </summary>
internal sealed class WarmingPotentials
{
    /// <summary>The set of the guidelines, used unless another is asked for.</summary>
    public const string DefaultSet = "AR5";

    private readonly Dictionary<string, Dictionary<string, decimal>> _sets = new(StringComparer.Ordinal);

    private WarmingPotentials()
    {
    }

    /// <summary>Codes of the sets, oldest first.</summary>
    public IReadOnlyCollection<string> Sets => _sets.Keys;

    /// <summary>Values of a set by measure; null when there is no such set.</summary>
    public IReadOnlyDictionary<string, decimal>? Of(string set) => _sets.GetValueOrDefault(set);

    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidDataException">A row is wrong; the message names file, line and reason.</exception>
    public static WarmingPotentials Load(string path)
    {
        var potentials = new WarmingPotentials();
        using var csv = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { AllowComments = true });
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            var fault = potentials.Add(csv);
            if (fault is not null) throw new InvalidDataException($"{path}, line {csv.Parser.RawRow}: {fault}");
        }
        if (potentials.Of(DefaultSet) is null) throw new InvalidDataException($"{path} has no set {DefaultSet}.");
        return potentials;
    }

    private string? Add(CsvReader row)
    {
        var (set, gas, value) = (row.GetField("set") ?? "", row.GetField("gas") ?? "", row.GetField("value") ?? "");
        if (set.Length == 0) return "the set is missing";
        if (!Measure.TryParse(gas, out var measure) || !measure.IsGreenhouseGas) return $"\"{gas}\" is no greenhouse gas";
        if (!DecimalText.TryParse(value, out var potential, out var fault)) return fault.ToString();
        if (potential == 0) return "a potential of zero would hide the gas; leave the row out instead";
        if (string.IsNullOrWhiteSpace(row.GetField("source")) || string.IsNullOrWhiteSpace(row.GetField("standing"))) return "source and standing must be given";

        if (!_sets.TryGetValue(set, out var values)) _sets.Add(set, values = new Dictionary<string, decimal>(StringComparer.Ordinal));
        return values.TryAdd(gas, potential) ? null : $"{set} has {gas} twice";
    }
}
