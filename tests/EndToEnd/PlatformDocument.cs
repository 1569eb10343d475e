using CarbonPlatform.TestKit.Document;

namespace CarbonPlatform.EndToEnd;

/// <summary>The description of the whole API, against which every answer is held.</summary>
internal static class PlatformDocument
{
    private static ServedDocument? s_whole;

    /// <summary>
    /// The description; without the operations of services that are away at the moment, and empty where nobody answers.
    /// </summary>
    /// <param name="platform">Where the Gateway is.</param>
    public static async Task<ServedDocument> OfAsync(Uri platform)
    {
        if (s_whole is { } whole)
            return whole;
        using var http = new HttpClient { BaseAddress = platform, Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            var text = await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
            var document = await ServedDocument.ParseAsync(text);
            if (!text.Contains("Not answering at the moment", StringComparison.Ordinal))
                s_whole = document;
            return document;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return ServedDocument.Empty;
        }
    }
}
