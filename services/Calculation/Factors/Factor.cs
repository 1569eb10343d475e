using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>A number of the catalogue, with everything a reader must know to judge it.</summary>
internal sealed class Factor
{
    /// <summary>Units a value may stand in; one that is not here is a typing error.</summary>
    public static readonly string[] Units =
    [
        "GJ/t",
        "GJ/10^4Nm3",
        "tC/GJ",
        "%",
        "1",
        "kgce/kg",
        "kgce/Nm3",
        "kgce/GJ",
        "kgce/kWh",
        "GJ/tce",
        "kgCO2/kWh",
        "tCO2/GJ",
        "g/kWh",
        "gce/kWh",
        "tCO2/MWh",
        "months",
        "W/m2",
        "kg/t",
        "kg/10^4Nm3",
        "kg/t per % S",
        "kg/10^4Nm3 per mg/m3 S",
        "t/tAl",
        "kg/tAl",
        "kg/tAl per min/cell-day",
        "kg/tAl per mV",
        "tCO2/t",
        "tCO2/10^4Nm3",
        "kg/Nm3",
        "kg/TJ",
        "kJ/kg",
        "kJ/kg/K",
        "°C",
        "tCO2/tAl",
        "tCO2e/tAl",
        "kgCO2e/kWh",
        "kgCO2e/MWh",
        "mg/Nm3",
        "kWh/t",
        "kWh/t per V",
        "kgce/t",
        "V",
        "h",
        "min",
        "1/cell-day",
        "min/cell-day",
        "g/gce",
    ];

    /// <summary>How well a value of the tables is vouched for; see the head of every factor file.</summary>
    public static readonly string[] Standings = ["T", "GK-H", "GK-M", "GK-L", "assumption"];

    /// <summary>Standing of a plant's own factor: a test report vouches for it.</summary>
    public const string MeasuredStanding = "measured";

    public const string Provisional = "provisional";

    public const string Verified = "verified";

    public const decimal LargestUncertaintyPercent = 1000;

    private static readonly string[] s_columns =
    [
        "id",
        "version",
        "set",
        "what",
        "applies_to",
        "value",
        "unit",
        "valid_from",
        "valid_to",
        "data_year",
        "source",
        "standing",
        "status",
        "uncertainty_percent",
        "note",
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
    public required string Status
    {
        get;
        init
        {
            field = value;
            Unverified = value == Verified ? LineStatuses.None : LineStatuses.UnverifiedFactor;
        }
    }

    /// <summary>What a line that rests on it says for it.</summary>
    public LineStatuses Unverified { get; private init; }

    /// <summary>What a line rests on in which no other factor counts.</summary>
    public FactorSet Alone => new(SetVersion, Unverified);

    /// <summary>Half-width at 95 %.</summary>
    public required decimal UncertaintyPercent { get; init; }

    public string? Note { get; init; }

    /// <summary>The official text that somebody compared the value with, or the test report of an own factor.</summary>
    public string? Reference { get; init; }

    /// <summary>The plant whose own factor it is; null for everybody's.</summary>
    public string? Plant { get; init; }

    /// <summary>The source of that plant it is confined to; null for all of them.</summary>
    public string? PlantSource { get; init; }

    /// <summary>Catalogue version that brought it; null for a delivered one.</summary>
    public int? PublishedBy { get; init; }

    /// <summary>Whether it is a plant's own.</summary>
    public bool IsOwn => Plant is not null;

    public bool IsValidIn(Month month) => ValidFrom <= month && month <= ValidTo;

    /// <summary>Every factor of the folder, in order of file and row.</summary>
    public static List<Factor> ReadAll(string folder)
    {
        var factors = new Dictionary<string, List<Factor>>(StringComparer.Ordinal);
        var all = new List<Factor>();
        foreach (
            var path in Directory.EnumerateFiles(Path.Combine(folder, "factors"), "*.csv").Order(StringComparer.Ordinal)
        )
        {
            foreach (var row in DataFile.Read(folder, "factors/" + Path.GetFileName(path), s_columns))
            {
                var factor = Read(row);
                if (!factors.TryGetValue(factor.Id, out var versions))
                    factors.Add(factor.Id, versions = []);
                foreach (var other in versions)
                {
                    if (other.Version == factor.Version)
                        throw row.Fault($"{factor.Id} version {factor.Version} stands twice");
                    if (other.Unit != factor.Unit)
                        throw row.Fault(
                            $"{factor.Id} is in {other.Unit} in version {other.Version} and in {factor.Unit} in version {factor.Version}"
                        );
                }
                versions.Add(factor);
                all.Add(factor);
            }
        }
        return all;
    }

    public static bool IsId(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static Factor Read(DataRow row)
    {
        var id = row.Required("id");
        if (!IsId(id))
            throw row.Fault($"id \"{id}\" has other characters than letters, digits, points and hyphens");
        var version = row.Whole("version");
        if (version < 1)
            throw row.Fault("versions count from 1");
        var (from, to) = row.Months("valid_from", "valid_to");
        var unit = row.OneOf("unit", Units);
        var value = row.Number("value");
        if (unit == "%" && value > 100)
            throw row.Fault($"value {value} is more than 100 %");
        var uncertainty = row.Number("uncertainty_percent");
        if (uncertainty > LargestUncertaintyPercent)
            throw row.Fault($"uncertainty_percent {uncertainty} is more than 1000");
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
            Standing = row.OneOf("standing", Standings),
            Status = row.OneOf("status", Provisional, Verified),
            UncertaintyPercent = uncertainty,
            Note = row["note"] is { Length: > 0 } note ? note : null,
        };
    }
}
