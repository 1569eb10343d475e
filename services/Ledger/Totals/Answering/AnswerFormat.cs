using System.Collections.Frozen;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Workbooks;
using Microsoft.Net.Http.Headers;

namespace CarbonPlatform.Ledger.Totals.Answering;

/// <summary>In what form totals leave, by <c>Accept</c>: JSON where nothing else is preferred.</summary>
internal static class AnswerFormat
{
    public const string Json = "application/json";

    private static readonly string[] s_all = [Json, CsvTableWriter.MediaType, XlsxTableWriter.MediaType];

    private static readonly FrozenDictionary<string, string> s_extensions = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        [CsvTableWriter.MediaType] = "csv",
        [XlsxTableWriter.MediaType] = "xlsx",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The media type that the caller prefers of those there are.</summary>
    public static Answer<string> Of(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        // What no program could have meant is no reason to answer nothing.
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return Json;
        var best = s_all.MaxBy(type => QualityOf(type, wanted))!;
        return QualityOf(best, wanted) > 0 ? best : NotAcceptable;
    }

    /// <summary>How a file of that type ends.</summary>
    public static string ExtensionOf(string mediaType) => s_extensions[mediaType];

    /// <summary>What the most exact of the ranges says of a type (RFC 9110, 12.5.1); 0 when none does.</summary>
    private static double QualityOf(string type, IList<MediaTypeHeaderValue> wanted)
    {
        var media = new MediaTypeHeaderValue(type);
        return
            wanted
                .Where(range => media.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
                .OrderBy(range =>
                    range.MatchesAllTypes ? 2
                    : range.MatchesAllSubTypes ? 1
                    : 0
                )
                .FirstOrDefault()
                is { } exact
            ? exact.Quality ?? 1
            : 0;
    }

    private static Refusal NotAcceptable { get; } =
        new(
            "not-acceptable",
            "There is no such form of the answer",
            $"Accept one of {string.Join(", ", s_all)}.",
            StatusCodes.Status406NotAcceptable
        );
}
