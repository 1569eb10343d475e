using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP. This file stands in for the package OpenTelemetry.Extensions.Hosting, which not
/// every package source holds: it ties the SDK to the life of the host. Where that package can be had,
/// <c>services.AddOpenTelemetry()</c> with the same sources and meters replaces it.
/// Nothing is collected unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
/// </summary>
internal static class Telemetry
{
    private const string OwnSources = "CarbonPlatform.*";

    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        // Without it ASP.NET Core's own spans carry neither method nor path.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint)
            return;

        void Resource(ResourceBuilder resource) =>
            resource.AddService(
                service,
                serviceNamespace: "carbon-platform",
                serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"
            );
        void Otlp(OtlpExporterOptions options, string signal)
        {
            var http = builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf";
            options.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            options.Endpoint = http ? new Uri(endpoint.TrimEnd('/') + "/v1/" + signal) : new Uri(endpoint);
        }

        builder.Services.AddHostedService<SdkOfTheHost>();
        builder.Services.AddSingleton(_ =>
            OpenTelemetrySdk.Create(sdk =>
                sdk.ConfigureResource(Resource)
                    .WithTracing(traces =>
                        traces
                            .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", OwnSources)
                            .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
                            .AddOtlpExporter(options => Otlp(options, "traces"))
                    )
                    .WithMetrics(metrics =>
                        metrics
                            .AddMeter(
                                "Microsoft.AspNetCore.*",
                                "System.Net.Http",
                                "System.Runtime",
                                "Npgsql",
                                "Yarp.*",
                                OwnSources
                            )
                            .AddOtlpExporter(options => Otlp(options, "metrics"))
                    )
            )
        );
        builder.Logging.AddOpenTelemetry(logs =>
        {
            var resource = ResourceBuilder.CreateDefault();
            Resource(resource);
            logs.SetResourceBuilder(resource);
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter(options => Otlp(options, "logs"));
        });
    }

    /// <summary>
    /// Gives the span of a request the name and the tags that the instrumentation package would: method with route,
    /// route, status.
    /// </summary>
    public static void UseSpanNames(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                await next(context);
                if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
                    return;
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
                span.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
                span.SetTag("http.route", route);
                span.SetTag("http.response.status_code", context.Response.StatusCode);
                if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                    span.SetStatus(ActivityStatusCode.Error);
            }
        );

    /// <summary>Starts listening before the first request and sends what is left after the last one.</summary>
    private sealed class SdkOfTheHost(OpenTelemetrySdk sdk) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            sdk.Dispose();
            return Task.CompletedTask;
        }
    }
}
