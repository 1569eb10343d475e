using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>What a proposed version of a factor is held to; each rule says what it finds, or nothing.</summary>
internal sealed class FactorRules
{
    private const int LongestAppliesTo = 100;
    private const decimal FarOff = 10;

    private readonly Catalogue _catalogue;
    private readonly int _thisYear;
    private readonly PlantsOfGroup? _plants;
    private readonly HashSet<string> _sets;
    private readonly ILookup<string, Factor> _byWhat;
    private readonly Func<FactorDraft, RowFault?>[] _rules;

    public FactorRules(Catalogue catalogue, int thisYear, PlantsOfGroup? plants)
    {
        var everybodys = catalogue.AllVersions.Where(factor => !factor.IsOwn).ToList();
        (_catalogue, _thisYear, _plants) = (catalogue, thisYear, plants);
        _sets = [.. everybodys.Select(factor => factor.Set)];
        _byWhat = everybodys.ToLookup(factor => factor.What, StringComparer.Ordinal);
        _rules =
        [
            SourceHasPlant,
            PlantIsCode,
            SourceIsCode,
            PlantIsThere,
            VersionIsNext,
            StaysWhatItIs,
            AppliesToSomething,
            UnitIsOfItsKind,
            OwnHasOwnSet,
            PlantsCanMeasureIt,
            SetIsKnown,
            StatusIsKnown,
            ReferenceIsNamed,
            SourceIsNamed,
            NoteFits,
            ExplanationFits,
            StandingIsKnown,
            DataYearHasBegun,
            UncertaintyIsGiven,
            ValidityIsInOrder,
            OwnServesFromSomeMonth,
            OwnIsMeasuredAgain,
            ServesMonthsAlone,
            ValueCanBe,
        ];
    }

    /// <summary>Everything that is wrong with a row.</summary>
    public IReadOnlyList<RowFault> Check(FactorDraft row)
    {
        // Without an id nothing else can be said of it.
        if (!FactorFacts.IsId(row.Id))
            return [FactorFaults.IdInvalid(row.Id)];
        List<RowFault> faults = [.. _rules.Select(rule => rule(row)).OfType<RowFault>()];
        return faults.Count == 0 && SaysSomethingNew(row) is { } unchanged ? [unchanged] : faults;
    }

    private static RowFault? SourceHasPlant(FactorDraft row) =>
        row.Given.PlantSource is not null && !row.IsOwn ? FactorFaults.PlantMissing : null;

    private static RowFault? PlantIsCode(FactorDraft row) =>
        row.IsOwn && !PlantCode.TryParse(row.Given.Plant, out _, out var wrong)
            ? FactorFaults.PlantInvalid("plant", wrong)
            : null;

    private static RowFault? SourceIsCode(FactorDraft row) =>
        row.Given.PlantSource is { } source && Code.Check(source) is { } wrong
            ? FactorFaults.PlantInvalid("plantSource", wrong)
            : null;

    private RowFault? PlantIsThere(FactorDraft row) =>
        _plants is null || row.Plant is not { } plant ? null
        : !_plants.Has(plant) ? FactorFaults.PlantUnknown(plant, _plants.NearestTo(plant))
        : row.Given.PlantSource is { } source && Code.IsValid(source) && !_plants.Has(plant, source)
            ? FactorFaults.SourceUnknown(plant, source, _plants.NearestTo(plant, source))
        : null;

    private static RowFault? VersionIsNext(FactorDraft row) =>
        row.Given.Version is { } stated && stated != row.Version
            ? FactorFaults.VersionTaken(row.Id, stated, row.Version)
            : null;

    private RowFault? StaysWhatItIs(FactorDraft row) =>
        row.Kin is { } kin && (row.What, row.AppliesTo) != (kin.What, kin.AppliesTo) ? FactorFaults.IdentityChanged(kin)
        : !_byWhat.Contains(row.What)
            ? FactorFaults.WhatUnknown(
                row.Id,
                row.What,
                _byWhat.Select(group => group.Key).Order(StringComparer.Ordinal)
            )
        : null;

    private static RowFault? AppliesToSomething(FactorDraft row) =>
        row.AppliesTo.Length is 0 or > LongestAppliesTo ? FactorFaults.AppliesToMissing : null;

    /// <summary>A factor stays in its unit; a new one is in a unit in which its kind is measured.</summary>
    private RowFault? UnitIsOfItsKind(FactorDraft row)
    {
        string[] allowed = row.Kin is { } kin
            ? [kin.Unit]
            : [.. _byWhat[row.What].Select(factor => factor.Unit).Distinct(StringComparer.Ordinal)];
        return allowed.Length > 0 && !allowed.Contains(row.Unit, StringComparer.Ordinal)
            ? FactorFaults.UnitWrong(row.What, row.Unit, allowed)
            : null;
    }

    private static RowFault? OwnHasOwnSet(FactorDraft row) =>
        row.IsOwn && row.Given.Set is { } set && set != row.Set ? FactorFaults.SetOfOwn : null;

    private RowFault? PlantsCanMeasureIt(FactorDraft row) =>
        row.IsOwn && !_catalogue.IsOwnable(row.Id)
            ? FactorFaults.NotOwnable(
                row.Id,
                isKnown: _catalogue.Versions(row.Id).Count > 0,
                _catalogue
                    .AllVersions.Where(factor => _catalogue.IsOwnable(factor.Id))
                    .Select(factor => factor.What)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
            )
            : null;

