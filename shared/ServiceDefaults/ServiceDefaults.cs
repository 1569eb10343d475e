using System.Globalization;
using System.Text;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.ServiceDefaults.Load;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>What every service of the platform has in common.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>
    /// Logging, telemetry, health, problem documents, strict JSON, body limit, clock, OpenAPI document, and callers by
    /// ticket: every endpoint needs a known caller unless it says otherwise.
    /// </summary>
    /// <param name="builder">The builder of the service.</param>
    /// <param name="service">The service's name: <c>ingestion</c>, <c>calculation</c>, <c>ledger</c> or
    /// <c>gateway</c>.</param>
    /// <param name="callerTickets">False for the Gateway, which knows its callers by API key.</param>
    /// <param name="callsAtOnce">So many calls it works on at once, unless configured (<c>Load__CallsAtOnce</c>): about
    /// as many as keep the processor and its connections to the database at work.</param>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder,
        string service,
        bool callerTickets = true,
        int callsAtOnce = CallsInWork.AtOnce
    )
    {
        // Numbers and dates are written alike in every country, whatever the machine is set to.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        builder.Services.AddSingleton(new ServiceName(service, IsOpenToCallers: !callerTickets));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Configuration.AddSecretFiles();
        builder.AddConsoleLog();
        builder.AddTelemetry(service);
        builder.AddApiDocument(service);
        builder.Services.AddHealthChecks();
        builder.Services.AddExceptionHandler<UnhandledFault>();
        builder.Services.AddSingleton<RefusedCalls>();
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<CallsInWork>(services, callsAtOnce)
        );
        builder.Services.AddSingleton<HeavyCalls>();
        builder.Services.AddHostedService<Listening>();
        builder.Services.ConfigureHttpJsonOptions(options => StrictJson.ApplyToCallers(options.SerializerOptions));
        builder.Services.Configure<RouteOptions>(ExactRouteValues.Add);
        // Faults of binding arrive as exceptions, so that UnhandledFault can say where in the body they are.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.Bytes;
            kestrel.Limits.MaxConcurrentConnections = builder.Configuration.GetValue("Service:MaxConnections", 2000);
            // What Kestrel refuses by itself has no body that says why; up to these it is RequestHead that refuses.
            kestrel.Limits.MaxRequestLineSize = 2 * RequestHead.LongestTarget;
            kestrel.Limits.MaxRequestHeaderCount = 2 * RequestHead.MostHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = 2 * RequestHead.LongestHeaders;
            // Byte by byte: a header in whatever encoding is read here, and refused where it matters with its name,
            // instead of by Kestrel without a word.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Services.AddAuthorization(Policies.Add);
        builder.Services.AddAuthentication();
        if (callerTickets)
            builder.AddCallerTickets();
        return builder;
    }

    /// <summary>
    /// Knows callers by the ticket in <c>X-Caller-Ticket</c> (issuers' keys from <c>Tickets__Issuers__{issuer}</c>).
    /// </summary>
    public static WebApplicationBuilder AddCallerTickets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(
            new RefusedEverywhere(
                Refusals.Unauthenticated("Requests come through the Gateway."),
                Refusals.TicketRefused("It has ended."),
                Refusals.Overloaded
            )
        );
        builder.Services.AddSingleton(services =>
            TicketVerifier.From(
                services.GetRequiredService<IConfiguration>(),
                services.GetRequiredService<ServiceName>().Value,
                services.GetRequiredService<TimeProvider>()
            )
        );
        builder
            .Services.AddAuthentication(TicketAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TicketAuthentication>(
                TicketAuthentication.SchemeName,
                configureOptions: null
            );
        return builder;
    }

    /// <summary>The common part of the pipeline; the service's endpoints are mapped after it.</summary>
    /// <param name="app">The service.</param>
    /// <param name="afterAuthentication">What must know the caller and stand before authorisation, such as the
    /// Gateway's rate limits.</param>
    public static WebApplication UseServiceDefaults(
        this WebApplication app,
        Action<WebApplication>? afterAuthentication = null
    )
    {
        app.UseRefusedCalls();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(EmptyAnswer);
        app.UseRequestHead();
        app.UsePlainRequest();
        app.UseBodyLimit();
        app.UseAuthentication();
        var isOpenToCallers = app.Services.GetRequiredService<ServiceName>().IsOpenToCallers;
        // The Gateway waits for services; what it lets in at once is counted by caller.
        if (!isOpenToCallers)
            app.UseCallsInWork();
        afterAuthentication?.Invoke(app);
        app.UseAuthorization();
        app.UsePlantOfPath();
        app.UseKnownParameters();
        app.UseOfferedForms();
        app.MapHealth();
        app.MapMetrics();
        // The Gateway has the document of the whole API, which it joins of these: a part of it would be a second one.
        if (!isOpenToCallers)
            app.MapSwagger().AllowAnonymous();
        // A service without its issuers would refuse everybody: let it fail at once, and say why.
        _ = app.Services.GetService<TicketVerifier>();
        return app;
    }

    /// <summary>The framework answers some requests with a bare status: no route, wrong verb, body too long.</summary>
    private static Task EmptyAnswer(Microsoft.AspNetCore.Diagnostics.StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var refusal = status switch
        {
            StatusCodes.Status404NotFound => Refusals.NotFound("No such path."),
            StatusCodes.Status405MethodNotAllowed => Refusals.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => Refusals.BodyTooLarge,
            StatusCodes.Status415UnsupportedMediaType => Refusals.UnsupportedMediaType,
            >= StatusCodes.Status500InternalServerError => Refusals.InternalError with { Status = status },
            _ => Refusals.BadRequest(status, "The request cannot be served as it is."),
        };
        return refusal.ToResult().ExecuteAsync(context.HttpContext);
    }

    /// <summary>
    /// One line an event; configuration may still turn any category up or down, or choose another formatter of the
    /// console.
    /// </summary>
    internal static void AddConsoleLog(this IHostApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(
            0,
            new MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Logging:LogLevel:Default"] = "Information",
                    ["Logging:LogLevel:Microsoft"] = "Warning",
                    ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
                    // What was thrown is told by UnhandledFault, once; and who is not known by RefusedCalls.
                    ["Logging:LogLevel:Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware"] = "None",
                    ["Logging:LogLevel:CarbonPlatform.Gateway.Keys.ApiKeyAuthentication"] = "Warning",
                    ["Logging:LogLevel:CarbonPlatform.ServiceDefaults.Identity.TicketAuthentication"] = "Warning",
                    ["Logging:LogLevel:System.Net.Http"] = "Warning",
                    ["Logging:LogLevel:Npgsql"] = "Warning",
                    ["Logging:LogLevel:Yarp"] = "Warning",
                    ["Logging:LogLevel:Polly"] = "Error",
                    ["Logging:Console:FormatterName"] = LogLine.FormatterName,
                },
            }
        );
        builder.Logging.ClearProviders().AddConsole().AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();
    }
}
