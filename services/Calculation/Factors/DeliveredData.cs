using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// The data files that come with the program, read and checked once: the base that published factors stand on. What is
/// wrong with a row stops the start, named by file and line.
/// </summary>
internal sealed class DeliveredData
{
    private DeliveredData(string folder)
    {
        Version = ReadVersion(folder);
        var vocabulary = ActivityVocabulary.Read(ActivityVocabulary.FolderIn(folder));
        Hash = HashOf(folder, vocabulary);
        Factors = DeliveredFactors.ReadAll(folder);
        Places = Place.ReadAll(folder);
        Profiles = Profile.ReadAll(folder);
        ProfileDefaults = ProfileDefaults.Read(folder, Profiles);
        Fuels = Fuel.ReadAll(folder);
        Activities = new Activities(Activity.All(vocabulary, Fuels), ReadInformative(folder));
        Uncertainties = Uncertainties.Read(folder, Activities);
        Gases = Gases.Read(folder);
        Texts = OutstandingText.ReadAll(folder);
        Years = FactorYear.ReadAll(folder);
        Wordings.Read(folder, Phrase.All);
    }

    /// <summary>
    /// Version of the delivered files, the last row of catalogue.csv. The catalogue in force may be further: see
    /// <see cref="CatalogueInForce"/>.
    /// </summary>
    public int Version { get; }

    /// <summary>
    /// SHA-256 over the rows of all files, without comments: the same version must be the same rows in every process.
    /// Of the vocabulary it holds what methods go by; a better name of an activity, or an attribute more that plants
    /// may give, makes no other figure.
    /// Wordings are no figures either: they may be corrected without a version.
    /// </summary>
    public byte[] Hash { get; }

    public IReadOnlyList<Factor> Factors { get; }

    public List<Place> Places { get; }

    public Dictionary<string, Profile> Profiles { get; }

    public ProfileDefaults ProfileDefaults { get; }

    public IReadOnlyDictionary<string, Fuel> Fuels { get; }

    public Activities Activities { get; }

    public Uncertainties Uncertainties { get; }

    public Gases Gases { get; }

    public IReadOnlyList<OutstandingText> Texts { get; }

    public IReadOnlyList<FactorYear> Years { get; }

    /// <summary>Reads the data files beside the program.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static DeliveredData Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Data");
        // What this process says is what stands beside it; other folders are only held to the methods.
        Wordings.Load(folder);
        return Read(folder);
    }

    /// <summary>Reads a folder of data files.</summary>
    /// <exception cref="DataFileException">A row cannot be used.</exception>
    public static DeliveredData Read(string folder) => new(folder);

    private static int ReadVersion(string folder)
    {
        var version = 0;
        foreach (var row in DataFile.Read(folder, "catalogue.csv", "version", "released", "note"))
        {
            if (row.Whole("version") != version + 1)
                throw row.Fault($"version {row["version"]} does not follow {version}");
            row.Required("released");
            row.Required("note");
            version++;
        }
        return version;
    }

    private static List<string> ReadInformative(string folder)
    {
        var informative = new List<string>();
        foreach (var row in DataFile.Read(folder, "attributes.csv", "attribute", "note"))
        {
            var attribute = row.Required("attribute");
            row.Required("note");
            if (AttributeNeed.Find(attribute) is not null)
                throw row.Fault($"{attribute} is read by a method");
            if (informative.Contains(attribute))
                throw row.Fault($"{attribute} stands twice");
            informative.Add(attribute);
        }
        return informative;
    }

    private static byte[] HashOf(string folder, ActivityVocabulary vocabulary)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Line("activities.csv");
        Line("activity,canonical_unit,method,subject,category,measure");
        foreach (var activity in vocabulary.All)
            Line(
                string.Join(
                    ',',
                    activity.Code,
                    activity.Row["canonical_unit"],
                    activity.Starts,
                    activity.Subject,
                    activity.Category,
                    activity.Measure
                )
            );
        var apart = ActivityVocabulary.FolderIn(folder) + Path.DirectorySeparatorChar;
        foreach (
            var path in Directory
                .EnumerateFiles(folder, "*.csv", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(apart, StringComparison.Ordinal))
                .Where(path => Path.GetFileName(path) != Wordings.File)
                .Order(StringComparer.Ordinal)
        )
        {
            Line(Path.GetRelativePath(folder, path).Replace('\\', '/'));
            foreach (var line in File.ReadLines(path))
            {
                if (line.Length > 0 && line[0] != '#')
                    Line(line.TrimEnd());
            }
        }
        return hash.GetHashAndReset();

        void Line(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\n'));
    }
}
