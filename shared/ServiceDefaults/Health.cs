using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: what it needs answers too; a service adds a check of
/// its own with the tag <see cref="Ready"/>. Both are open to everybody, so what they say is worked out once a second,
/// however often it is asked for.
/// </summary>
public static class Health
{
    /// <summary>The tag of checks that count for readiness.</summary>
    public const string Ready = "ready";

    private static readonly string[] s_methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(1);

    internal static void MapHealth(this WebApplication app)
    {
        Map(app, "/health/live", _ => false);
        Map(app, "/health/ready", check => check.Tags.Contains(Ready));
    }

    private static void Map(WebApplication app, string path, Func<HealthCheckRegistration, bool> which)
    {
        var checks = app.Services.GetRequiredService<HealthCheckService>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var gate = new Lock();
        (long At, Task<HealthReport> Report)? latest = null;
        app.MapMethods(path, s_methods, async (HttpContext context) => await WriteAsync(context, await ReportAsync()))
            .AllowAnonymous()
            .ExcludeFromDescription();

        Task<HealthReport> ReportAsync()
        {
            lock (gate)
            {
                if (latest is not { } known || clock.GetElapsedTime(known.At) >= s_freshness)
                    latest = known = (clock.GetTimestamp(), checks.CheckHealthAsync(which, CancellationToken.None));
                return known.Report;
            }
        }
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.StatusCode =
            report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString().ToLowerInvariant(),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => entry.Value.Status.ToString().ToLowerInvariant(),
                    StringComparer.Ordinal
                ),
            }
        );
    }
}
