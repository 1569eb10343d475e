using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// The body of every refused request: <c>application/problem+json</c> as in RFC 9457, with the members this API adds.
/// </summary>
public sealed record ProblemDocument
{
    /// <summary>The media type of a problem document.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Names the kind of problem: <c>urn:carbon-platform:error:CODE</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The same for every occurrence of the kind.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What was wrong this time, and what would be right.</summary>
    public required string Detail { get; init; }

    /// <summary>What happened, in stable kebab-case.</summary>
    public required string Code { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Instance { get; init; }

    /// <summary>
    /// W3C trace id: the call is found under it in the log lines and traces of every service it came through.
    /// </summary>
    public required string TraceId { get; init; }

    /// <summary>Of more faults than this a caller reads no more either.</summary>
    public const int MostErrors = 200;

    /// <summary>The single faults, when the request could have had several: the first 200.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefusalItem>? Errors { get; init; }

    /// <summary>How many faults there are beyond those that are listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MoreErrors { get; init; }

    internal static ProblemDocument Of(Refusal refusal, HttpContext context, bool isChinese) =>
        Of(
            isChinese ? InChinese(refusal) : refusal,
            context.Request.PathBase.Add(context.Request.Path),
            LogLine.TraceId ?? context.TraceIdentifier,
            isChinese
        );

    /// <summary>As the API's document shows it.</summary>
    internal static JsonNode ExampleOf(Refusal refusal) =>
        JsonSerializer.SerializeToNode(
            Of(refusal, "/api/v1/plants/SX-A1", "4bf92f3577b34da6a3ce929d0e0e4736", isChinese: false),
            ProblemJson.Default.ProblemDocument
        )!;

    private static ProblemDocument Of(Refusal refusal, string instance, string traceId, bool isChinese)
    {
        var more = Math.Max(0, refusal.Errors.Count - MostErrors);
        return new()
        {
            Type = "urn:carbon-platform:error:" + refusal.Code,
            Title = refusal.Title,
            Status = refusal.Status,
            Detail = more == 0 ? refusal.Detail : refusal.Detail + Beyond(more, isChinese),
            Code = refusal.Code,
            Instance = instance,
            TraceId = traceId,
            Errors = refusal.Errors.Count == 0 ? null : [.. refusal.Errors.Take(MostErrors)],
            MoreErrors = more,
        };
    }

    private static string Beyond(int more, bool isChinese)
    {
        var english = $"The first {MostErrors} are listed, {more} more are not.";
        return isChinese ? Wordings.Delivered.Said("", english) : " " + english;
    }

    /// <summary>Code, place and numbers stay; title and texts are said again.</summary>
    private static Refusal InChinese(Refusal refusal)
    {
        var wordings = Wordings.Delivered;
        return refusal with
        {
            Title = wordings.Title(refusal.Code) ?? refusal.Title,
            // It may say of the faults what the first of them says.
            Detail = wordings.Said(
                refusal.Code,
                refusal.Detail,
                refusal.Errors.Take(MostErrors).Select(error => error.Code).Distinct(StringComparer.Ordinal)
            ),
            Errors =
            [
                .. refusal
                    .Errors.Take(MostErrors)
                    .Select(error =>
                        error with
                        {
                            Message = wordings.Said(error.Code, error.Message),
                            Expected = wordings.Text(error.Code, error.Expected) ?? error.Expected,
                        }
                    ),
                .. refusal.Errors.Skip(MostErrors),
            ],
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class ProblemJson : JsonSerializerContext;
