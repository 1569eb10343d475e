using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shouldly;

namespace CarbonPlatform.TestKit;

/// <summary>
/// Several RabbitMQ nodes in one cluster on this machine, with names, ports and data of their own, and one address in
/// front that leads to a node that lives.
/// </summary>
public sealed class BrokerCluster : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";

    private readonly string _folder;
    private readonly string _password = $"{Guid.NewGuid():N}";
    private readonly int _names = FreePort.Next();
    private readonly Node[] _nodes;
    private readonly TcpProxy _front;
    private readonly Process _nameServer;

    private BrokerCluster(string folder, int size)
    {
        _folder = folder;
        _nodes =
        [
            .. Enumerable
                .Range(1, size)
                .Select(number => new Node($"carbon{number}@localhost", FreePort.Next(), FreePort.Next())),
        ];
        _front = new TcpProxy([.. _nodes.Select(node => node.Port)]);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, ".erlang.cookie"), $"{Guid.NewGuid():N}");
        File.WriteAllText(Path.Combine(folder, "environment.conf"), "");
        File.WriteAllText(Path.Combine(folder, "enabled_plugins"), "[].");
        using (var closed = Process.Start("chmod", ["600", Path.Combine(folder, ".erlang.cookie")]))
            closed.WaitForExit();
        _nameServer = Process.Start("epmd", ["-address", "127.0.0.1", "-port", $"{_names}"]);
    }

    /// <summary>amqp://user:password@host:port/ of whichever node lives.</summary>
    public Uri Address => new($"amqp://carbon:{_password}@127.0.0.1:{_front.Port}/");

    /// <summary>Names of the nodes.</summary>
    public IReadOnlyList<string> Nodes => [.. _nodes.Select(node => node.Name)];

    /// <summary>Starts the nodes, all at once: each looks for the others before it is there.</summary>
    public static async Task<BrokerCluster> StartAsync(int size)
    {
        var cluster = new BrokerCluster(
            Path.Combine(Path.GetTempPath(), $"carbon-platform-brokers-{Environment.ProcessId}"),
            size
        );
        try
        {
            foreach (var node in cluster._nodes)
                cluster.Launch(node.Name);
            foreach (var node in cluster._nodes)
                await cluster.ThereAsync(node.Name);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9 of a node.</summary>
    public async Task KillAsync(string name)
    {
        var process = NodeOf(name).Process!;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts a node, with the data it had, and waits until it has joined the others.</summary>
    public async Task StartAsync(string name)
    {
        Launch(name);
        await ThereAsync(name);
    }

    /// <summary>A node takes connections as the last thing of its start, when it has joined the others.</summary>
    private Task ThereAsync(string name) =>
        Eventually.ShouldAsync(
            async () =>
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, NodeOf(name).Port);
                    return true;
                }
                catch (SocketException e) when (NodeOf(name).Process is { HasExited: true } ended)
                {
                    throw new InvalidOperationException($"{name} ended with {ended.ExitCode} instead.", e);
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            $"{name} being there"
        );

    /// <summary>Starts a node without waiting: alone it may wait for the others.</summary>
    public void Launch(string name)
    {
        var node = NodeOf(name);
        var home = Path.Combine(_folder, name);
        Directory.CreateDirectory(home);
        File.WriteAllLines(
            Path.Combine(home, "rabbitmq.conf"),
            [
                $"listeners.tcp.1 = 127.0.0.1:{node.Port}",
                "default_user = carbon",
                $"default_pass = {_password}",
                "raft.wal_max_size_bytes = 16777216",
                "cluster_formation.peer_discovery_backend = classic_config",
                .. _nodes.Select((each, index) => $"cluster_formation.classic_config.nodes.{index + 1} = {each.Name}"),
            ]
        );
        var start = new ProcessStartInfo(Path.Combine(Programs, "rabbitmq-server"), ["-noinput"])
        {
            UseShellExecute = false,
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        Furnish(start);
        start.Environment["RABBITMQ_NODENAME"] = node.Name;
        start.Environment["RABBITMQ_NODE_PORT"] = $"{node.Port}";
        start.Environment["RABBITMQ_DIST_PORT"] = $"{node.DistributionPort}";
        start.Environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(home, "data");
        start.Environment["RABBITMQ_LOG_BASE"] = Path.Combine(home, "log");
        start.Environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(home, "rabbitmq.conf");
        start.Environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins");
        start.Environment["RABBITMQ_GENERATED_CONFIG_DIR"] = Path.Combine(home, "generated");
        start.Environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
            // Several share these cores: none waits for work by spinning
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none";
        start.Environment["RABBITMQ_ALLOW_INPUT"] = "yes";
        node.Process = Process.Start(start)!;
        // Nobody reads it, but it must not fill up.
        node.Process.OutputDataReceived += static (_, _) => { };
        node.Process.ErrorDataReceived += static (_, _) => { };
        node.Process.BeginOutputReadLine();
        node.Process.BeginErrorReadLine();
    }

    /// <summary>The node that leads a queue.</summary>
    public async Task<string> LeaderOfAsync(string queue)
    {
        var leader = "";
        await Eventually.ShouldAsync(
            async () =>
            {
                var (code, output) = await ControlAsync(
                    Living(),
                    "rabbitmqctl",
                    "-q",
                    "list_queues",
                    "--no-table-headers",
                    "name",
                    "leader"
                );
                leader =
                    code != 0
                        ? ""
                        : output
                            .Split('\n')
                            .Select(line => line.Split('\t'))
                            .FirstOrDefault(line => line[0] == queue)
                            ?[1].Trim()
                            ?? "";
                return Nodes.Contains(leader) && NodeOf(leader).Process is { HasExited: false };
            },
            $"a leader of {queue}"
        );
        return leader;
    }

    /// <summary>Leaves one replica of every queue: that on a node.</summary>
    public async Task LeaveReplicasOnlyOnAsync(string name)
    {
        foreach (var other in Nodes.Where(node => node != name))
            (await ControlAsync(name, "rabbitmq-queues", "shrink", other)).Code.ShouldBe(0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Where(node => node.Process is { HasExited: false }))
            await KillAsync(node.Name);
        _nameServer.Kill();
        await _nameServer.WaitForExitAsync();
        await _front.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Living() => _nodes.First(node => node.Process is { HasExited: false }).Name;

    private Node NodeOf(string name) => _nodes.Single(node => node.Name == name);

    private void Furnish(ProcessStartInfo start)
    {
        start.Environment["HOME"] = _folder;
        start.Environment["ERL_EPMD_PORT"] = $"{_names}";
        start.Environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        start.Environment["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "environment.conf");
    }

    private async Task<(int Code, string Output)> ControlAsync(string node, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Programs, program), ["-n", node, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Furnish(start);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, await output);
    }

    private sealed record Node(string Name, int Port, int DistributionPort)
    {
        public Process? Process { get; set; }
    }
}
