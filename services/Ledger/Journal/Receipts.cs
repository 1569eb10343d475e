using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>The ledger's answer to every message: up to which version it has applied what the message is about, and where that stands.</summary>
internal static class Receipts
{
    /// <summary>Of a record of the organisation.</summary>
    public static EntryPostedEvent Of(ChangedRecord record, AppliedRecord applied, long position, byte[] root) =>
        new()
        {
            Kind = EntryPostedEvent.OrganisationKind,
            RecordKind = record.Kind,
            RecordCode = record.Code,
            RecordVersion = applied.Version,
            Sequence = applied.Sequence,
            RecordedAt = applied.RecordedAt,
            Position = position,
            RootHash = Convert.ToHexStringLower(root),
            Postings = 0,
            OpenGaps = 0,
        };

    /// <summary>Of a plant-month, whichever of its versions the message brought.</summary>
    public static EntryPostedEvent Of(MonthState state, long position, byte[] root)
    {
        var version = state.Version!.Value;
        return new EntryPostedEvent
        {
            Kind = EntryPostedEvent.PlantMonthKind,
            Plant = state.Plant,
            Month = Month.FromIndex(state.Month),
            Revision = version.Revision,
            CatalogueVersion = version.Catalogue,
            MethodsVersion = version.Methods,
            LinesHash = Convert.ToHexStringLower(state.LinesHash),
            Sequence = state.Sequence,
            RecordedAt = state.RecordedAt,
            Position = position,
            RootHash = Convert.ToHexStringLower(root),
            Postings = state.PostingCount,
            OpenGaps = state.Gaps.Count,
        };
    }
}
