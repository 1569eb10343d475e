namespace CarbonPlatform.TestKit;

/// <summary>The checkout that the running tests were built from: its folders and its build output.</summary>
public static class Checkout
{
    /// <summary>The folder that holds CarbonPlatform.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// "debug" or "release": the configuration of the running tests, so that they start services built alike.
    /// </summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>
    /// The built assembly of a project, e.g. <c>Assembly("Ledger")</c>. It is built before the tests because they refer
    /// to it, or by the solution.
    /// </summary>
    /// <exception cref="FileNotFoundException">The project has not been built in this configuration.</exception>
    public static string Assembly(string project)
    {
        var path = Path.Combine(Root, "artifacts", "bin", project, Configuration, $"CarbonPlatform.{project}.dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{project} is not built in configuration '{Configuration}'.", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CarbonPlatform.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No CarbonPlatform.sln above {AppContext.BaseDirectory}.");
    }
}
