using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// A factor that every plant-month of a year rests on is published: from the answer to the last entry and receipt.
/// </summary>
internal static class Recalculation
{
    /// <summary>The year's sheets must have been posted.</summary>
    public static async Task RunAsync(RunningPlatform platform, Report report, int year)
    {
        var (first, last) = (Month.Parse($"{year}-01").Index, Month.Parse($"{year}-12").Index);
        var months = await platform.ScalarAsync<long>(
            "ledger",
            "SELECT count(*) FROM plant_month WHERE month BETWEEN $1 AND $2",
            first,
            last
        );
        if (months == 0)
            throw new InvalidOperationException($"No sheet of {year} was posted; run year={year} first.");
        using var admin = Http(platform, platform.Key);
        using var department = Http(platform, platform.DepartmentKey);

        // The national average that serves the year, a thousandth higher than it stands.
        var id = await FactorAsync(admin, year);
        using var proposal = await SendAsync(
            admin,
            "factors",
            $$"""
            {"reason":"Benchmark","factors":[{"id":"{{id.Id}}","value":"{{id.Value * 1.001m}}","source":"benchmark"}]}
            """
        );
        var path = $"factors/proposals/{proposal.RootElement.GetProperty("id").GetString()}";
        var timer = Stopwatch.StartNew();
        using var preview = await SendAsync(department, $"{path}/preview", body: null);
        var previewed = timer.Elapsed;
        var affected = preview.RootElement.GetProperty("plantMonthsAffected").GetInt32();

        var processor = new Processor(platform);
        var before = processor.Spent();
        timer.Restart();
        using var published = await SendAsync(department, $"{path}/publish", body: null);
        var version = published.RootElement.GetProperty("catalogueVersion").GetInt32();
        await UntilAsync(() =>
            platform.ScalarAsync<long>(
                "calculation",
                "SELECT count(*) FROM plant_month WHERE catalogue_version < $1",
                version
            )
        );
        var calculated = timer.Elapsed;
        await UntilAsync(async () =>
            affected
            - await platform.ScalarAsync<long>(
                "ledger",
                "SELECT count(*) FROM plant_month WHERE catalogue_version = $1",
                version
            )
        );
        var posted = timer.Elapsed;
        Report.Note("processor, ms a plant-month: " + processor.Since(before, affected));
        report.Add(
            $"{affected:N0} plant-months after a factor was published, to the last entry",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{posted.TotalSeconds:F1} s ({affected / posted.TotalSeconds:F0}/s); calculated and noted "
                    + $"after {calculated.TotalSeconds:F1} s; preview of them {previewed.TotalSeconds:F1} s"
            ),
            "≤ 30 s for 6,120"
        );
    }

    private static async Task UntilAsync(Func<Task<long>> left)
    {
        while (await left() > 0)
            await Task.Delay(50);
    }

    private static async Task<(string Id, decimal Value)> FactorAsync(HttpClient http, int year)
    {
        using var answer = await http.GetAsync(
            new Uri($"factors?what=grid-average&search=.CN.&validIn={year}-01", UriKind.Relative)
        );
        using var factors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var serving = factors
            .RootElement.GetProperty("factors")
            .EnumerateArray()
            .First(factor => !factor.GetProperty("id").GetString()!.Contains("proposed", StringComparison.Ordinal));
        return (
            serving.GetProperty("id").GetString()!,
            decimal.Parse(
                serving.GetProperty("versions")[0].GetProperty("value").GetString()!,
                CultureInfo.InvariantCulture
            )
        );
    }

    private static HttpClient Http(RunningPlatform platform, string key)
    {
        var http = new HttpClient
        {
            BaseAddress = new Uri(platform.Address, "/api/v1/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    private static async Task<JsonDocument> SendAsync(HttpClient http, string path, string? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"POST {path}: {(int)answer.StatusCode} {text}");
    }
}
