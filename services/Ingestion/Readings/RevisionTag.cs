using System.Globalization;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// The revision that a caller says it saw, from <c>If-Match</c>: a number, quoted as RFC 9110 has it or bare; or
/// <c>*</c> for any.
/// </summary>
internal readonly record struct RevisionTag(int? Revision, bool Any)
{
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

    /// <summary>Why the call cannot go on with the revision that stands (0: no sheet), or null when it can.</summary>
    /// <param name="required">The call overwrites what stands, so it must say what it saw.</param>
    public Refusal? Against(int standing, bool required)
    {
        if (IsAbsent)
            return required && standing > 0 ? Missing(standing) : null;
        if (standing > 0 ? Any || Revision == standing : Revision == 0)
            return null;
        return Stale(standing, Any ? "any revision" : $"revision {Revision}");
    }

    public static Refusal Malformed { get; } =
        new(
            SheetCodes.RevisionMalformed,
            "If-Match cannot be read",
            "One revision number as the ETag gave it, for example \"3\"; or * for any.",
            StatusCodes.Status400BadRequest
        );

    public static Refusal Missing(int standing) =>
        new(
            SheetCodes.RevisionRequired,
            "The revision that is to be replaced is not named",
            $"The sheet stands at revision {standing}. Send If-Match: \"{standing}\" to replace it, or "
                + "If-Match: * to replace whatever stands.",
            StatusCodes.Status428PreconditionRequired
        );

    public static Refusal Stale(int standing, string expected) =>
        new(
            SheetCodes.RevisionStale,
            "Another change was faster",
            standing > 0
                ? $"The sheet stands at revision {standing}, not at {expected}. Look at it, and send what you "
                    + "still want to change."
                : $"There is no sheet, and not {expected} of one.",
            StatusCodes.Status412PreconditionFailed
        );
}
