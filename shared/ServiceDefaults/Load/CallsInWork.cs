using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonPlatform.ServiceDefaults.Load;

/// <summary>
/// How many calls a service works on at once. Without it they would wait unseen, for a connection to the database or
/// for the processor, each longer than the one before, until all of them took longer than anybody waits. One caller
/// has half of them at most: what it asks for keeps nobody else out.
/// </summary>
internal sealed class CallsInWork
{
    /// <summary>
    /// Fewer than there are connections to the database, so that a call that is in work need not wait for one.
    /// </summary>
    public const int AtOnce = DatabaseRegistration.MaxPoolSize - 3;

    private readonly Turns _turns;

    public CallsInWork(int atOnce, IConfiguration configuration, TimeProvider clock)
    {
        var longestWait = configuration.GetValue("Load:LongestWait", TimeSpan.FromSeconds(0.3));
        // As long in work as in the queue: together, and what the Gateway takes, it is answered within a second.
        _turns = new Turns(
            configuration.GetValue("Load:CallsAtOnce", atOnce),
            longestWait,
            clock,
            within: longestWait,
            parts: 2
        );
    }

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (await _turns.TakeAsync(Whose(context), context.RequestAborted) is not { } turn)
        {
            await Refusals.Overloaded.ToResult().ExecuteAsync(context);
            return;
        }
        turn.LastUntilAnswered(context);
        context.Features.Set(turn);
        await next(context);
    }

    /// <summary>Who is not known is one caller.</summary>
    private static string Whose(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } ? Caller.Of(context).Id : "";
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
