using System.IO.Compression;
using Shouldly;

namespace CarbonPlatform.TestKit.Document;

/// <summary>
/// Holds every answer that comes through against the document of the API: status, code, headers, content type, body.
/// So each test of an operation is one of its description, too.
/// </summary>
/// <param name="document">The document, read when the first answer comes.</param>
public sealed class AnswersAsDescribed(Func<Task<ServedDocument>> document) : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (
            request.RequestUri is not { } address
            || (await document()).Of(request.Method, address) is not { } described
        )
            return answer;
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await PlainAsync(answer.Content, cancellationToken);
        described.Differences(answer, body).ShouldBeEmpty("an answer differs from what the API's document says");
        return answer;
    }

    private static async Task<byte[]> PlainAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsByteArrayAsync(cancellationToken);
        if (content.Headers.ContentEncoding.SingleOrDefault() is not { } encoding)
            return body;
        using var packed = new MemoryStream(body);
        using Stream plain = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => throw new InvalidDataException($"An answer is encoded as {encoding}."),
        };
        using var unpacked = new MemoryStream();
        await plain.CopyToAsync(unpacked, cancellationToken);
        return unpacked.ToArray();
    }
}
