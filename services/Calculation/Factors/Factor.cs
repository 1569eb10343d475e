namespace CarbonPlatform.Calculation.Factors;

/// <summary>A number of the catalogue, with everything a reader must know to judge it.</summary>
internal sealed class Factor
{
    /// <summary>Units a value may stand in; one that is not here is a typing error.</summary>
    private static readonly string[] s_units =
    [
        "GJ/t", "GJ/10^4Nm3", "tC/GJ", "%", "1", "kgce/kg", "kgce/Nm3", "kgce/GJ", "kgce/kWh", "GJ/tce", "kgCO2/kWh", "tCO2/GJ", "g/kWh", "gce/kWh",
        "tCO2/MWh", "months", "W/m2", "kg/t", "kg/10^4Nm3", "kg/t per % S", "kg/10^4Nm3 per mg/m3 S", "t/tAl", "kg/tAl", "kg/tAl per min/cell-day",
        "kg/tAl per mV", "tCO2/t", "tCO2/10^4Nm3", "kg/Nm3",
    ];

    private static readonly string[] s_columns =
    [
        "id", "version", "set", "what", "applies_to", "value", "unit", "valid_from", "valid_to", "data_year", "source", "standing", "status",
        "uncertainty_percent", "note",
    ];

    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>What a line names as its factor set: set and version. Lines of one set are correlated.</summary>
    public required string SetVersion { get; init; }

    public required string Set { get; init; }

    public required string What { get; init; }

    public required string AppliesTo { get; init; }

    public required decimal Value { get; init; }

    public required string Unit { get; init; }

    public required Month ValidFrom { get; init; }

    public required Month ValidTo { get; init; }

    public int? DataYear { get; init; }

    public required string Source { get; init; }

    /// <summary>T, GK-H, GK-M, GK-L or assumption; see the head of every factor file.</summary>
    public required string Standing { get; init; }

    /// <summary>Provisional until somebody has compared the value with the official text.</summary>
    public required string Status { get; init; }

    /// <summary>Half-width at 95 %.</summary>
    public required decimal UncertaintyPercent { get; init; }

    public string? Note { get; init; }

    /// <summary>Every factor of the folder by id, its versions from the highest to the first.</summary>
    public static Dictionary<string, Factor[]> ReadAll(string folder)
    {
        var factors = new Dictionary<string, List<Factor>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "factors"), "*.csv").Order(StringComparer.Ordinal))
        {
            foreach (var row in DataFile.Read(folder, "factors/" + Path.GetFileName(path), s_columns))
            {
                var factor = Read(row);
                if (!factors.TryGetValue(factor.Id, out var versions)) factors.Add(factor.Id, versions = []);
                foreach (var other in versions)
                {
                    if (other.Version == factor.Version) throw row.Fault($"{factor.Id} version {factor.Version} stands twice");
                    if (other.Unit != factor.Unit) throw row.Fault($"{factor.Id} is in {other.Unit} in version {other.Version} and in {factor.Unit} in version {factor.Version}");
                }
                versions.Add(factor);
            }
        }
        return factors.ToDictionary(pair => pair.Key, pair => pair.Value.OrderByDescending(f => f.Version).ToArray(), StringComparer.Ordinal);
    }

    private static Factor Read(DataRow row)
    {
        var id = row.Required("id");
        if (id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))) throw row.Fault($"id \"{id}\" has other characters than letters, digits, points and hyphens");
        var version = row.Whole("version");
        if (version < 1) throw row.Fault("versions count from 1");
        var (from, to) = row.Months("valid_from", "valid_to");
        var unit = row.OneOf("unit", s_units);
        var value = row.Number("value");
        if (unit == "%" && value > 100) throw row.Fault($"value {value} is more than 100 %");
        var uncertainty = row.Number("uncertainty_percent");
        if (uncertainty > 1000) throw row.Fault($"uncertainty_percent {uncertainty} is more than 1000");
        return new Factor
        {
            Id = id,
            Version = version,
            Set = row.Required("set"),
            SetVersion = $"{row.Required("set")}/{version}",
            What = row.Required("what"),
            AppliesTo = row.Required("applies_to"),
            Value = value,
            Unit = unit,
            ValidFrom = from,
            ValidTo = to,
            DataYear = row["data_year"].Length == 0 ? null : row.Whole("data_year"),
            Source = row.Required("source"),
            Standing = row.OneOf("standing", "T", "GK-H", "GK-M", "GK-L", "assumption"),
            Status = row.OneOf("status", "provisional", "verified"),
            UncertaintyPercent = uncertainty,
            Note = row["note"] is { Length: > 0 } note ? note : null,
        };
    }
}
