using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>One trace runs from the plant's POST through every service to the ledger and back with the receipt.</summary>
[Collection<PlatformCollection>]
public sealed class TraceTests(Platform platform)
{
    [Fact]
    public async Task One_trace_runs_from_the_post_to_the_ledger_and_back()
    {
        await platform.Client.PutRefineryAsync("TRACE-1");
        await platform.Client.PostedAsync(await platform.Client.PostAsync("TRACE-1", "2024-03", Sheets.Grid("1000")));

        await Eventually.PassAsync(() =>
        {
            var traces = platform.Traces.Spans.ToLookup(span => span.TraceId);
            var posts = platform
                .Traces.Spans.Where(span =>
                    span is { Service: "gateway" } && span.Name.StartsWith("POST", StringComparison.Ordinal)
                )
                .ToList();
            posts.ShouldContain(post =>
                traces[post.TraceId]
                    .Select(span => span.Service)
                    .Distinct()
                    .Order()
                    .SequenceEqual(new[] { "calculation", "gateway", "ingestion", "ledger" })
            );

            // The ledger's span hangs, step by step, from the gateway's.
            var trace = traces[posts.Last(post => traces[post.TraceId].Any(span => span.Service == "ledger")).TraceId]
                .ToList();
            var byId = trace.ToDictionary(span => span.SpanId, StringComparer.Ordinal);
            var service = new List<string>();
            for (
                var span = trace.First(each => each is { Service: "ledger", Name: "append" });
                span is not null;
                span = byId.GetValueOrDefault(span.ParentId)
            )
            {
                if (service.Count == 0 || service[^1] != span.Service)
                {
                    service.Add(span.Service);
                }
            }

            service.ShouldBe(["ledger", "calculation", "ingestion", "gateway"]);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task The_id_of_a_refusal_is_in_the_log_of_the_gateway_and_of_the_service_behind_it()
    {
        var (status, problem) = await platform.Client.PostOnceAsync(
            "TRACE-2",
            "2024-13",
            Sheets.Grid("1000"),
            "trace-2"
        );
        ((int)status).ShouldBeInRange(400, 499);
        var id = problem["traceId"]!.GetValue<string>();

        foreach (var service in new[] { "gateway", "ingestion" })
        {
            await Eventually.ShouldAsync(
                () =>
                    File.ReadLines(Path.Combine(platform.Home, "log", service + ".log"))
                        .Any(line => line.Contains($" trace={id} ", StringComparison.Ordinal)),
                $"the line of {service}"
            );
        }
    }
}
