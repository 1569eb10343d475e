using CarbonPlatform.Quantities;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>The refusals that every service may answer. Those of one feature stand with the feature.</summary>
public static class Refusals
{
    /// <summary>No ticket or key came with the request.</summary>
    public static Refusal Unauthenticated(string detail) =>
        new("unauthenticated", "The caller is not known", detail, StatusCodes.Status401Unauthorized);

    /// <summary>The caller ticket is expired, foreign, altered or meant for another service.</summary>
    public static Refusal TicketRefused(string reason) =>
        new("ticket-refused", "The caller ticket is not valid", reason, StatusCodes.Status401Unauthorized);

    /// <summary>The caller is known but its roles do not allow this.</summary>
    public static Refusal Forbidden { get; } =
        new(
            "forbidden",
            "The caller may not do this",
            "None of the caller's roles allows this operation.",
            StatusCodes.Status403Forbidden
        );

    /// <summary>Nothing is there, or nothing that this caller may see: the two are not told apart.</summary>
    public static Refusal NotFound(string detail) =>
        new("not-found", "There is nothing here", detail, StatusCodes.Status404NotFound);

    /// <summary>The path exists, the verb does not.</summary>
    public static Refusal MethodNotAllowed { get; } =
        new(
            "method-not-allowed",
            "The method is not allowed here",
            "The path exists, but not with this method; the Allow header names those it takes.",
            StatusCodes.Status405MethodNotAllowed
        );

    /// <summary>The caller takes none of the forms that the answer can have.</summary>
    public static Refusal NotAcceptable(IEnumerable<string> forms) =>
        new(
            "not-acceptable",
            "There is no such form of the answer",
            $"Accept one of {string.Join(", ", forms)}.",
            StatusCodes.Status406NotAcceptable
        );

    /// <summary>The body is longer than <see cref="BodyLimit.Bytes"/>.</summary>
    public static Refusal BodyTooLarge { get; } =
        new(
            "body-too-large",
            "The body is too large",
            $"A body may hold at most {BodyLimit.Bytes} bytes. Send the readings in several requests.",
            StatusCodes.Status413PayloadTooLarge
        );

    /// <summary>The body comes so slowly that it is not waited for.</summary>
    public static Refusal BodyTooSlow { get; } =
        new(
            "body-too-slow",
            "The body takes too long",
            "The body came too slowly to be waited for. Send it again over a better connection, or in smaller parts; "
                + "nothing of it was taken.",
            StatusCodes.Status408RequestTimeout
        )
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    /// <summary>The body is not JSON by its content type.</summary>
    public static Refusal UnsupportedMediaType { get; } =
        new(
            "unsupported-media-type",
            "The content type is not supported",
            "Send the body as application/json.",
            StatusCodes.Status415UnsupportedMediaType
        );

    /// <summary>The body's content type names another charset.</summary>
    public static Refusal UnsupportedCharset { get; } =
        UnsupportedMediaType with
        {
            Detail = "Send the body in UTF-8: as application/json, with charset=utf-8 or none.",
        };

    /// <summary>The body is compressed, or otherwise not sent as it is.</summary>
    public static Refusal UnsupportedContentEncoding { get; } =
        new(
            "unsupported-content-encoding",
            "The body is encoded",
            "Send the body as it is, not compressed or otherwise encoded: without Content-Encoding, or as identity.",
            StatusCodes.Status415UnsupportedMediaType
        );

    /// <summary>A value in the path, the query or a header cannot be read.</summary>
    public static Refusal InvalidParameter(string detail) =>
        new("invalid-parameter", "A parameter cannot be read", detail, StatusCodes.Status400BadRequest);

    /// <summary>A month in the path or the query is none.</summary>
    public static Refusal NotAMonth(string text) =>
        InvalidParameter($"'{text}' is no month. Expected: {Month.Expected}.");

    /// <summary>A parameter of the query that the operation does not have.</summary>
    internal static Refusal UnknownParameter(string name, IReadOnlyCollection<string> known) =>
        new(
            "unknown-parameter",
            "There is no such parameter",
            $"\"{name}\" is no parameter here. "
                + (known.Count == 0 ? "There is none." : $"Those there are: {string.Join(", ", known)}."),
            StatusCodes.Status400BadRequest
        );

    /// <summary>The first of two months comes after the second.</summary>
    public static Refusal RangeInvalid(Month from, Month to) =>
        new(
            "range-invalid",
            "The range of months is empty",
            $"from {from} comes after to {to}; give the earlier month as from.",
            StatusCodes.Status400BadRequest
        );

    /// <summary>The HTTP request itself is broken.</summary>
    public static Refusal BadRequest(int status, string detail) =>
        new("bad-request", "The request cannot be read", detail, status);

