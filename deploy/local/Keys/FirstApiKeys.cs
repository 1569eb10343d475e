using System.Net.Http.Json;
using System.Text.Json;

namespace CarbonPlatform.Keys;

/// <summary>A key of the environment department and one of an administrator, with which the first key ends.</summary>
internal static class FirstApiKeys
{
    // The administrator's last: after it the first key makes no other.
    private static readonly (string Variable, string Name, string Subject, string Role)[] s_keys =
    [
        ("CARBON_KEY", "Environment department", "environment-department", "environment"),
        ("CARBON_ADMIN_KEY", "Administrator", "administrator", "admin"),
    ];

    public static async Task<int> MakeAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(new Uri(Given("CARBON_URL")), "/api/v1/") };
        http.DefaultRequestHeaders.Add("X-Api-Key", Given("ADMIN_KEY"));
        foreach (var (variable, name, subject, role) in s_keys)
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri("api-keys", UriKind.Relative),
                new
                {
                    name,
                    subject,
                    roles = new[] { role },
                }
            );
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(await answer.Content.ReadAsStringAsync());
                return 1;
            }

            var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Console.WriteLine($"{variable}={made.GetProperty("key").GetString()}");
        }

        return 0;
    }

    private static string Given(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
}
