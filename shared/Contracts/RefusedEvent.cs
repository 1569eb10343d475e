using System.Text.Json;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Contracts;

/// <summary>
/// A revision of a plant-month, or a version of a record of the organisation, can never be applied: Calculation or the
/// ledger has put it aside. It is not to be sent again until somebody has looked.
/// </summary>
public sealed record RefusedEvent : IOfOne
{
    /// <summary>
    /// <see cref="EntryPostedEvent.PlantMonthKind"/> or <see cref="EntryPostedEvent.OrganisationKind"/>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Plant of the plant-month; null for the organisation.</summary>
    public PlantCode? Plant { get; init; }

    /// <summary>Month of the plant-month; null for the organisation.</summary>
    public Month? Month { get; init; }

    /// <summary>The revision that is refused; null for the organisation.</summary>
    public int? Revision { get; init; }

    /// <summary><c>unit</c> or <c>plant</c>, for the organisation.</summary>
    public string? RecordKind { get; init; }

    /// <summary>Code of the unit or plant, for the organisation.</summary>
    public string? RecordCode { get; init; }

    /// <summary>The version of the record that is refused, for the organisation.</summary>
    public int? RecordVersion { get; init; }

    /// <summary>
    /// Why, in the words that the parked message carries; at most <see cref="LongestReason"/> characters.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>When that was found.</summary>
    public required DateTimeOffset RefusedAt { get; init; }

    /// <summary>A longer reason is cut.</summary>
    public const int LongestReason = 2000;

    /// <summary>
    /// Refuses a <see cref="ReadingsAcceptedEvent"/> or an <see cref="EmissionsCalculatedEvent"/>. Of the body only the
    /// head is read: what cannot be applied may be unreadable otherwise.
    /// </summary>
    /// <returns>Null when not even the head can be read, or names what there cannot be.</returns>
    public static RefusedEvent? OfPlantMonth(ReadOnlyMemory<byte> body, string reason, DateTimeOffset at) =>
        Read(
            body,
            head =>
                PlantCode.TryParse(head.GetProperty("plant").GetString(), out var plant)
                && Quantities.Month.TryParse(head.GetProperty("month").GetString(), out var month)
                && head.GetProperty("revision").GetInt32() is <= Counting.Highest and var revision
                    ? new RefusedEvent
                    {
                        Kind = EntryPostedEvent.PlantMonthKind,
                        Plant = plant,
                        Month = month,
                        Revision = revision,
                        Reason = Shortened(reason),
                        RefusedAt = at,
                    }
                    : null
        );

    /// <summary>Refuses an <see cref="OrganisationChangedEvent"/>, by its head alone.</summary>
    /// <returns>Null when not even the head can be read, or names what there cannot be.</returns>
    public static RefusedEvent? OfRecord(ReadOnlyMemory<byte> body, string reason, DateTimeOffset at) =>
        Read(
            body,
            head =>
                head.GetProperty("version").GetInt32() is <= Counting.Highest and var version
                    ? new RefusedEvent
                    {
                        Kind = EntryPostedEvent.OrganisationKind,
                        RecordKind = head.GetProperty("kind").GetString(),
                        RecordCode = head.GetProperty("code").GetString(),
                        RecordVersion = version,
                        Reason = Shortened(reason),
                        RefusedAt = at,
                    }
                    : null
        );

    private static RefusedEvent? Read(ReadOnlyMemory<byte> body, Func<JsonElement, RefusedEvent?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    // PostgreSQL, where it ends, keeps no zero character.
    private static string Shortened(string reason) =>
        (reason.Length <= LongestReason ? reason : reason[..LongestReason]).Replace('\0', '?');
}
