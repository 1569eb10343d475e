using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// What was asked before, asked again while the ledger stands where it stood: answers a second through the Gateway,
/// beside an endpoint that knows nobody and sends the same bytes.
/// </summary>
internal static class Repeated
{
    private const double Goal = 0.3;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_measured = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(RunningPlatform platform, Report report, int year)
    {
        var clients = await Overload.ClientsAsync(platform);
        foreach (
            var (what, path) in new[]
            {
                ("`GET /totals` of the group and year", $"totals?from={year}-01&to={year}-12"),
                ("`GET /headline`", $"headline/{year}"),
            }
        )
        {
            var address = new Uri(path, UriKind.Relative);
            var body = await clients[0].GetByteArrayAsync(address);
            var next = -1;
            var rate = await RateAsync(() =>
                clients[Interlocked.Increment(ref next) % clients.Length].GetAsync(address)
            );
            var bare = await BareAsync(body);
            report.Add(
                $"{what}, asked again at the same position",
                Say($"{rate:F0}/s"),
                Say($"≥ {Goal:P0} of a bare endpoint"),
                Say($"an endpoint that sends the same {body.Length} bytes to anybody: {bare:F0}/s; {rate / bare:P0}")
            );
        }
        foreach (var client in clients)
            client.Dispose();
    }

    private static async Task<double> BareAsync(byte[] body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => TypedResults.Bytes(body, "application/json"));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return await RateAsync(() => client.GetAsync(new Uri("/", UriKind.Relative)));
    }

    private static async Task<double> RateAsync(Func<Task<HttpResponseMessage>> callAsync)
    {
        await Overload.CapacityAsync(callAsync, s_warmUp);
        return await Overload.CapacityAsync(callAsync, s_measured);
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
