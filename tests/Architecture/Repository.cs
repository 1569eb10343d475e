using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CarbonPlatform.Architecture;

/// <summary>The repository as it lies on disk, without what .gitignore leaves out.</summary>
internal static partial class Repository
{
    private static readonly Lazy<string[]> s_files = new(() => [.. Walk("").Order(StringComparer.Ordinal)]);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => s_files.Value;

    /// <summary>Every project file.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
    [.. Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => new Project(file))];

    /// <summary>Names of the services.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [.. Projects.Where(project => project.Room == "services").Select(project => project.Name)];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>C# sources under a folder.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Files.Where(file =>
            file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
        );

    /// <summary>C# text with comments and literals blanked, lines kept.</summary>
    public static string Code(string file) =>
        CommentsAndLiterals().Replace(Read(file), match => new string('\n', match.Value.Count(c => c == '\n')) + " ");

    /// <summary><c>file:line</c> of every line that matches.</summary>
    public static IEnumerable<string> Matches(string file, string text, Regex pattern) =>
        pattern.Matches(text).Select(match => $"{file}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");

    private static IEnumerable<string> Walk(string folder)
    {
        var ignored = File.ReadAllLines(Path.Combine(Root, ".gitignore"))
            .Where(line => line.EndsWith('/'))
            .Select(line => line.Trim('/'))
            .Append(".git")
            .ToHashSet(StringComparer.Ordinal);
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var current))
        {
            foreach (var entry in new DirectoryInfo(Path.Combine(Root, current)).EnumerateFileSystemInfos())
            {
                var path = current.Length == 0 ? entry.Name : $"{current}/{entry.Name}";
                if (ignored.Contains(entry.Name))
                    continue;
                if (entry is DirectoryInfo)
                    folders.Push(path);
                else
                    yield return path;
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CarbonPlatform.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No CarbonPlatform.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(
        """
            (?<quotes>"{3,})[\s\S]*?\k<quotes> | [$]*@[$]*"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+'
            | //[^\n]* | /\*[\s\S]*?\*/
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        10_000
    )]
    private static partial Regex CommentsAndLiterals();
}

/// <summary>A project file and what it refers to.</summary>
/// <param name="File">Relative to the root, for example <c>services/Ledger/Ledger.csproj</c>.</param>
internal sealed record Project(string File)
{
    private readonly XDocument _document = XDocument.Parse(Repository.Read(File));

    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>The top folder: services, shared, deploy or tests.</summary>
    public string Room => File[..File.IndexOf('/', StringComparison.Ordinal)];

    public string Folder => File[..File.LastIndexOf('/')];

    public IEnumerable<string> Packages => Items("PackageReference");

    /// <summary>Files that project references lead to, relative to the root; <c>../…</c> when outside.</summary>
    public IEnumerable<string> References =>
        Items("ProjectReference")
            .Select(include =>
                Path.GetRelativePath(
                        Repository.Root,
                        Path.GetFullPath(Path.Combine(Repository.Root, Folder, include.Replace('\\', '/')))
                    )
                    .Replace('\\', '/')
            );

    /// <summary>Properties and items by their name, whatever the group.</summary>
    public IEnumerable<XElement> Elements(string name) =>
        _document.Descendants().Where(element => element.Name.LocalName == name);

    public override string ToString() => File;

    private IEnumerable<string> Items(string name) =>
        Elements(name).Select(element => (string?)element.Attribute("Include")).OfType<string>();
}
