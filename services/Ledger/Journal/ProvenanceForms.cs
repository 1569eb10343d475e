using CarbonPlatform.Contracts;
using CarbonPlatform.Record;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>A provenance as the record and as the dictionary have it.</summary>
internal static class ProvenanceForms
{
    public static ProvenanceFields ToFields(this Provenance provenance) =>
        new(
            QualityCodes.Of(provenance.Quality),
            provenance.Method,
            provenance.FactorSet,
            (int)provenance.Statuses,
            provenance.ActivityUncertaintyPercent,
            provenance.FactorUncertaintyPercent
        );

    public static LineProvenance ToRow(this Provenance provenance, int id, long firstSequence) =>
        new()
        {
            Id = id,
            FirstSequence = firstSequence,
            Quality = QualityCodes.Of(provenance.Quality),
            Method = provenance.Method,
            FactorSet = provenance.FactorSet,
            Statuses = provenance.Statuses,
            ActivityUncertaintyPercent = provenance.ActivityUncertaintyPercent,
            FactorUncertaintyPercent = provenance.FactorUncertaintyPercent,
            Measured = QualityCodes.IsMeasured(provenance.Quality),
        };

    public static Provenance ToProvenance(this LineProvenance row) =>
        new()
        {
            Quality = QualityCodes.Parse(row.Quality),
            Method = row.Method,
            FactorSet = row.FactorSet,
            Statuses = row.Statuses,
            ActivityUncertaintyPercent = row.ActivityUncertaintyPercent,
            FactorUncertaintyPercent = row.FactorUncertaintyPercent,
        };
}
