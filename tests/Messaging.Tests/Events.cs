using System.Text;

namespace CarbonPlatform.Messaging.Tests;

internal static class Events
{
    public const string Type = "readings-accepted.v1";
    public const string OtherType = "entry-posted.v1";

    public static OutgoingEvent Of(string text, string type = Type, string? traceParent = null) =>
        new(type, Encoding.UTF8.GetBytes(text), traceParent);

    public static string TextOf(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
