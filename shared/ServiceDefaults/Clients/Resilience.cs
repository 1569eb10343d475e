using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CarbonPlatform.ServiceDefaults.Clients;

/// <summary>
/// Calls to another service: at most 30 seconds in all and 10 an attempt, three retries with growing and jittered
/// pauses
/// where the method may be repeated, and a pause of a second once half of the calls fail.
/// </summary>
internal static partial class Resilience
{
    /// <summary>Puts the pipeline around every attempt, and what it gave up into our own words.</summary>
    public static IHttpClientBuilder AddResilience(this IHttpClientBuilder client, string service)
    {
        client.AddHttpMessageHandler(() => new AwayInOurWords(service));
        client.AddResilienceHandler(
            "service",
            (pipeline, context) =>
            {
                var log = context.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Resilience));
                pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
                pipeline
                    .AddTimeout(TimeSpan.FromSeconds(30))
                    .AddRetry(
                        new RetryStrategyOptions<HttpResponseMessage>
                        {
                            MaxRetryAttempts = 3,
                            BackoffType = DelayBackoffType.Exponential,
                            UseJitter = true,
                            Delay = TimeSpan.FromMilliseconds(100),
                            ShouldHandle = attempt =>
                                ValueTask.FromResult(
                                    IsAway(attempt.Outcome)
                                        && attempt.Context.GetRequestMessage() is { } request
                                        && MayBeRepeated(request.Method)
                                ),
                            OnRetry = attempt =>
                            {
                                LogRetry(log, service, attempt.AttemptNumber + 1, Reason(attempt.Outcome));
                                return default;
                            },
                        }
                    )
                    .AddCircuitBreaker(
                        new CircuitBreakerStrategyOptions<HttpResponseMessage>
                        {
                            FailureRatio = 0.5,
                            MinimumThroughput = 8,
                            SamplingDuration = TimeSpan.FromSeconds(10),
                            BreakDuration = TimeSpan.FromSeconds(1),
                            ShouldHandle = attempt => ValueTask.FromResult(IsAway(attempt.Outcome)),
                        }
                    )
                    .AddTimeout(TimeSpan.FromSeconds(10));
            }
        );
        return client;
    }

    private static bool IsAway(Outcome<HttpResponseMessage> outcome) =>
        IsAway(outcome.Exception) || IsAway(outcome.Result?.StatusCode);

    private static bool IsAway(Exception? thrown) =>
        thrown is HttpRequestException or TimeoutRejectedException or BrokenCircuitException;

    private static bool IsAway(HttpStatusCode? status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // RFC 9110, 9.2.2: these have the same effect however often they are sent.
    private static bool MayBeRepeated(HttpMethod method) =>
        method == HttpMethod.Get
        || method == HttpMethod.Head
        || method == HttpMethod.Put
        || method == HttpMethod.Delete
        || method == HttpMethod.Options;

    private static string Reason(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception?.Message ?? outcome.Result?.StatusCode.ToString() ?? "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calling {Service} again, retry {Retry}: {Reason}")]
    private static partial void LogRetry(ILogger log, string service, int retry, string reason);

    /// <summary>Says which service is away, whatever it was that the pipeline gave up on.</summary>
    private sealed class AwayInOurWords(string service) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            HttpResponseMessage response;
            try
            {
                response = await base.SendAsync(request, cancellationToken);
            }
            catch (Exception away) when (IsAway(away))
            {
                throw new ServiceUnavailableException(service, away);
            }
            if (!IsAway(response.StatusCode))
                return response;
            response.Dispose();
            throw new ServiceUnavailableException(service);
        }
    }
}
