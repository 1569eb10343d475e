using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CarbonPlatform.TestKit;

/// <summary>A line that was logged.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Trace">The trace it was written in; none where there was none.</param>
public sealed record WrittenLine(LogLevel Level, string Text, ActivityTraceId Trace);

/// <summary>Keeps what is logged.</summary>
public sealed class WrittenLog : LogTaker
{
    private readonly ConcurrentQueue<WrittenLine> _lines = new();

    /// <summary>What was logged at a level, oldest first.</summary>
    public IReadOnlyList<string> Of(LogLevel level) =>
        [.. _lines.Where(line => line.Level == level).Select(line => line.Text)];

    /// <summary>The traces of lines that hold a text.</summary>
    public IReadOnlyList<ActivityTraceId> TracesOf(string text) =>
        [.. _lines.Where(line => line.Text.Contains(text, StringComparison.Ordinal)).Select(line => line.Trace)];

    /// <inheritdoc/>
    protected override void Take<TState>(LogEntry<TState> entry) =>
        _lines.Enqueue(
            new WrittenLine(
                entry.LogLevel,
                entry.Formatter(entry.State, entry.Exception),
                Activity.Current?.TraceId ?? default
            )
        );
}

/// <summary>Is handed what is logged, of every category and at every level.</summary>
public abstract class LogTaker : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, this);

    /// <summary>A logger as a class asks for it.</summary>
    public ILogger<T> For<T>() => new LoggerFactory([this]).CreateLogger<T>();

    /// <inheritdoc/>
    public void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Takes one line.</summary>
    protected abstract void Take<TState>(LogEntry<TState> entry);

    private sealed class Writer(string category, LogTaker taker) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => taker.Take(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
