using System.Text;
using System.Text.Json;
using Shouldly;

namespace CarbonPlatform.TestKit;

/// <summary>Calls of a service, and what it answers when it refuses.</summary>
public static class Problems
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

    /// <summary>A JSON body.</summary>
    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>GET of a path.</summary>
    public static Task<HttpResponseMessage> Get(this HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>POST to a path.</summary>
    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, HttpContent body) =>
        client.PostAsync(new Uri(path, UriKind.Relative), body);

    /// <summary>DELETE of a path.</summary>
    public static Task<HttpResponseMessage> Delete(this HttpClient client, string path) =>
        client.DeleteAsync(new Uri(path, UriKind.Relative));
}
