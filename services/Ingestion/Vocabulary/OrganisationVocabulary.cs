using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>A kind of source.</summary>
/// <param name="DefaultProcess">Process of a source that names none.</param>
/// <param name="Technologies">Those that methods know.</param>
/// <param name="TechnologiesClosed">No other technology is taken.</param>
/// <param name="Zh">Its name in Chinese.</param>
/// <param name="En">Its name in English.</param>
internal sealed record SourceKind(
    string Code,
    string DefaultProcess,
    IReadOnlyList<string> Technologies,
    bool TechnologiesClosed,
    string Zh,
    string En
);

/// <summary>A word of a closed list with its names.</summary>
internal sealed record NamedCode(string Code, string Zh, string En);

/// <summary>A province.</summary>
/// <param name="SubRegions">The parts that a plant there may say it lies in; none for most.</param>
internal sealed record Province(string Code, IReadOnlyList<string> SubRegions, string Zh, string En);

/// <summary>What the records of plants and sources may say. Loaded from the service's data files at start.</summary>
internal sealed class OrganisationVocabulary
{
    /// <summary>By code.</summary>
    public required FrozenDictionary<string, SourceKind> Kinds { get; init; }

    /// <summary>By code.</summary>
    public required FrozenDictionary<string, NamedCode> Processes { get; init; }

    /// <summary>By code.</summary>
    public required FrozenDictionary<string, NamedCode> Profiles { get; init; }

    /// <summary>The Chinese provinces by code.</summary>
    public required FrozenDictionary<string, Province> Provinces { get; init; }

    /// <summary>How quantities are obtained.</summary>
    public required IReadOnlyList<NamedCode> Qualities { get; init; }

    /// <summary>Reads the files of a directory.</summary>
    /// <exception cref="DataFileException">A row cannot be used; it names file, line and reason.</exception>
    public static OrganisationVocabulary Load(string directory)
    {
        var processes = Codes(directory, "processes.csv", "process");
        var kinds = new Dictionary<string, SourceKind>(StringComparer.Ordinal);
        foreach (
            var row in DataFile.Read(
                directory,
                "kinds.csv",
                "kind",
                "default_process",
                "technologies",
                "closed",
                "zh",
                "en"
            )
        )
        {
            if (!processes.Exists(process => process.Code == row["default_process"]))
                throw row.Fault($"'{row["default_process"]}' does not stand in processes.csv");
            var closed = row.YesNo("closed");
            var technologies = row.List("technologies");
            if (closed && technologies.Count == 0)
                throw row.Fault("a closed list of technologies needs technologies");
            if (
                !kinds.TryAdd(
                    row.Required("kind"),
                    new SourceKind(
                        row["kind"],
                        row["default_process"],
                        technologies,
                        closed,
                        row.Required("zh"),
                        row.Required("en")
                    )
                )
            )
                throw row.Fault($"the kind '{row["kind"]}' stands in the file already");
        }

        var provinces = new Dictionary<string, Province>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(directory, "provinces.csv", "province", "sub_regions", "zh", "en"))
        {
            var province = new Province(
                row.Required("province"),
                row.List("sub_regions"),
                row.Required("zh"),
                row.Required("en")
            );
            if (!provinces.TryAdd(province.Code, province))
                throw row.Fault($"the province '{row["province"]}' stands in the file already");
        }

        return new OrganisationVocabulary
        {
            Kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal),
            Processes = processes.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal),
            Profiles = Codes(directory, "profiles.csv", "profile")
                .ToFrozenDictionary(code => code.Code, StringComparer.Ordinal),
            Qualities = Codes(directory, "qualities.csv", "quality"),
            Provinces = provinces.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    private static List<NamedCode> Codes(string directory, string file, string column)
    {
        var codes = new List<NamedCode>();
        foreach (var row in DataFile.Read(directory, file, column, "zh", "en"))
        {
            var code = new NamedCode(row.Required(column), row.Required("zh"), row.Required("en"));
            if (codes.Exists(other => other.Code == code.Code))
                throw row.Fault($"the {column} '{code.Code}' stands in the file already");
            codes.Add(code);
        }
        return codes;
    }
}
