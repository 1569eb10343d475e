using System.Text.Json;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// A record as a call has it, and which members the call says at all, by their paths (<c>to</c>,
/// <c>memberships[0].from</c>): null is said.
/// </summary>
internal sealed record RecordBody<TRequest>(TRequest Request, IReadOnlySet<string> Said)
    where TRequest : class
{
    public static async Task<Answer<RecordBody<TRequest>>> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!request.HasJsonContentType())
            return Refusals.UnsupportedMediaType;
        if (await RequestBody.ReadAsync(request, cancellationToken) is not { } body)
            return Refusals.BodyTooLarge;
        var read = RequestBody.Json<TRequest>(body);
        using var members = JsonDocument.Parse(RequestBody.Text(body));
        return new RecordBody<TRequest>(read, Paths(members.RootElement).ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Paths(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(member =>
                    Paths(member.Value).Select(rest => Joined(member.Name, rest)).Prepend(member.Name)
                ),
            JsonValueKind.Array => json.EnumerateArray()
                .SelectMany((element, i) => Paths(element).Select(rest => Joined($"[{i}]", rest))),
            _ => [],
        };

    private static string Joined(string path, string rest) => rest.StartsWith('[') ? path + rest : $"{path}.{rest}";
}