    /// <summary>The body is not the JSON that is expected here.</summary>
    public static Refusal MalformedJson(string detail, IReadOnlyList<RefusalItem> errors) =>
        new(
            "malformed-json",
            "The body is not the JSON that is expected",
            detail,
            StatusCodes.Status400BadRequest,
            errors
        );

    /// <summary>The bytes of the body are not those of a text in the encoding that it is said to have.</summary>
    /// <param name="at">Where they stop being that.</param>
    /// <param name="position">Index of the reading or row; null when that is not known.</param>
    /// <param name="path">Where in the request; empty when that is not known.</param>
    public static Refusal EncodingMismatch(string at, int? position, string path) =>
        new(
            "encoding-mismatch",
            "The body is in another encoding than it says",
            $"The body stops being text in its encoding {at}. Send it in UTF-8. A table may be in GB18030, too, with "
                + "the content type text/csv; charset=gb18030.",
            StatusCodes.Status400BadRequest,
            [
                new RefusalItem(
                    position,
                    path,
                    "encoding-mismatch",
                    $"What stands {at} is no text in the encoding of the body.",
                    "UTF-8; for tables GB18030 where it is declared."
                ),
            ]
        );

    /// <summary>The body has a member that is not part of the request.</summary>
    public static Refusal UnknownMember(string detail, IReadOnlyList<RefusalItem> errors) =>
        new(
            "unknown-member",
            "The body has a member that is not known here",
            detail,
            StatusCodes.Status400BadRequest,
            errors
        );

    /// <summary>PostgreSQL does not answer, is starting, or is out of room. Nothing was acknowledged.</summary>
    public static Refusal DatabaseUnavailable { get; } =
        new(
            "database-unavailable",
            "The database is away",
            "The request may be repeated as it is, with the same idempotency key.",
            StatusCodes.Status503ServiceUnavailable
        )
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    /// <summary>A service behind this one does not answer.</summary>
    public static Refusal ServiceUnavailable(string service) =>
        new(
            "service-unavailable",
            "A service is away",
            $"The service '{service}' does not answer. "
                + "The request may be repeated as it is, with the same idempotency key.",
            StatusCodes.Status503ServiceUnavailable
        )
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    /// <summary>So many calls are in work that this one would not be answered in time.</summary>
    public static Refusal Overloaded { get; } =
        new(
            "overloaded",
            "More is asked than can be answered in time",
            "The service is there and works on as many calls as it can. Nothing was done of this one; "
                + "it may be repeated as it is, with the same idempotency key.",
            StatusCodes.Status503ServiceUnavailable
        )
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    /// <summary>As many heavy calls are in work as the service takes.</summary>
    public static Refusal Busy { get; } =
        new(
            "busy",
            "Other heavy calls are in work",
            "This call takes a good part of the machine, and as many like it are in work as it bears. "
                + "Nothing was done; it may be repeated as it is, or ask for less.",
            StatusCodes.Status503ServiceUnavailable
        )
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    /// <summary>The caller has as many calls under way as it may.</summary>
    public static Refusal TooManyAtOnce(int most) =>
        new(
            "too-many-at-once",
            "Too many calls at once",
            $"A caller may have {most} calls under way at once. Wait for the answer to one of them.",
            StatusCodes.Status429TooManyRequests
        )
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    /// <summary>The caller has as many heavy calls under way as it may.</summary>
    public static Refusal TooManyHeavyAtOnce { get; } =
        TooManyAtOnce(0) with
        {
            Detail =
                "This call takes a good part of the machine, and others like it of the same caller are under way. "
                + "Wait for the answer to one of them.",
        };

    /// <summary>The answer would be longer than anybody can use.</summary>
    /// <param name="detail">How many rows, how many there may be, and what to ask for instead.</param>
    public static Refusal TooManyRows(string detail) =>
        new("too-many-rows", "The answer would have too many rows", detail, StatusCodes.Status422UnprocessableEntity);

    /// <summary>Path and query are too long.</summary>
    public static Refusal UriTooLong(int most) =>
        new(
            "uri-too-long",
            "The address is too long",
            $"Path and query may have {most} characters together.",
            StatusCodes.Status414UriTooLong
        );

    /// <summary>The headers are too many or too long.</summary>
    public static Refusal HeadersTooLarge(int most, int characters) =>
        new(
            "headers-too-large",
            "The headers are too large",
            $"A call may have {most} headers, of {characters} characters together.",
            StatusCodes.Status431RequestHeaderFieldsTooLarge
        );

    /// <summary>A fault of ours. The trace id leads to it; nothing else is told.</summary>
    public static Refusal InternalError { get; } =
        new(
            "internal-error",
            "Something went wrong here",
            "The fault is recorded under the trace id of this answer.",
            StatusCodes.Status500InternalServerError
        );
}