    /// <summary>A set of the catalogue, or one that differs from such a set in its year alone.</summary>
    private RowFault? SetIsKnown(FactorDraft row)
    {
        if (row.IsOwn || _sets.Contains(row.Set))
            return null;
        return Family(row.Set) is { } family && _sets.Any(known => Family(known) == family)
            ? null
            : FactorFaults.SetUnknown(row.Set, _sets.Order(StringComparer.Ordinal));

        static string? Family(string name) =>
            name.Length > 5 && name[^5] == '-' && name[^4..].All(char.IsAsciiDigit) ? name[..^4] : null;
    }

    private static RowFault? StatusIsKnown(FactorDraft row) =>
        row.Status is Vouching.Provisional or Vouching.Verified
        || (row.Status == Vouching.ByDefinition && row.HoldsByDefinition)
            ? null
            : FactorFaults.StatusUnknown(row.Status);

    /// <summary>Whoever says verified says with what he compared it; a plant's own rests on a test report.</summary>
    private static RowFault? ReferenceIsNamed(FactorDraft row) =>
        !string.IsNullOrWhiteSpace(row.Given.Reference) || (!row.IsOwn && row.Status != Vouching.Verified)
            ? Fits("reference", row.Given.Reference)
        : row.IsOwn ? FactorFaults.TestReportMissing
        : FactorFaults.ReferenceMissing;

    private static RowFault? SourceIsNamed(FactorDraft row) =>
        string.IsNullOrWhiteSpace(row.Given.Source) ? FactorFaults.SourceMissing : Fits("source", row.Given.Source);

    private static RowFault? NoteFits(FactorDraft row) => Fits("note", row.Given.Note);

    private static RowFault? ExplanationFits(FactorDraft row) => Fits("explanation", row.Given.Explanation);

    private static RowFault? Fits(string field, string? text) =>
        text?.Length > FactorFaults.LongestText ? FactorFaults.TextTooLong(field, text.Length) : null;

    /// <summary>What is verified stands as what it was compared with, and nothing else does.</summary>
    private static RowFault? StandingIsKnown(FactorDraft row)
    {
        var known = row.IsOwn ? [Factor.MeasuredStanding] : Vouching.StandingsOf(row.Status);
        return known.Contains(row.Standing, StringComparer.Ordinal)
            ? null
            : FactorFaults.StandingUnknown(row.Standing, known);
    }

    private RowFault? DataYearHasBegun(FactorDraft row) =>
        row.Given.DataYear > _thisYear ? FactorFaults.DataYearFuture(row.Given.DataYear, _thisYear)
        : row.Given.DataYear < Month.Min.Year ? FactorFaults.DataYearNone(row.Given.DataYear, _thisYear)
        : null;

    private static RowFault? UncertaintyIsGiven(FactorDraft row) =>
        row.UncertaintyPercent is >= 0 and <= Factor.LargestUncertaintyPercent
            ? null
            : FactorFaults.UncertaintyInvalid(row.UncertaintyPercent);

    private static RowFault? ValidityIsInOrder(FactorDraft row) =>
        row.Span.From > row.Span.To ? FactorFaults.ValidityInvalid(row.ValidFrom, row.ValidTo) : null;

    private static RowFault? OwnServesFromSomeMonth(FactorDraft row) =>
        row.IsOwn && row.ValidFrom is null ? FactorFaults.ValidityOfOwnMissing : null;

    private static RowFault? OwnIsMeasuredAgain(FactorDraft row) =>
        row.IsOwn
        && row.ValidFrom is not null
        && FactorNeed.LongestOwn(row.Id) is { } longest
        && row.Span.To.Index - row.Span.From.Index >= longest
            ? FactorFaults.ValidityOfOwnTooLong(row.Id, longest)
            : null;

    private static RowFault? ServesMonthsAlone(FactorDraft row)
    {
        var (from, to) = row.Span;
        var other = row.Beside.FirstOrDefault(beside => beside.Span().From <= to && from <= beside.Span().To);
        return other is null ? null : FactorFaults.Overlap(row.Id, other.Span(), (from, to));
    }

    private RowFault? ValueCanBe(FactorDraft row) =>
        row.Value is not { } value ? FactorFaults.ValueMissing
        : value < 0 || (row.Unit == "%" && value > 100) ? FactorFaults.ValueImpossible(value, row.Unit)
        : string.IsNullOrWhiteSpace(row.Given.Explanation) ? ValueIsInLine(row, value)
        : null;

    /// <summary>Ten times or a tenth of what stands beside it is more often a slip of the unit than news.</summary>
    private RowFault? ValueIsInLine(FactorDraft row, decimal value)
    {
        var sameUnit = _byWhat[row.What].Where(factor => factor.Unit == row.Unit).ToList();
        var neighbours = row.Kin is { } kin ? [kin] : sameUnit.FindAll(factor => factor.AppliesTo == row.AppliesTo);
        var values = (neighbours.Count > 0 ? neighbours : sameUnit)
            .Select(factor => factor.Value)
            .Where(known => known > 0)
            .ToList();
        if (values.Count == 0)
            return null;
        var (lowest, highest) = (values.Min(), values.Max());
        return value >= highest * FarOff || value * FarOff <= lowest
            ? FactorFaults.ValueOutOfLine(row.Id, value, row.Unit, lowest, highest)
            : null;
    }

    private static RowFault? SaysSomethingNew(FactorDraft row) =>
        row.Before is { } before && row.Beside.Count == 0 && row.ToFacts().SaysTheSameAs(before)
            ? FactorFaults.Unchanged(before)
            : null;
}
