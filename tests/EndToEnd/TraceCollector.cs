using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.EndToEnd;

/// <summary>A span as it was exported.</summary>
public sealed record ExportedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>Receives what the services export over OTLP (protobuf over HTTP) and keeps the spans.</summary>
public sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();

    private TraceCollector(WebApplication app) => _app = app;

    /// <summary>Where to export to: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>All spans so far.</summary>
    public IReadOnlyCollection<ExportedSpan> Spans => _spans;

    public static async Task<TraceCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new TraceCollector(app);
        app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector.Keep(body.ToArray());
        });
        app.MapPost("/v1/{signal}", () => { });
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // opentelemetry/proto/collector/trace/v1: ResourceSpans (1) holds Resource (1) and ScopeSpans (2), which holds Span (2).
    private void Keep(byte[] request)
    {
        foreach (var (_, resourceSpans) in Fields(request).Where(field => field.Number == 1))
        {
            var service = Fields(resourceSpans).Where(field => field.Number == 1).SelectMany(resource => Fields(resource.Value))
                .Where(attribute => attribute.Number == 1)
                .Select(attribute => Fields(attribute.Value).ToList())
                .Where(attribute => Encoding.UTF8.GetString(attribute.Single(field => field.Number == 1).Value) == "service.name")
                .Select(attribute => Encoding.UTF8.GetString(Fields(attribute.Single(field => field.Number == 2).Value).Single().Value))
                .Single();
            foreach (var (_, span) in Fields(resourceSpans).Where(field => field.Number == 2).SelectMany(scope => Fields(scope.Value)).Where(field => field.Number == 2))
            {
                var fields = Fields(span).ToLookup(field => field.Number, field => field.Value);
                _spans.Enqueue(new ExportedSpan(
                    service, Convert.ToHexStringLower(fields[1].Single()), Convert.ToHexStringLower(fields[2].Single()),
                    Convert.ToHexStringLower(fields[4].FirstOrDefault() ?? []), Encoding.UTF8.GetString(fields[5].Single())));
            }
        }
    }

    /// <summary>The length-delimited fields of a protobuf message; numbers are passed over.</summary>
    private static IEnumerable<(int Number, byte[] Value)> Fields(byte[] message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return ((int)(tag >> 3), message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} at {at}.");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
