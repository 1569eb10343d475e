namespace CarbonPlatform.Faults.Rig;

/// <summary>Puts right again what a test has done to the platform, however the test ends; once.</summary>
internal sealed class Undo(Func<Task> act) : IAsyncDisposable
{
    private Func<Task>? _act = act;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _act, null) is { } undo)
            await undo();
    }
}
