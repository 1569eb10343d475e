using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>Stands where a service would: keeps what it was sent, and answers what the test says.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubService(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Requests { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = Ok;

    public string Address => _app.Urls.Single();

    public static async Task<StubService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var stub = new StubService(app);
        app.Map(
            "/{**any}",
            async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                stub.Requests.Enqueue(
                    new Received(
                        context.Request.Method,
                        context.Request.Path.Value!,
                        context.Request.QueryString.Value!,
                        body,
                        context.Request.Headers.ToDictionary(
                            header => header.Key,
                            header => header.Value.ToString(),
                            StringComparer.OrdinalIgnoreCase
                        )
                    )
                );
                await stub.Answer(context);
            }
        );
        await app.StartAsync();
        return stub;
    }

    /// <summary>As it was at the start.</summary>
    public void Reset()
    {
        Requests.Clear();
        Answer = Ok;
    }

    private static Task Ok(HttpContext context) => context.Response.WriteAsync("ok");

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed record Received(
    string Method,
    string Path,
    string Query,
    string Body,
    IReadOnlyDictionary<string, string> Headers
);
