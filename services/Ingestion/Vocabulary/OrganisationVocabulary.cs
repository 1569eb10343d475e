using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>A kind of source.</summary>
/// <param name="DefaultProcess">Process of a source that names none.</param>
/// <param name="Technologies">Those that methods know.</param>
/// <param name="TechnologiesClosed">No other technology is taken.</param>
internal sealed record SourceKind(
    string Code,
    string DefaultProcess,
    IReadOnlyList<string> Technologies,
    bool TechnologiesClosed
);

/// <summary>What the records of plants and sources may say. Loaded from the service's data files at start.</summary>
internal sealed class OrganisationVocabulary
{
    /// <summary>By code.</summary>
    public required FrozenDictionary<string, SourceKind> Kinds { get; init; }

    public required FrozenSet<string> Processes { get; init; }

    public required FrozenSet<string> Profiles { get; init; }

    /// <summary>Sub-regions by code of the Chinese province; none for most.</summary>
    public required FrozenDictionary<string, IReadOnlyList<string>> Provinces { get; init; }

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
            if (!processes.Contains(row["default_process"]))
                throw row.Fault($"'{row["default_process"]}' does not stand in processes.csv");
            var closed = row.YesNo("closed");
            var technologies = row.List("technologies");
            if (closed && technologies.Count == 0)
                throw row.Fault("a closed list of technologies needs technologies");
            if (
                !kinds.TryAdd(
                    row.Required("kind"),
                    new SourceKind(row["kind"], row["default_process"], technologies, closed)
                )
            )
                throw row.Fault($"the kind '{row["kind"]}' stands in the file already");
        }

        var provinces = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(directory, "provinces.csv", "province", "sub_regions", "zh", "en"))
        {
            if (!provinces.TryAdd(row.Required("province"), row.List("sub_regions")))
                throw row.Fault($"the province '{row["province"]}' stands in the file already");
        }

        return new OrganisationVocabulary
        {
            Kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal),
            Processes = processes,
            Profiles = Codes(directory, "profiles.csv", "profile"),
            Provinces = provinces.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    private static FrozenSet<string> Codes(string directory, string file, string column)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in DataFile.Read(directory, file, column, "zh", "en"))
        {
            if (!codes.Add(row.Required(column)))
                throw row.Fault($"the {column} '{row[column]}' stands in the file already");
        }
        return codes.ToFrozenSet(StringComparer.Ordinal);
    }
}
