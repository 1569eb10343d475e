using System.Collections.Concurrent;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Keeps the lines that the console would show.</summary>
internal sealed class LogLines : LogTaker
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly LogLine _formatter = new(TimeProvider.System);

    public IReadOnlyList<string> All => [.. _lines];

    protected override void Take<TState>(LogEntry<TState> entry)
    {
        using var text = new StringWriter();
        _formatter.Write(entry, scopeProvider: null, text);
        _lines.Enqueue(text.ToString());
    }
}
