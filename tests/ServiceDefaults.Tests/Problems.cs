using System.Text;
using System.Text.Json;
using Shouldly;

namespace CarbonPlatform.ServiceDefaults.Tests;

internal static class Problems
{
    /// <summary>The body, after checking that it is a whole problem document of this status and code.</summary>
    public static async Task<JsonElement> ShouldBeProblem(this HttpResponseMessage response, int status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, body);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(body).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code, body);
        problem.GetProperty("type").GetString().ShouldBe("urn:carbon-platform:error:" + code);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        foreach (var member in new[] { "title", "detail", "instance", "traceId" })
            problem.GetProperty(member).GetString().ShouldNotBeNullOrWhiteSpace(member);
        return problem;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
