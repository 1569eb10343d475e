using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Which of the forms that an answer can have its caller prefers, by <c>Accept</c> (RFC 9110, 12.5.1).
/// </summary>
public static class AcceptedForm
{
    /// <summary>
    /// The media type that is preferred, of two alike the first one, which is also the one where nothing is said; null
    /// when none of them will do.
    /// </summary>
    public static string? Best(HttpRequest request, IReadOnlyList<string> forms)
    {
        var accept = request.Headers.Accept;
        // What no program could have meant is no reason to answer nothing.
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            return forms[0];
        var best = forms.MaxBy(form => QualityOf(form, wanted))!;
        return QualityOf(best, wanted) > 0 ? best : null;
    }

    /// <summary>What the most exact of the ranges says of a form; 0 when none does.</summary>
    private static double QualityOf(string form, IList<MediaTypeHeaderValue> wanted)
    {
        var media = new MediaTypeHeaderValue(form);
        var exact = wanted
            .Where(range => media.IsSubsetOf(new MediaTypeHeaderValue(range.MediaType)))
            .OrderBy(range =>
                range.MatchesAllTypes ? 2
                : range.MatchesAllSubTypes ? 1
                : 0
            )
            .FirstOrDefault();
        return exact is null ? 0 : exact.Quality ?? 1;
    }
}
