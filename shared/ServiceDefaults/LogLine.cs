using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// One event, one line: time, level, trace, category, what happened, and what was thrown. The trace is that of the
/// request
/// or message being served, the same in every service and in the problem document that the caller got; <c>trace=-</c>
/// stands where nobody in particular is served.
/// </summary>
internal sealed class LogLine(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.Write(clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        textWriter.Write($" {Level(logEntry.LogLevel)}: trace={TraceId ?? "-"} {logEntry.Category}");
        textWriter.Write($"[{logEntry.EventId.Id}] ");
        WriteOnOneLine(textWriter, message);
        if (logEntry.Exception is { } thrown)
        {
            textWriter.Write(' ');
            WriteOnOneLine(textWriter, thrown.ToString());
        }
        textWriter.Write('\n');
    }

    /// <summary>The W3C id of the trace that the work now going on belongs to.</summary>
    public static string? TraceId =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, TraceId: var id } ? id.ToHexString() : null;

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            LogLevel.Critical => "crit",
            _ => "none",
        };

    private static bool IsSeen(char letter) =>
        char.GetUnicodeCategory(letter)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );

    /// <summary>
    /// Paths and payloads may hold line breaks: whoever sends them must not be able to write lines of its own, nor to
    /// turn round what is read in one.
    /// </summary>
    private static void WriteOnOneLine(TextWriter writer, string text)
    {
        foreach (var letter in text)
            writer.Write(IsSeen(letter) ? letter : ' ');
    }
}
