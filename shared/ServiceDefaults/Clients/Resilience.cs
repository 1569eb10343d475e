using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CarbonPlatform.ServiceDefaults.Clients;

/// <summary>
/// Calls to another service: at most 30 seconds in all and 10 an attempt, three retries with growing and jittered pauses
/// where the method may be repeated, and a pause of a second once half of the calls fail.
/// </summary>
internal sealed partial class Resilience : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<HttpRequestMessage> RequestKey = new("request");

    private readonly string _service;
    private readonly ILogger _log;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public Resilience(string service, TimeProvider time, ILogger<Resilience> log)
    {
        _service = service;
        _log = log;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
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
                                && attempt.Context.Properties.TryGetValue(RequestKey, out var request)
                                && MayBeRepeated(request.Method)
                        ),
                    OnRetry = attempt =>
                    {
                        LogRetry(
                            service,
                            attempt.AttemptNumber + 1,
                            attempt.Outcome.Exception?.Message ?? attempt.Outcome.Result?.StatusCode.ToString() ?? ""
                        );
                        attempt.Outcome.Result?.Dispose();
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
            .AddTimeout(TimeSpan.FromSeconds(10))
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RequestKey, request);
        try
        {
            var response = await _pipeline.ExecuteAsync(
                static async (context, state) =>
                    await state.self.SendOnceAsync(state.request, context.CancellationToken),
                context,
                (self: this, request)
            );
            if (
                response.StatusCode
                is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
            )
                return response;
            response.Dispose();
            throw new ServiceUnavailableException(_service);
        }
        catch (Exception away) when (away is HttpRequestException or BrokenCircuitException or TimeoutRejectedException)
        {
            throw new ServiceUnavailableException(_service, away);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    private static bool IsAway(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException or TimeoutRejectedException or BrokenCircuitException
        || outcome.Result?.StatusCode
            is HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;

    // RFC 9110, 9.2.2: these have the same effect however often they are sent.
    private static bool MayBeRepeated(HttpMethod method) =>
        method == HttpMethod.Get
        || method == HttpMethod.Head
        || method == HttpMethod.Put
        || method == HttpMethod.Delete
        || method == HttpMethod.Options;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calling {Service} again, retry {Retry}: {Reason}")]
    private partial void LogRetry(string service, int retry, string reason);
}
