using System.Text.Json;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>A record as a call has it, and which of its members the call says at all: null is said.</summary>
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
        return new RecordBody<TRequest>(
            read,
            members.RootElement.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal)
        );
    }
}
