using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>In which language people are told what is wrong.</summary>
public static class Language
{
    private const string Chinese = "zh-CN";
    private const string English = "en";

    /// <summary>
    /// Whether the caller would rather read Chinese: of Chinese and English the one that <c>Accept-Language</c> puts
    /// first. English where it names neither.
    /// </summary>
    public static bool IsChinese(HttpRequest request)
    {
        if (request.Headers.AcceptLanguage.Count == 0)
            return false;
        var first = request
            .GetTypedHeaders()
            .AcceptLanguage.Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .FirstOrDefault(language => Is(language.Value.Value, "zh") || Is(language.Value.Value, English));
        return first is not null && Is(first.Value.Value, "zh");
    }

    /// <summary>Says in which language an answer is, and that another caller may get it in another one.</summary>
    internal static void Tell(HttpResponse response, bool isChinese)
    {
        response.Headers.ContentLanguage = isChinese ? Chinese : English;
        response.Headers.Append("Vary", "Accept-Language");
    }

    private static bool Is(string? tag, string language) =>
        tag is not null
        && tag.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (tag.Length == language.Length || tag[language.Length] is '-' or ';');
}
