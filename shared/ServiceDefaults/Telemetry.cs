using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs. Metrics can be read at <c>/metrics</c>; with <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> all three
/// go
/// to that collector too. Without a collector no span is recorded, but every request and every message still has its
/// trace id, which stands in log lines and problem documents.
/// </summary>
internal static class Telemetry
{
    private const string OwnSources = "CarbonPlatform.*";
    private const string MetricsPath = "/metrics";

    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        var collector = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } address
            ? new Uri(address)
            : null;
        var protocol =
            builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf"
                ? OtlpExportProtocol.HttpProtobuf
                : OtlpExportProtocol.Grpc;
        // Whether a trace goes on is said by .NET's own propagator alone: the Gateway's begins anew.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService(
                    service,
                    serviceNamespace: "carbon-platform",
                    serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"
                )
            )
            .WithTracing(traces =>
                traces
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddSource(OwnSources)
                    .SetSampler(
                        collector is not null ? new ParentBasedSampler(new AlwaysOnSampler()) : new AlwaysOffSampler()
                    )
            )
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddNpgsqlInstrumentation()
                    .AddMeter("Microsoft.AspNetCore.*", "Polly", "Yarp.*", OwnSources)
                    .AddPrometheusExporter()
            );
        if (collector is not null)
            telemetry
                .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
                .UseOtlpExporter(protocol, collector);
    }

    /// <summary>
    /// A service shows its metrics to its closed network, as it does its health. The Gateway, which stands open to
    /// callers,
    /// shows them to those who may know how the platform fares.
    /// </summary>
    public static void MapMetrics(this WebApplication app)
    {
        var metrics = app.MapPrometheusScrapingEndpoint(MetricsPath);
        if (app.Services.GetRequiredService<ServiceName>().IsOpenToCallers)
            metrics.RequireAuthorization(Policies.Operations);
        else
            metrics.AllowAnonymous();
    }
}
