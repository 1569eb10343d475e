using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.ServiceDefaults.Database;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using NpgsqlTypes;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A revision on its way into the database; its event is there already.</summary>
/// <param name="EventId">The event whose bytes are the revision.</param>
/// <param name="AcceptedFrom">Who handed it in, or made the change that led to it.</param>
/// <param name="AsNamed">The sheet is from before suppliers were asked, and no plant has changed it since.</param>
internal sealed record NewRevision(ReadingsAcceptedEvent Sheet, long EventId, Caller AcceptedFrom, bool AsNamed)
{
    private static readonly Columns<NewRevision> s_revision = new("revision")
    {
        { "plant", made => made.Sheet.Plant },
        { "month", made => made.Sheet.Month },
        { "revision", made => made.Sheet.Revision },
        { "submission_id", made => made.Sheet.SubmissionId },
        { "event_id", made => made.EventId },
        { "reason", made => made.Sheet.Reason },
        { "accepted_at", made => made.Sheet.AcceptedAt },
        { "accepted_from", made => made.AcceptedFrom.Id },
        { "accepted_from_subject", made => made.AcceptedFrom.Subject },
        { "reading_count", made => made.Sheet.Readings.Count },
    };

    // unnest takes arrays of arrays apart too: the plants travel as one text.
    private static readonly Columns<NewRevision> s_sheet = new("sheet")
    {
        { "plant", made => made.Sheet.Plant },
        { "month", made => made.Sheet.Month },
        { "revision", made => made.Sheet.Revision },
        { "event_id", made => made.EventId },
        { "mentions", made => Mentions(made.Sheet) },
        { "suppliers_as_named", made => made.AsNamed },
        { "supplies", NpgsqlDbType.Jsonb, made => SheetSupply.ToJson(SheetSupply.Of(made.Sheet.Readings)) },
        { "claims", NpgsqlDbType.Jsonb, made => SheetClaim.ToJson(SheetClaim.Of(made.Sheet.Readings)) },
        { "reported", made => ReportedActivities.Write(made.Sheet.Readings) },
        { "nil", made => IsNil(made.Sheet) },
    };

    // Nothing locks the sheet between reading and writing. Whoever changes it gives it this number or a higher one, so
    // if it was changed it is not written.
    private static readonly string s_advance = $"""
        INSERT INTO sheet AS s (plant, month, revision, event_id, mentions, suppliers_as_named, supplies, claims,
            reported, nil, resend_at)
        SELECT plant, month, revision, event_id, string_to_array(mentions, ' '), suppliers_as_named, supplies, claims,
            reported, nil, now() + ${s_sheet.Count() + 1}
        FROM {s_sheet.Given} ORDER BY plant, month
        ON CONFLICT (plant, month) DO UPDATE SET {s_sheet.Overwrite(
            "plant",
            "month"
        )}, resend_at = excluded.resend_at, resends = 0
            WHERE s.revision < excluded.revision AND s.applied_revision < excluded.revision
        """;

    /// <summary>Adds the revisions.</summary>
    public static NpgsqlBatchCommand Add(IReadOnlyCollection<NewRevision> made) => s_revision.Insert(made);

    /// <summary>Makes them those in force; concerns fewer rows where another process was faster.</summary>
    /// <param name="grace">So long their receipts may take before they are sent again.</param>
    public static NpgsqlBatchCommand Advance(IReadOnlyCollection<NewRevision> made, TimeSpan grace) =>
        Statement.With(s_advance, s_sheet.Of(made), Value(grace));

    /// <summary>A plant that had nothing in a month says so by readings of zero.</summary>
    private static bool IsNil(ReadingsAcceptedEvent sheet) =>
        sheet.Readings.Count > 0 && sheet.Readings.All(reading => reading.Quantity == 0);

    private static string? Mentions(ReadingsAcceptedEvent sheet) =>
        SheetSnapshot.Mentioned(sheet.Readings) is { Count: > 0 } mentioned ? string.Join(' ', mentioned) : null;
}
