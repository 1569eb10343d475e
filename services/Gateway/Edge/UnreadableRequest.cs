using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Connections;

namespace CarbonPlatform.Gateway.Edge;

/// <summary>
/// A request line that is no HTTP (a query with bytes that should have been percent-encoded: <c>unit=万t</c>) is refused
/// by Kestrel with an empty 400, before anything of ours sees it. Here that answer gets a body that says what is wrong:
/// the bytes on their way to the caller are looked at, and only Kestrel's own refusal begins like that and is empty.
/// Behind TLS they are ciphers already, and the answer stays empty.
/// </summary>
internal static class UnreadableRequest
{
    /// <summary>Beginning and end of the head that Kestrel refuses with.</summary>
    private static readonly byte[] s_begins = "HTTP/1.1 400 "u8.ToArray();
    private static readonly byte[] s_isEmpty = "\r\nContent-Length: 0\r\n"u8.ToArray();

    private static readonly byte[] s_answer = Answer();

    public static void UseUnreadableRequest(this IConnectionBuilder listen) =>
        listen.Use(next =>
            connection =>
            {
                var plain = connection.Transport;
                connection.Transport = new Told(plain.Input, new Output(plain.Output));
                return next(connection);
            }
        );

    /// <summary>In both languages: nothing of the request is known, and not which one its caller prefers.</summary>
    private static byte[] Answer()
    {
        const string code = "bad-request";
        var problem = new JsonObject
        {
            ["type"] = "urn:carbon-platform:error:" + code,
            ["title"] = "The request cannot be read",
            ["status"] = StatusCodes.Status400BadRequest,
            ["detail"] =
                "The request line or a header is no HTTP: it may have characters beyond ASCII. Percent-encode them "
                + "(unit=%E4%B8%87t). 请求行或请求头不符合 HTTP，可能含有非 ASCII 字符；请用百分号编码（unit=%E4%B8%87t）。",
            ["code"] = code,
            ["instance"] = "",
            ["traceId"] = "",
        };
        var body = Encoding.UTF8.GetBytes(problem.ToJsonString(StrictJson.Options));
        return
        [
            .. Encoding.ASCII.GetBytes(
                "HTTP/1.1 400 Bad Request\r\n"
                    + $"Content-Type: {ProblemDocument.ContentType}\r\n"
                    + $"Content-Length: {body.Length}\r\n"
                    + "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
            ),
            .. body,
        ];
    }

    private sealed class Told(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }

    /// <summary>Hands everything on; what is written first after a flush may be the head of an answer.</summary>
    private sealed class Output(PipeWriter inner) : PipeWriter
    {
        private Memory<byte> _given;
        private bool _isFirst = true;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) =>
            _given = inner.GetMemory(_isFirst ? Math.Max(sizeHint, s_answer.Length) : sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (_isFirst && bytes > 0)
            {
                _isFirst = false;
                var written = _given.Span[..bytes];
                if (written.StartsWith(s_begins) && written.IndexOf(s_isEmpty) > 0)
                {
                    s_answer.CopyTo(_given);
                    bytes = s_answer.Length;
                }
            }
            inner.Advance(bytes);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            _isFirst = true;
            return inner.FlushAsync(cancellationToken);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
