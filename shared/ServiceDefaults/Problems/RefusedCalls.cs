using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// One line for every call that is answered with 400 or above, so that the trace id in a problem document is always
/// found
/// in the log of every service that the call came through. Whoever is refused without end does not fill the disk: each
/// status has so many lines at once and so many a second, and what is beyond that is counted.
/// </summary>
internal sealed partial class RefusedCalls(TimeProvider clock, ILogger<RefusedCalls> log)
{
    internal const int LinesAtOnce = 200;
    internal const int LinesPerSecond = 20;
    private const int LongestPath = 256;
    private const int HighestStatus = 599;

    private readonly Budget?[] _budgets = new Budget?[HighestStatus + 1];
    private readonly Lock _gate = new();

    public void Tell(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var request = context.Request;
        if (
            status is < StatusCodes.Status400BadRequest or > HighestStatus or StatusCodes.Status499ClientClosedRequest
            // Asked every second while something is away; the health itself says what.
            || request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        )
            return;
        long passedOver;
        lock (_gate)
        {
            if (!(_budgets[status] ??= new Budget(clock)).HasLine(out passedOver))
                return;
        }
        if (passedOver > 0)
            LogPassedOver(passedOver, status);
        var path = request.PathBase.Add(request.Path).Value ?? "";
        LogRefused(
            status,
            // Without a code it is another service's answer that was passed on; that service's line has the code.
            context.Features.Get<Refusal>()?.Code
                ?? "-",
            request.Method,
            path.Length <= LongestPath ? path : path[..LongestPath],
            context.Connection.RemoteIpAddress,
            context.User.Identity?.Name ?? "nobody"
        );
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Status} {Code}: {Method} {Path} from {Address} by {Caller}"
    )]
    private partial void LogRefused(
        int status,
        string code,
        string method,
        string path,
        IPAddress? address,
        string caller
    );

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} more calls were answered {Status} than are told here")]
    private partial void LogPassedOver(long count, int status);

    private sealed class Budget(TimeProvider clock)
    {
        private double _lines = LinesAtOnce;
        private long _at = clock.GetTimestamp();
        private long _passedOver;

        /// <summary>Whether there is a line for this one, and how many had none since the last that had one.</summary>
        public bool HasLine(out long passedOver)
        {
            var now = clock.GetTimestamp();
            _lines = Math.Min(LinesAtOnce, _lines + (LinesPerSecond * clock.GetElapsedTime(_at, now).TotalSeconds));
            _at = now;
            passedOver = _passedOver;
            if (_lines < 1)
            {
                _passedOver++;
                return false;
            }
            _lines--;
            _passedOver = 0;
            return true;
        }
    }
}

internal static class RefusedCallsRegistration
{
    /// <summary>Stands outermost, where the answer is complete.</summary>
    public static void UseRefusedCalls(this WebApplication app)
    {
        var refused = app.Services.GetRequiredService<RefusedCalls>();
        app.Use(
            async (context, next) =>
            {
                await next(context);
                refused.Tell(context);
            }
        );
    }
}
