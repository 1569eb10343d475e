using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.TestKit;

/// <summary>A span as it was exported.</summary>
public sealed record ExportedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name);

/// <summary>
/// Receives what the services export over OTLP (protobuf over HTTP) and keeps the spans and the counters.
/// </summary>
public sealed class TelemetryCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();
    private readonly ConcurrentDictionary<
        (string Service, string Process, string Counter, string Tags),
        long
    > _counters = new();

    private TelemetryCollector(WebApplication app) => _app = app;

    /// <summary>Where to export to: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Endpoint => _app.Urls.Single();

    /// <summary>All spans so far.</summary>
    public IReadOnlyCollection<ExportedSpan> Spans => _spans;

    /// <summary>Where a counter stands in a service, over its tags and over its processes so far.</summary>
    public long Count(string service, string counter) =>
        _counters
            .Where(count => (count.Key.Service, count.Key.Counter) == (service, counter))
            .Sum(count => count.Value);

    /// <summary>Begins to listen, on a free port.</summary>
    public static async Task<TelemetryCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new TelemetryCollector(app);
        app.MapPost("/v1/traces", async (HttpRequest request) => collector.KeepSpans(await ReadAsync(request)));
        app.MapPost("/v1/metrics", async (HttpRequest request) => collector.KeepCounters(await ReadAsync(request)));
        app.MapPost("/v1/{signal}", () => { });
        await app.StartAsync();
        return collector;
    }

    /// <summary>Stops listening.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    // opentelemetry/proto/collector/trace/v1: ResourceSpans (1) holds Resource (1) and ScopeSpans (2), which holds Span
    // (2).
    private void KeepSpans(byte[] request)
    {
        foreach (var (_, resourceSpans) in Fields(request).Where(field => field.Number == 1))
        {
            var service = Resource(resourceSpans)["service.name"];
            foreach (
                var (_, span) in Fields(resourceSpans)
                    .Where(field => field.Number == 2)
                    .SelectMany(scope => Fields(scope.Value))
                    .Where(field => field.Number == 2)
            )
            {
                var fields = Fields(span).ToLookup(field => field.Number, field => field.Value);
                _spans.Enqueue(
                    new ExportedSpan(
                        service,
                        Convert.ToHexStringLower(fields[1].Single()),
                        Convert.ToHexStringLower(fields[2].Single()),
                        Convert.ToHexStringLower(fields[4].FirstOrDefault() ?? []),
                        Encoding.UTF8.GetString(fields[5].Single())
                    )
                );
            }
        }
    }

    // opentelemetry/proto/collector/metrics/v1: ResourceMetrics (1) holds Resource (1) and ScopeMetrics (2), which
    // holds Metric (2): its name (1) and, if it is a counter, a Sum (7) of NumberDataPoint (1), each with its
    // attributes (7) and where it stands since the process began (6).
    private void KeepCounters(byte[] request)
    {
        foreach (var (_, resourceMetrics) in Fields(request).Where(field => field.Number == 1))
        {
            var resource = Resource(resourceMetrics);
            foreach (
                var (_, metric) in Fields(resourceMetrics)
                    .Where(field => field.Number == 2)
                    .SelectMany(scope => Fields(scope.Value))
                    .Where(field => field.Number == 2)
            )
            {
                var name = Encoding.UTF8.GetString(Fields(metric).Single(field => field.Number == 1).Value);
                foreach (
                    var (_, point) in Fields(metric)
                        .Where(field => field.Number == 7)
                        .SelectMany(sum => Fields(sum.Value))
                        .Where(field => field.Number == 1)
                )
                {
                    var fields = Fields(point).ToLookup(field => field.Number, field => field.Value);
                    if (fields[6].SingleOrDefault() is { } standing)
                        _counters[
                            (
                                resource["service.name"],
                                resource["service.instance.id"],
                                name,
                                string.Join(' ', fields[7].Select(Convert.ToHexString))
                            )
                        ] = BinaryPrimitives.ReadInt64LittleEndian(standing);
                }
            }
        }
    }

    /// <summary>What an export says of the process that it comes from.</summary>
    private static Dictionary<string, string> Resource(byte[] message) =>
        Fields(message)
            .Where(field => field.Number == 1)
            .SelectMany(resource => Fields(resource.Value))
            .Where(attribute => attribute.Number == 1)
            .Select(attribute => Fields(attribute.Value).ToLookup(field => field.Number, field => field.Value))
            .ToDictionary(
                attribute => Encoding.UTF8.GetString(attribute[1].Single()),
                attribute => Encoding.UTF8.GetString(Fields(attribute[2].Single()).Single().Value),
                StringComparer.Ordinal
            );

    /// <summary>
    /// The fields of a protobuf message that have a length or eight bytes; other numbers are passed over.
    /// </summary>
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
                    yield return ((int)(tag >> 3), message[at..(at + 8)]);
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
