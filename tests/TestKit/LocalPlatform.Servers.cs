namespace CarbonPlatform.TestKit;

/// <content>Its PostgreSQL and RabbitMQ.</content>
public partial class LocalPlatform
{
    /// <summary>Stops the broker in an orderly way.</summary>
    public Task StopBrokerAsync() => RunAsync("infra", ["down", Infra, "rabbitmq"]);

    /// <summary>Starts the broker again, with its data and on its port.</summary>
    public Task StartBrokerAsync() => RunAsync("infra", ["up", Infra, "rabbitmq"]);

    /// <summary>Stops PostgreSQL in an orderly way.</summary>
    public Task StopPostgresAsync() => RunAsync("infra", ["down", Infra, "postgres"]);

    /// <summary>Starts PostgreSQL again, with its data and on its port.</summary>
    public Task StartPostgresAsync() => RunAsync("infra", ["up", Infra, "postgres"]);

    /// <summary>Sends a signal to a server: 9 (SIGKILL), 19 (SIGSTOP), 18 (SIGCONT).</summary>
    public void Signal(Server server, int signal) =>
        Signals.Send(
            Running(PidFile(server)) ?? throw new InvalidOperationException($"{server} does not run."),
            signal
        );

    /// <summary>kill -9, and waits until the server is gone.</summary>
    public Task KillAsync(Server server)
    {
        Signal(server, 9);
        return Eventually.ShouldAsync(() => Running(PidFile(server)) is null, $"{server} being gone");
    }

    /// <summary>SIGSTOP, and waits until every thread of the server stands still.</summary>
    public Task FreezeAsync(Server server)
    {
        Signal(server, 19);
        var process = Running(PidFile(server))!.Value;
        return Eventually.ShouldAsync(
            () =>
                Directory
                    .GetDirectories($"/proc/{process}/task")
                    .All(thread => Fields(File.ReadAllText(Path.Combine(thread, "stat")))[0] == "T"),
            $"{server} standing still"
        );
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the broker.</summary>
    public Task<string> ControlBrokerAsync(params string[] arguments) =>
        RunAsync("infra", ["ctl", Infra, .. arguments]);
}
