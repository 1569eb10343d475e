using System.Diagnostics;
using System.Text;

namespace CarbonPlatform.TestKit;

/// <summary>A built service as a real process of its own, to be killed and started again like one.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string _assembly;
    private readonly Dictionary<string, string> _environment;
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>Prepares a service; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="project">The project: "Ingestion", "Calculation", "Ledger", "Gateway".</param>
    /// <param name="environment">Its configuration by environment variables, e.g. <c>RabbitMq__Uri</c>. ASPNETCORE_URLS
    /// is set here, to a free port that stays the same over restarts.</param>
    public ServiceProcess(string project, IEnumerable<KeyValuePair<string, string>> environment)
    {
        _assembly = Checkout.Assembly(project);
        Name = project;
        _environment = new(environment, StringComparer.Ordinal);
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Client = new HttpClient { BaseAddress = Address };
        AppDomain.CurrentDomain.ProcessExit += KillWithTests;
    }

    /// <summary>The project's name.</summary>
    public string Name { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>Everything it wrote, over all its starts.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Whether the process lives.</summary>
    public bool Running => _process is { HasExited: false };

    /// <summary>Brings its database up to date as the job does that has the rights for it.</summary>
    public Task MigrateAsync(TestDatabase database) => MigrateAsync(Name, database.Migrations);

    /// <summary>The same without the service: its program with the argument <c>migrate</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task MigrateAsync(string project, string migrations)
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Assembly(project), "migrate"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ConnectionStrings__Migrations"] = migrations;
        using var job = Process.Start(start)!;
        var wrote = await Task.WhenAll(job.StandardOutput.ReadToEndAsync(), job.StandardError.ReadToEndAsync());
        await job.WaitForExitAsync();
        if (job.ExitCode != 0)
            throw new InvalidOperationException(
                $"{project}'s migrations ended with {job.ExitCode}:\n{string.Concat(wrote)}"
            );
    }

    /// <summary>Starts it and, unless told otherwise, waits until <c>/health/ready</c> says 200.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message holds its log.</exception>
    public async Task StartAsync(bool untilReady = true)
    {
        var start = new ProcessStartInfo("dotnet", [_assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(_assembly),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (!untilReady)
            return;
        try
        {
            await Eventually.ShouldAsync(ReadyAsync, $"{Name} being ready");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}. It wrote:\n{Log}", e);
        }
    }

    /// <summary>Whether <c>/health/ready</c> says 200 now.</summary>
    /// <exception cref="InvalidOperationException">The process has ended; the message holds its log.</exception>
    public async Task<bool> ReadyAsync()
    {
        if (!Running)
            throw new InvalidOperationException($"{Name} is not running. It wrote:\n{Log}");
        try
        {
            using var answer = await Client.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!Running)
            return;
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: asks it to end in an orderly way, and waits for that.</summary>
    public async Task StopAsync()
    {
        if (!Running)
            return;
        Signals.Send(_process!.Id, 15);
        await _process.WaitForExitAsync().WaitAsync(Eventually.Patience);
    }

    /// <summary>Kills it if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillWithTests;
        await KillAsync();
        _process?.Dispose();
        Client.Dispose();
    }

    private void KillWithTests(object? sender, EventArgs e)
    {
        if (Running)
            _process!.Kill();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
            _log.AppendLine(line.Data);
    }
}
