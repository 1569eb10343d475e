using System.Diagnostics;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using Shouldly;

namespace CarbonPlatform.TestKit;

/// <content>Its four services: their processes, settings and tickets.</content>
public partial class LocalPlatform
{
    /// <summary>kill -9, once it runs.</summary>
    public async Task KillAsync(string service)
    {
        await Eventually.ShouldAsync(() => ProcessOf(service) is not null, $"{service} running");
        if (ProcessOf(service) is not { } pid)
            return;
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Sends a signal to a service, for instance 19 (SIGSTOP) or 18 (SIGCONT).</summary>
    public void Signal(string service, int signal) =>
        Signals.Send(ProcessOf(service) ?? throw new InvalidOperationException($"{service} does not run."), signal);

    /// <summary>Number of the service's process; null while there is none.</summary>
    public int? ProcessOf(string service) => Running(Path.Combine(Home, "run", service + ".pid"));

    /// <summary>Memory that a service holds, in bytes.</summary>
    public long MemoryOf(string service) => Process.GetProcessById(ProcessOf(service)!.Value).WorkingSet64;

    /// <summary>Whether the service says that it is ready.</summary>
    public async Task<bool> IsReadyAsync(string service)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(AddressOf(service), "/health/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Waits until the supervisor has the service running again.</summary>
    public Task ReadyAsync(string service) =>
        Eventually.ShouldAsync(() => IsReadyAsync(service), $"{service} being ready again");

    /// <summary>
    /// Gives services settings of their own (null takes one away) and restarts those that this changes.
    /// </summary>
    public async Task ConfigureAsync(params (string Service, string Setting, string? Value)[] settings)
    {
        foreach (var service in settings.ToLookup(setting => setting.Service, StringComparer.Ordinal))
        {
            var file = Path.Combine(Home, "config", service.Key + ".own.env");
            var own = File.Exists(file) ? Settings(file) : [];
            foreach (var (_, name, value) in service)
            {
                if (value is null)
                    own.Remove(name);
                else
                    own[name] = value;
            }

            await File.WriteAllLinesAsync(file, own.Select(setting => $"{setting.Key}={setting.Value}"));
        }

        await UpAsync(["--no-build"]);
    }

    /// <summary>The settings that a service was last started with.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string service) =>
        Settings(Path.Combine(Home, "config", service + ".env"));

    /// <summary>Lines that a service has written.</summary>
    public string LogOf(string service) => File.ReadAllText(Path.Combine(Home, "log", service + ".log"));

    /// <summary>Asks a service what only services may ask.</summary>
    public async Task<JsonNode> AskInsideAsync(string service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(AddressOf(service), path));
        using var signer = SignerOf("ingestion");
        request.Headers.Add("X-Caller-Ticket", signer.Sign(new Caller("ingestion", [Roles.Service], null), service));
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{service}{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Signs tickets as a service of this platform does.</summary>
    public TicketSigner SignerOf(string service) =>
        new(service, Convert.FromBase64String(_keys[service.ToUpperInvariant() + "_SIGNING_KEY"]), TimeProvider.System);
}
