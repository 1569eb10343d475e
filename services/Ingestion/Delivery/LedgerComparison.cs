using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>A plant-month as this service knows it.</summary>
/// <param name="Revision">The revision that stands; 0 where only the ledger has one.</param>
/// <param name="AppliedRevision">The highest that a receipt named.</param>
/// <param name="LinesHash">Hash of the lines by the newest receipt.</param>
internal sealed record OwnSheet(PlantCode Plant, Month Month, int Revision, int AppliedRevision, string? LinesHash);

/// <summary>A plant-month as the ledger holds it.</summary>
internal sealed record LedgerSheet(PlantCode Plant, Month Month, int Revision, string? LinesHash);

/// <summary>A record of the organisation as this service knows it.</summary>
internal sealed record OwnRecord(string Kind, string Code, int Version, int AppliedVersion);

/// <summary>A record of the organisation as the ledger holds it.</summary>
internal sealed record LedgerRecord(string Kind, string Code, int Version);

/// <summary>One record that differs.</summary>
/// <param name="LedgerVersion">What the ledger holds; 0 for nothing.</param>
internal sealed record RecordDifference(Difference Kind, string RecordKind, string Code, int LedgerVersion);

/// <summary>How the ledger differs from what its receipts said.</summary>
internal enum Difference
{
    /// <summary>The ledger has less than its receipt said: it was set back. What it lacks is sent again.</summary>
    LedgerLost,

    /// <summary>
    /// The ledger has other lines than its receipt said: a receipt is missing, or the ledger lost a recalculation. Sent
    /// again.
    /// </summary>
    LinesDiffer,

    /// <summary>
    /// The ledger has more than was ever accepted here: this database was set back. Reported; numbering goes on above
    /// it.
    /// </summary>
    LedgerBeyond,
}

/// <summary>One plant-month that differs.</summary>
/// <param name="LedgerRevision">What the ledger holds; 0 for nothing.</param>
internal sealed record SheetDifference(
    Difference Kind,
    PlantCode Plant,
    Month Month,
    int LedgerRevision,
    string? LinesHash
);

/// <summary>
/// Compares state with state, not with a memory of what was sent. What is on its way is no difference: a revision
/// without receipt is sent again by itself, so only what a receipt vouched for is held against the ledger. The own
/// state must be read first; the ledger only gains while it is read.
/// </summary>
internal static class LedgerComparison
{
    /// <summary>The plant-months that differ.</summary>
    public static IReadOnlyList<SheetDifference> Of(IEnumerable<OwnSheet> own, IEnumerable<LedgerSheet> ledger)
    {
        var unseen = own.ToDictionary(o => (o.Plant, o.Month));
        var differences = new List<SheetDifference>();
        foreach (var held in ledger)
        {
            unseen.Remove((held.Plant, held.Month), out var known);
            if (known is null || held.Revision > known.Revision)
                differences.Add(Found(Difference.LedgerBeyond));
            else if (held.Revision < known.AppliedRevision)
                differences.Add(Found(Difference.LedgerLost));
            else if (held.Revision == known.AppliedRevision && held.LinesHash != known.LinesHash)
                differences.Add(Found(Difference.LinesDiffer));

            SheetDifference Found(Difference kind) => new(kind, held.Plant, held.Month, held.Revision, held.LinesHash);
        }
        differences.AddRange(
            unseen
                .Values.Where(u => u.AppliedRevision > 0)
                .Select(u => new SheetDifference(Difference.LedgerLost, u.Plant, u.Month, 0, null))
        );
        return differences;
    }

    /// <summary>The same for units and plants.</summary>
    public static IReadOnlyList<RecordDifference> Of(IEnumerable<OwnRecord> own, IEnumerable<LedgerRecord> ledger)
    {
        var unseen = own.ToDictionary(o => (o.Kind, o.Code));
        var differences = new List<RecordDifference>();
        foreach (var held in ledger)
        {
            unseen.Remove((held.Kind, held.Code), out var known);
            if (known is null || held.Version > known.Version)
                differences.Add(new RecordDifference(Difference.LedgerBeyond, held.Kind, held.Code, held.Version));
            else if (held.Version < known.AppliedVersion)
                differences.Add(new RecordDifference(Difference.LedgerLost, held.Kind, held.Code, held.Version));
        }
        differences.AddRange(
            unseen
                .Values.Where(u => u.AppliedVersion > 0)
                .Select(u => new RecordDifference(Difference.LedgerLost, u.Kind, u.Code, 0))
        );
        return differences;
    }
}
