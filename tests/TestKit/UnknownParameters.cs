using System.Text.Json.Nodes;
using Shouldly;

namespace CarbonPlatform.TestKit;

/// <summary>Every operation of an API document is asked with a parameter that there is not.</summary>
public static class UnknownParameters
{
    private const string Stranger = "bogus";

    /// <summary>Each refuses it, before it looks at anything else, and names those it has.</summary>
    /// <param name="document">The document: <c>/swagger/v1/swagger.json</c> of a service.</param>
    /// <param name="send">Sends a call of somebody who may do everything.</param>
    /// <returns>How many operations there were.</returns>
    public static async Task<int> ShouldBeRefusedAsync(
        JsonNode document,
        Func<HttpRequestMessage, Task<HttpResponseMessage>> send
    )
    {
        var asked = 0;
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            if (!path.StartsWith("/api/", StringComparison.Ordinal))
                continue;
            foreach (var (verb, operation) in item!.AsObject())
            {
                var parameters = operation!["parameters"]?.AsArray() ?? [];
                using var request = new HttpRequestMessage(
                    new HttpMethod(verb.ToUpperInvariant()),
                    $"{Filled(path, parameters)}?{Stranger}=1"
                );
                if (operation["requestBody"] is not null)
                    request.Content = Problems.Json("{}");
                using var response = await send(request);
                var problem = await response.ShouldBeProblem(400, "unknown-parameter");
                var detail = problem.GetProperty("detail").GetString()!;
                detail.ShouldContain(Stranger, customMessage: path);
                foreach (var name in NamesIn(parameters, "query"))
                    detail.ShouldContain(name, customMessage: path);
                asked++;
            }
        }
        return asked;
    }

    private static IEnumerable<string> NamesIn(JsonArray parameters, string place) =>
        parameters
            .Where(parameter => (string?)parameter!["in"] == place)
            .Select(parameter => (string)parameter!["name"]!);

    private static string Filled(string path, JsonArray parameters)
    {
        foreach (var parameter in parameters)
        {
            var schema = parameter!["schema"];
            path = path.Replace(
                $"{{{parameter["name"]}}}",
                (string?)schema?["format"] == "uuid" ? Guid.Empty.ToString()
                    : (string?)schema?["type"] == "integer" ? "2024"
                    : "2024-03",
                StringComparison.Ordinal
            );
        }
        return path;
    }
}
