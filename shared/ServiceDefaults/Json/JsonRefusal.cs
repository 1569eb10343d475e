using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.ServiceDefaults.Json;

/// <summary>
/// Says of a body that could not be read where the fault is. The serializer's own sentences name .NET types and are not
/// passed on; its wording is recognised, and a test holds each kind.
/// </summary>
internal static partial class JsonRefusal
{
    public static Refusal Of(JsonException fault)
    {
        var path = PathOf(fault);
        foreach (var ofElements in (string[])[ListElements.Null, ListElements.TooMany])
        {
            if (fault.Message.StartsWith(ofElements, StringComparison.Ordinal))
                path += (path.Length == 0 ? "" : ".") + fault.Message[ofElements.Length..];
        }
        var at = path.Length == 0 ? "the body" : $"'{path}'";
        if (UnmappedMember().Match(fault.Message) is { Success: true } unmapped)
        {
            var member = unmapped.Groups["name"].Value;
            if (path != member && !path.EndsWith("." + member, StringComparison.Ordinal))
                path = path.Length == 0 ? member : path + "." + member;
            return Refusals.UnknownMember(
                $"'{path}' is not a member of this request.",
                [
                    new RefusalItem(
                        PositionOf(path),
                        path,
                        "unknown-member",
                        $"'{member}' is not known here.",
                        "Leave it out, or spell it as the API's documentation does."
                    ),
                ]
            );
        }
        if (fault is NotPlainTextException { Fault: var text })
            return Refusals.MalformedJson(
                $"{at}: {text.Message}",
                [new RefusalItem(PositionOf(path), path, text.Code, text.Message, InputFault.Sentence(text.Expected))]
            );
        if (IsNotUtf8(fault))
            return Refusals.EncodingMismatch(Place(fault, path), PositionOf(path), path);
        var (message, expected) = fault.Message switch
        {
            var m when m.StartsWith(ListElements.TooMany, StringComparison.Ordinal) => (
                $"{at} has too many elements.",
                $"At most {ListElements.Most}."
            ),
            var m when m.StartsWith("Duplicate property", StringComparison.Ordinal) => (
                $"A member of {at} is named twice.",
                "Name each member once."
            ),
            var m when m.Contains("missing required properties", StringComparison.Ordinal) => (
                $"{at} lacks {RequiredNames(m)}.",
                "Give every required member."
            ),
            var m
                when m.Contains("doesn't allow setting null values", StringComparison.Ordinal)
                    || m.StartsWith(ListElements.Null, StringComparison.Ordinal) => ($"{at} is null.", "Give a value."),
            var m when m.StartsWith("A decimal number is expected", StringComparison.Ordinal) => (
                $"{at} is not a decimal number.",
                "Digits with at most one point, as a number or a string, at most 28 significant digits."
            ),
            var m when m.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) => (
                $"{at} is not of the type that is expected.",
                "See the API's documentation."
            ),
            _ => (
                $"The body stops being JSON {Place(fault, path)}.",
                "JSON as in RFC 8259: no comments, no trailing commas, UTF-8."
            ),
        };
        return Refusals.MalformedJson(
            message,
            [new RefusalItem(PositionOf(path), path, "malformed-json", message, expected)]
        );
    }

    /// <summary>Bytes that are no text are found where their text is taken.</summary>
    private static bool IsNotUtf8(JsonException fault)
    {
        for (var cause = fault.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is DecoderFallbackException)
                return true;
        }
        return false;
    }

    /// <summary>
    /// The serializer writes <c>$.readings[0].quantity</c>; this API writes <c>readings[0].quantity</c>.
    /// </summary>
    private static string PathOf(JsonException fault) =>
        fault.Path switch
        {
            null or "$" => "",
            var path when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
            var path => path[1..],
        };

    private static int? PositionOf(string path) =>
        FirstIndex().Match(path) is { Success: true } index
        && int.TryParse(index.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : null;

    private static string RequiredNames(string message) =>
        string.Join(
            ", ",
            message[(message.IndexOf("including:", StringComparison.Ordinal) + "including:".Length)..]
                .Split(',')
                .Select(name => "'" + name.Trim(' ', '.', '\'') + "'")
        );

    private static string Place(JsonException fault, string path)
    {
        var line = fault.LineNumber is { } number ? $"in line {number + 1}, byte {fault.BytePositionInLine + 1}" : null;
        return string.Join(", ", new[] { line, path.Length == 0 ? null : $"at '{path}'" }.OfType<string>());
    }

    [GeneratedRegex(
        @"^The JSON property '(?<name>.*)' could not be mapped",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex UnmappedMember();

    [GeneratedRegex(@"\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FirstIndex();
}
