using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Settings as files: one per setting, its name as the environment variable would be called, its text the value. What
/// stands in a file is not in the environment, which every child process and every look at the container shows.
/// </summary>
public static class SecretFiles
{
    /// <summary>Where Docker and others put the secrets of a container.</summary>
    public const string Folder = "/run/secrets";

    /// <summary>Reads the files of the folder, if there is one; they go before the environment.</summary>
    public static IConfigurationBuilder AddSecretFiles(
        this IConfigurationBuilder configuration,
        string folder = Folder
    ) => configuration.AddKeyPerFile(folder, optional: true);
}
