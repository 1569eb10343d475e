using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>A trace begins at the Gateway; a caller's own is linked to it.</summary>
[Tier(Tier.Service)]
public sealed class OwnTraceTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private const string Theirs = "4bf92f3577b34da6a3ce929d0e0e4736";

    public async ValueTask InitializeAsync() => await shared.Gateway.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    public async Task A_caller_chooses_neither_the_id_nor_whether_the_call_is_recorded(string flags)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.PropagationData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var client = shared.Gateway.Client();
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Theirs}-00f067aa0ba902b7-{flags}");
        await client.Post("/api/v1/plants/SX-A1/months/2024-03/readings", Problems.Json("{}"));

        await Eventually.ShouldAsync(
            () => spans.Any(span => span.GetTagItem("caller.trace_id") is Theirs),
            "the span of the call"
        );
        var span = spans.Single(one => one.GetTagItem("caller.trace_id") is Theirs);
        span.TraceId.ToHexString().ShouldNotBe(Theirs);
        span.ParentSpanId.ShouldBe(default);
        span.Recorded.ShouldBeTrue();
        var link = span.Links.ShouldHaveSingleItem().Context;
        (link.TraceId.ToHexString(), link.SpanId.ToHexString()).ShouldBe((Theirs, "00f067aa0ba902b7"));
        shared
            .Gateway.Ingestion.Requests.ShouldHaveSingleItem()
            .Headers["traceparent"]
            .ShouldStartWith($"00-{span.TraceId.ToHexString()}-", customMessage: "it goes on behind the Gateway");
    }

    [Fact]
    public async Task The_id_in_a_refusal_is_the_platforms_own()
    {
        using var client = shared.Gateway.Client();
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Theirs}-00f067aa0ba902b7-01");
        var problem = await (await client.Get("/api/v1/nothing")).ShouldBeProblem(404, "not-found");
        problem.GetProperty("traceId").GetString().ShouldNotBe(Theirs);
    }
}
