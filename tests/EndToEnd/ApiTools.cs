using System.Diagnostics;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.EndToEnd;

/// <summary>The tools of others for descriptions of APIs, which run on Node.js.</summary>
internal static class ApiTools
{
    /// <summary>Whether there are all of them, and what they run on.</summary>
    public static bool AreInstalled =>
        File.Exists(Path.Combine(Checkout.Root, "artifacts/api-tools/node_modules/.bin/redocly"))
        && (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "node")));

    /// <summary>Lets them look at a description.</summary>
    public static async Task<(int ExitCode, string Output)> CheckAsync(string description)
    {
        var file = Path.Combine(Path.GetTempPath(), $"openapi-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, description);
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(Path.Combine(Checkout.Root, "deploy/local/check-api"), [file])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            var output = await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(),
                process.StandardError.ReadToEndAsync()
            );
            await process.WaitForExitAsync();
            return (process.ExitCode, string.Concat(output));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
