using System.Globalization;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion;

/// <summary>What a tag is of, in words.</summary>
/// <param name="Name">Sheet or record.</param>
/// <param name="Number">What counts its changes.</param>
internal sealed record Tagged(string Name, string Number)
{
    public static Tagged Sheet { get; } = new("sheet", "revision");

    public static Tagged Record { get; } = new("record", "version");
}

/// <summary>
/// The revision of a sheet, or the version of a record, that a caller says it saw, from <c>If-Match</c>: a number,
/// quoted as RFC 9110 has it or bare; or <c>*</c> for any. 0 says that there was none, as does
/// <c>If-None-Match: *</c>.
/// </summary>
internal readonly record struct RevisionTag(int? Revision, bool Any)
{
    /// <summary>There is nothing yet.</summary>
    public static RevisionTag None { get; } = new(0, Any: false);

    /// <summary>No condition.</summary>
    public bool IsAbsent => Revision is null && !Any;

    public static string Write(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Reads the header as it came.</summary>
    public static bool TryRead(string? ifMatch, out RevisionTag tag)
    {
        tag = default;
        if (ifMatch is null)
            return true;
        if (ifMatch == "*")
        {
            tag = new RevisionTag(null, Any: true);
            return true;
        }
        var bare = ifMatch is ['"', .. var inner, '"'] ? inner : ifMatch;
        if (!int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            return false;
        tag = new RevisionTag(revision, Any: false);
        return true;
    }

    /// <summary>Reads both headers as they came; of <c>If-None-Match</c> there is <c>*</c> alone.</summary>
    public static bool TryRead(string? ifMatch, string? ifNoneMatch, out RevisionTag tag)
    {
        if (ifNoneMatch is null)
            return TryRead(ifMatch, out tag);
        tag = None;
        return ifMatch is null && ifNoneMatch == "*";
    }

    /// <summary>Why the call cannot go on with what stands (0: nothing does), or null when it can.</summary>
    /// <param name="standing">The number of what stands.</param>
    /// <param name="required">The call overwrites what stands, so it must say what it saw.</param>
    /// <param name="of">What that is.</param>
    public Refusal? Against(int standing, bool required, Tagged of)
    {
        if (IsAbsent)
            return required && standing > 0 ? Missing(standing, of) : null;
        if (standing > 0 ? Any || Revision == standing : Revision == 0)
            return null;
        return Stale(standing, Any ? $"any {of.Number}" : $"{of.Number} {Revision}", of);
    }

    public static Refusal Malformed { get; } =
        new(
            SheetCodes.RevisionMalformed,
            "If-Match cannot be read",
            "One revision number as the ETag gave it, for example \"3\"; or * for any. If-None-Match has * alone, and "
                + "not beside If-Match.",
            StatusCodes.Status400BadRequest
        );

    public static Refusal Missing(int standing, Tagged of) =>
        new(
            SheetCodes.RevisionRequired,
            "The revision that is to be replaced is not named",
            $"The {of.Name} stands at {of.Number} {standing}. Send If-Match: \"{standing}\" to replace it, or "
                + "If-Match: * to replace whatever stands.",
            StatusCodes.Status428PreconditionRequired
        );

    public static Refusal Stale(int standing, string expected, Tagged of) =>
        new(
            SheetCodes.RevisionStale,
            "Another change was faster",
            standing > 0
                ? $"The {of.Name} stands at {of.Number} {standing}, not at {expected}. Look at it, and send what you "
                    + "still want to change."
                : $"There is no {of.Name}, and not {expected} of one.",
            StatusCodes.Status412PreconditionFailed
        );
}
