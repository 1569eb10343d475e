using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonPlatform.ServiceDefaults.Load;

/// <summary>
/// How many calls a service works on at once. Without it they would wait unseen, for a connection to the database or
/// for the processor, each longer than the one before, until all of them took longer than anybody waits. A call is in
/// work until its answer begins: whoever reads it slowly keeps nobody out.
/// </summary>
internal sealed class CallsInWork(int atOnce, IConfiguration configuration, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// Fewer than there are connections to the database, so that a call that is in work need not wait for one.
    /// </summary>
    public const int AtOnce = DatabaseRegistration.MaxPoolSize - 3;

    private readonly Turns _turns = new(
        configuration.GetValue("Load:CallsAtOnce", atOnce),
        configuration.GetValue("Load:LongestWait", TimeSpan.FromSeconds(0.5)),
        clock
    );

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (await _turns.TakeAsync(context.RequestAborted) is not { } turn)
        {
            await Refusals.Overloaded.ToResult().ExecuteAsync(context);
            return;
        }
        using (turn)
        {
            context.Response.OnStarting(
                static state =>
                {
                    ((IDisposable)state).Dispose();
                    return Task.CompletedTask;
                },
                turn
            );
            await next(context);
        }
    }

    public void Dispose() => _turns.Dispose();
}

internal static class CallsInWorkRegistration
{
    /// <summary>What watches over the platform, and what its services ask each other, is always answered.</summary>
    private static readonly PathString[] s_always = ["/health", "/metrics", "/internal", "/swagger"];

    public static void UseCallsInWork(this WebApplication app)
    {
        var calls = app.Services.GetRequiredService<CallsInWork>();
        app.UseWhen(
            context => !s_always.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)),
            counted => counted.Use((context, next) => calls.RunAsync(context, next))
        );
    }
}
