using System.Buffers;
using System.Text;
using System.Text.Json;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.Workbooks;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>Bodies of operations that need the very bytes, as those with an <see cref="IdempotencyKey"/> do.</summary>
public static class RequestBody
{
    // What is announced may never come.
    private const int LargestBegin = 65_536;

    /// <summary>
    /// The whole body, or null when it is longer than <see cref="BodyLimit.Bytes"/>; it is counted while it is read,
    /// because a length that was announced may be wrong.
    /// </summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> body = new((int)Math.Clamp(request.ContentLength ?? 4096, 256, LargestBegin));
        while (true)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(4096), cancellationToken);
            if (read == 0)
                return body.WrittenSpan.ToArray();
            body.Advance(read);
            if (body.WrittenCount > BodyLimit.Bytes)
                return null;
        }
    }

    /// <summary>
    /// A body of JSON without the mark that some programs put before UTF-8.
    /// </summary>
    /// <exception cref="BadHttpRequestException">It is not UTF-8; the inner exception says where.</exception>
    public static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> body) =>
        TableText.BreakInUtf8(body.Span) is { } broken
            ? throw new BadHttpRequestException(
                "The body is not UTF-8.",
                new JsonException(
                    "The body is not UTF-8.",
                    path: null,
                    broken.Line - 1,
                    broken.Byte - 1,
                    new DecoderFallbackException()
                )
            )
            : body[(body.Length - TableText.WithoutMark(body.Span).Length)..];

    /// <summary>The body as the operation's request.</summary>
    /// <param name="body">As it came.</param>
    /// <exception cref="BadHttpRequestException">It is not that; answered as a body that the framework itself could not
    /// read.</exception>
    public static T Json<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(body).Span, StrictJson.OfCallers)
                ?? throw new JsonException("The body is null.");
        }
        catch (JsonException fault)
        {
            throw new BadHttpRequestException("The body cannot be read.", fault);
        }
    }
}
