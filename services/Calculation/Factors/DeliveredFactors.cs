using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>The factors that come with the program: every file of the folder <c>factors</c>.</summary>
internal static class DeliveredFactors
{
    /// <summary>The columns of a file: all facts but those that only a publication has.</summary>
    public static readonly string[] Columns =
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
        "reference",
    ];

    /// <summary>Every factor, in order of file and row.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static List<Factor> ReadAll(string folder)
    {
        var factors = new Dictionary<string, List<FactorFacts>>(StringComparer.Ordinal);
        var all = new List<FactorFacts>();
        foreach (
            var path in Directory.EnumerateFiles(Path.Combine(folder, "factors"), "*.csv").Order(StringComparer.Ordinal)
        )
        {
            foreach (var row in DataFile.Read(folder, "factors/" + Path.GetFileName(path), Columns))
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
                            $"{factor.Id} is in {other.Unit} in version {other.Version} "
                                + $"and in {factor.Unit} in version {factor.Version}"
                        );
                }
                versions.Add(factor);
                all.Add(factor);
            }
        }
        var rivals = Rival.ReadAll(folder, all);
        return [.. all.Select(facts => new Factor(facts, publishedBy: null, rivals[(facts.Id, facts.Version)]))];
    }

    public static FactorFacts Read(DataRow row)
    {
        var id = row.Required("id");
        if (!FactorFacts.IsId(id))
            throw row.Fault($"id \"{id}\" has other characters than letters, digits, points and hyphens");
        var version = row.Whole("version");
        if (version < 1)
            throw row.Fault("versions count from 1");
        var (from, to) = row.Months("valid_from", "valid_to");
        var unit = row.OneOf("unit", Factor.Units);
        var value = row.Number("value");
        if (unit == "%" && value > 100)
            throw row.Fault($"value {value} is more than 100 %");
        var uncertainty = row.Number("uncertainty_percent");
        if (uncertainty > Factor.LargestUncertaintyPercent)
            throw row.Fault($"uncertainty_percent {uncertainty} is more than 1000");
        var source = row.Required("source");
        var (standing, status, reference) = Vouching.Read(row);
        return new FactorFacts
        {
            Id = id,
            Version = version,
            Set = row.Required("set"),
            What = row.Required("what"),
            AppliesTo = row.Required("applies_to"),
            Value = value,
            Unit = unit,
            ValidFrom = from.OpenAt(Month.Min),
            ValidTo = to.OpenAt(Month.Max),
            DataYear = row["data_year"].Length == 0 ? null : row.Whole("data_year"),
            Source = source,
            Standing = standing,
            Status = status,
            UncertaintyPercent = uncertainty,
            Note = row["note"] is { Length: > 0 } note ? note : null,
            Reference = reference,
        };
    }
}
