using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Keys, tickets and figures travel in the clear without TLS: such an address may only be loopback, unless
/// <c>Service__AllowPlaintext=true</c> says that the network around it is a closed one (a compose network, a mesh that
/// encrypts by itself).
/// </summary>
internal sealed class Listening(IConfiguration configuration, IServiceProvider services) : IHostedLifecycleService
{
    /// <summary>What is configured, before anything is bound.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Ports alone mean every address, and count only where no addresses are given.
        Check(
            configuration["urls"] is { Length: > 0 } addresses
                ? Split(addresses)
                : Split(configuration["http_ports"]).Select(port => $"http://*:{port}")
        );
        Check(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? ""));
        return Task.CompletedTask;
    }

    /// <summary>What code has bound.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Check(services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        return Task.CompletedTask;
    }

    private void Check(IEnumerable<string> addresses)
    {
        if (configuration.GetValue<bool>("Service:AllowPlaintext"))
            return;
        foreach (var address in addresses.Where(IsInTheOpen))
            throw new InvalidOperationException(
                $"{address} is beyond loopback and without TLS. "
                    + "Use https, a loopback address, or Service__AllowPlaintext=true within a closed network."
            );
    }

    internal static bool IsInTheOpen(string address)
    {
        const string Plain = "http://";
        if (
            !address.StartsWith(Plain, StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase)
        )
            return false;
        var authority = address[Plain.Length..].Split('/')[0];
        var host = authority.StartsWith('[')
            ? authority[..(authority.IndexOf(']', StringComparison.Ordinal) + 1)]
            : authority.Split(':')[0];
        return !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
