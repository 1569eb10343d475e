using System.Diagnostics;
using CarbonPlatform.Oracle.Random;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>One run: a group, its submissions, the clients that send them, and their journal.</summary>
internal sealed class FaultRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    private readonly FaultPlatform _platform;
    private Task? _posting;

    private FaultRun(FaultPlatform platform, string name, Submissions submissions)
    {
        _platform = platform;
        Submissions = submissions;
        Dice = new Dice(Sizes.Seed + (ulong)name.Length);
        Clients = new PlantClients(platform.Address, platform.AdminKey, Journal);
    }

    public Submissions Submissions { get; }

    public Journal Journal { get; } = new();

    public PlantClients Clients { get; }

    /// <summary>For when and where the fault strikes.</summary>
    public Dice Dice { get; }

    /// <summary>From the end of the posting until nothing was on its way any more.</summary>
    public TimeSpan Drain { get; private set; }

    /// <summary>Brings a group of that name into the platform.</summary>
    public static async Task<FaultRun> BeginAsync(
        FaultPlatform platform,
        string name,
        int submissions,
        int? chains = null
    )
    {
        var run = new FaultRun(platform, name, new Submissions(name, Sizes.Seed, submissions, chains));
        await platform.Api.PutAsync(run.Submissions.Group);
        return run;
    }

    /// <summary>Begins to post everything.</summary>
    public Task PostAsync(int atOnce = 8) => _posting = Clients.PostAsync(Submissions.Chains, atOnce);

    /// <summary>
    /// Posts everything and strikes so many times meanwhile, each time somewhere within an
    /// equal part of the submissions.
    /// </summary>
    public async Task PostWhileAsync(int strikes, Func<Task> strikeAsync)
    {
        var count = Submissions.Chains.Sum(chain => chain.Count);
        Clients.Limit = 0;
        var posting = PostAsync();
        for (var strike = 0; strike < strikes; strike++)
        {
            var (from, to) = (strike * count / strikes, (strike + 1) * count / strikes);
            Clients.Limit = to;
            await ReachAsync(from + Dice.Below(to - from));
            await strikeAsync();
        }

        await posting;
    }

    /// <summary>Waits until so many are settled.</summary>
    public Task ReachAsync(int settled) =>
        Eventually.ShouldAsync(
            async () =>
            {
                if (_posting is { IsFaulted: true })
                    await _posting;
                return Journal.Settled >= settled;
            },
            $"{settled} submissions being settled",
            s_patience
        );

    /// <summary>Waits for the posting and the drain, then sorts.</summary>
    /// <param name="patience">How long to wait for the drain; what is not there then is lost.</param>
    public async Task<Accounting> AccountAsync(TimeSpan? patience = null)
    {
        if (_posting is not null)
            await _posting;
        await _platform.AllReadyAsync();
        if (!Sizes.Full)
            await _platform.LetLeasesRunOutAsync();
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Eventually.ShouldAsync(
                _platform.IsDrainedAsync,
                "everything being drained",
                patience ?? Eventually.Patience
            );
        }
        catch (TimeoutException)
        {
            // What is missing is found below.
        }

        Drain = Stopwatch.GetElapsedTime(began);
        return await Accounting.OfAsync(_platform, Submissions.Group, Journal);
    }

    public void Dispose() => Clients.Dispose();
}
