using System.Globalization;
using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Ledger.Totals.Knowing;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// Makes the answer of <see cref="GetTotals"/> from the sums: rows in order, in the units asked for, and CO2e.
/// </summary>
internal static class TotalsRendering
{
    public static TotalsAnswer Of(
        TotalsQuestion question,
        LedgerPosition position,
        TotalsCoverage coverage,
        IReadOnlyList<TotalsGap> gaps,
        Tallied sums,
        CataloguedProvenance[] provenances,
        WarmingPotentials potentials,
        CancellationToken cancellationToken
    )
    {
        var inOrder = sums.Rows.OrderBy(row => row.Key, RowOrder.Instance).ToList();
        return new TotalsAnswer(
            question.From,
            question.To,
            question.Org,
            PositionOf(position),
            question.Boundary is null ? coverage : coverage with { SourcesUnplaced = sums.SourcesUnplaced },
            [.. inOrder.Until(cancellationToken).Select(row => RowOf(question, row.Key, row.Value, provenances))],
            Co2eOf(question, inOrder, potentials.Of(question.Gwp)!, cancellationToken)
        )
        {
            Boundary = question.Boundary,
            Caveats = CaveatsOf(question, inOrder, provenances),
            Gaps = gaps.Count == 0 ? null : gaps,
        };
    }

    /// <summary>What must be said beside avoided amounts, by their basis; null where there are none.</summary>
    private static List<AvoidedCaveat>? CaveatsOf(
        TotalsQuestion question,
        List<KeyValuePair<RowKey, Total>> rows,
        CataloguedProvenance[] provenances
    )
    {
        var avoided = rows.Where(row => Categories.IsAvoided(row.Key.Category)).ToList();
        if (avoided.Count == 0)
            return null;
        // A question has one basis of the family.
        var basis = Bases.Families["avoided"].Single(question.Bases.Contains);
        var years = new FactorYears(
            avoided.Exists(row => row.Value.Sum.Provisional != 0),
            avoided.Exists(row => row.Value.Sum.CarriedForward != 0)
        );
        var sold = avoided.Aggregate(
            default(SoldCertificates),
            (known, row) => known.And(SoldCertificatesOf(row.Value.Sum))
        );
        if (!question.WithProvenance)
            return [AvoidedCaveat.Of(basis, question.From, question.To, years, sold)];
        var sets = avoided
            .SelectMany(row => row.Value.Composition?.Sums ?? [])
            .Select(sum => provenances[sum.Key].Grounds.FactorSet)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal);
        return [AvoidedCaveat.Of(basis, question.From, question.To, years, sold, [.. sets])];
    }

    private static SoldCertificates SoldCertificatesOf(BackedSum sum) =>
        SoldCertificates.Of(sum.Lines, sum.SoldLines, sum.KeptLines);

    /// <summary>Only what is avoided is no more when its certificate was sold.</summary>
    private static string? CertificatesSold(RowKey key, SoldCertificates sold) =>
        Categories.IsAvoided(key.Category) ? sold.Word : null;

    /// <summary>The bounds of a single row may have to be drawn: nobody goes on for a caller who has left.</summary>
    private static IEnumerable<T> Until<T>(this IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static TotalsPosition PositionOf(LedgerPosition position) =>
        new(
            position.Sequence,
            position.Sequence == 0 ? null : position.RecordedAt,
            Convert.ToHexStringLower(position.Root),
            Sealed: false
        );

    private static TotalsRow RowOf(TotalsQuestion question, RowKey key, Total total, CataloguedProvenance[] provenances)
    {
        var sum = total.Sum;
        var unit = Measure.Parse(key.Measure).Unit;
        var quantity = question.Units.Give(BackedSum.ToDecimal(sum.Amount), unit);
        return new TotalsRow
        {
            Month = MonthOf(question, key),
            OrgUnit = OrgUnitOf(question, key),
            Plant = Key(question, Dimensions.Plant, key.Plant?.Value),
            Source = Key(question, Dimensions.Source, key.Source),
            Process = Key(question, Dimensions.Process, key.Process),
            Activity = Key(question, Dimensions.Activity, key.Activity),
            Category = key.Category,
            Basis = key.Basis,
            Measure = key.Measure,
            Quantity = Digits(quantity),
            Unit = quantity.Unit.Symbol,
            MeasuredShare = MeasuredShareOf(sum),
            OnVerifiedFactors = Digits(question.Units.Give(BackedSum.ToDecimal(sum.Verified), unit)),
            OnDisputedFactors = PartOf(sum.Disputed),
            OnProvisionalFactors = PartOf(sum.Provisional),
            OnCarriedForwardFactors = PartOf(sum.CarriedForward),
            CertificatesSold = CertificatesSold(key, SoldCertificatesOf(sum)),
            Elimination = key.IsElimination ? true : null,
            Uncertainty = total.Composition?.Deviations?.Around(BackedSum.ToDecimal(sum.Amount)),
            Provenance =
                question.WithProvenance && total.Composition is { } composition
                    ? ProvenanceOf(question, unit, composition, provenances)
                    : null,
        };

        string? PartOf(Int128 amount) =>
            amount == 0 ? null : Digits(question.Units.Give(BackedSum.ToDecimal(amount), unit));
    }

    private static string? MeasuredShareOf(BackedSum sum) =>
        sum.Amount == 0
            ? null
            : (BackedSum.ToDecimal(sum.Measured) / BackedSum.ToDecimal(sum.Amount)).ToString(
                "0.000",
                CultureInfo.InvariantCulture
            );

    /// <summary>The largest first; together they are the total.</summary>
    private static List<TotalsProvenance> ProvenanceOf(
        TotalsQuestion question,
        Unit unit,
        Composition composition,
        CataloguedProvenance[] provenances
    )
    {
        var byGrounds = new Dictionary<LineGrounds, Int128>();
        foreach (var (id, sum) in composition.Sums)
            byGrounds[provenances[id].Grounds] = byGrounds.GetValueOrDefault(provenances[id].Grounds) + sum.Amount;
        return
        [
            .. byGrounds
                .OrderByDescending(share => Int128.Abs(share.Value))
                .ThenBy(share => share.Key.Method, StringComparer.Ordinal)
                .ThenBy(share => share.Key.FactorSet, StringComparer.Ordinal)
                .ThenBy(share => share.Key.Quality, StringComparer.Ordinal)
                .ThenBy(share => share.Key.Statuses)
                .Select(share => new TotalsProvenance(
                    share.Key.Quality,
                    share.Key.Method,
                    share.Key.FactorSet,
                    LineStatusesConverter.CodesOf(share.Key.Statuses),
                    Digits(question.Units.Give(BackedSum.ToDecimal(share.Value), unit))
                )),
        ];
    }

    private static TotalsCo2e Co2eOf(
        TotalsQuestion question,
        List<KeyValuePair<RowKey, Total>> inOrder,
        IReadOnlyDictionary<string, WarmingPotential> potentials,
        CancellationToken cancellationToken
    )
    {
        var rows = new Dictionary<RowKey, Warming>();
        var status = Vouching.Verified;
        var deviations = new Dictionary<RowKey, Deviations>();
        var without = new SortedSet<string>(StringComparer.Ordinal);
        var outside = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, total) in inOrder.Until(cancellationToken))
        {
            var measure = Measure.Parse(key.Measure);
            if (measure.IsOutsideKyoto)
                outside.Add(key.Measure);
            if (!measure.IsGreenhouseGas)
                continue;
            if (!potentials.TryGetValue(key.Measure, out var potential))
            {
                without.Add(key.Measure);
                continue;
            }
            var row = key with { Measure = "" };
            rows[row] = rows.GetValueOrDefault(row).And(total.Sum, potential.Value);
            if (potential.Status == Vouching.Provisional)
                status = Vouching.Provisional;
            if (total.Composition?.Deviations is { } ofGas)
                (deviations.TryGetValue(row, out var known) ? known : deviations[row] = new Deviations()).Add(
                    ofGas,
                    potential.Value
                );
        }
        return new TotalsCo2e(
            question.Gwp,
            status,
            [
                .. rows.Until(cancellationToken)
                    .Select(row => Co2eRowOf(question, row.Key, row.Value, deviations.GetValueOrDefault(row.Key))),
            ],
            without.Count == 0 ? null : [.. without]
        )
        {
            OutsideKyoto = outside.Count == 0 ? null : [.. outside],
            Scopes =
                question.WithUncertainty && question.By == Dimensions.None
                    ? ScopesOf(question, rows, deviations)
                    : null,
        };
    }

    /// <summary>
    /// Scope 1, scope 2 and both. Their bounds cannot be had from those of the rows, whose causes they share; exports
    /// stand beside and are not in them.
    /// </summary>
    private static List<TotalsScope> ScopesOf(
        TotalsQuestion question,
        Dictionary<RowKey, Warming> rows,
        Dictionary<RowKey, Deviations> deviations
    )
    {
        return
        [
            Of("scope1", IsScope1),
            Of("scope2", IsScope2),
            Of("scope1+2", category => IsScope1(category) || IsScope2(category)),
        ];

        TotalsScope Of(string scope, Func<string, bool> holds)
        {
            var sum = default(Warming);
            var off = new Deviations();
            foreach (var (row, amount) in rows)
            {
                if (!holds(row.Category))
                    continue;
                sum = sum.And(amount);
                if (deviations.TryGetValue(row, out var ofRow))
                    off.Add(ofRow);
            }
            var quantity = Kilograms(question, sum.Kilograms);
            return new TotalsScope(
                scope,
                Digits(quantity),
                quantity.Unit.Symbol,
                Digits(Kilograms(question, sum.Verified)),
                off.Around(sum.Kilograms.RoundToFit(6))
            )
            {
                OnDisputedFactors = PartOf(question, sum.Disputed),
                OnProvisionalFactors = PartOf(question, sum.Provisional),
                OnCarriedForwardFactors = PartOf(question, sum.CarriedForward),
            };
        }

        static bool IsScope1(string category) => category.StartsWith("scope1.", StringComparison.Ordinal);
        static bool IsScope2(string category) =>
            category is Categories.PurchasedElectricity or Categories.PurchasedHeat;
    }

    private static Quantity Kilograms(TotalsQuestion question, Exact kilograms) =>
        question.Units.Give(
            kilograms.TryToDecimal(out var exact) ? exact : kilograms.RoundToFit(Quantity.EndlessDecimals),
            Unit.Kilogram
        );

    private static string? PartOf(TotalsQuestion question, Exact kilograms) =>
        kilograms == Exact.Zero ? null : Digits(Kilograms(question, kilograms));

    private static TotalsCo2eRow Co2eRowOf(TotalsQuestion question, RowKey key, Warming sum, Deviations? deviations)
    {
        var quantity = Kilograms(question, sum.Kilograms);
        return new TotalsCo2eRow
        {
            Month = MonthOf(question, key),
            OrgUnit = OrgUnitOf(question, key),
            Plant = Key(question, Dimensions.Plant, key.Plant?.Value),
            Source = Key(question, Dimensions.Source, key.Source),
            Process = Key(question, Dimensions.Process, key.Process),
            Activity = Key(question, Dimensions.Activity, key.Activity),
            Category = key.Category,
            Basis = key.Basis,
            Quantity = Digits(quantity),
            Unit = quantity.Unit.Symbol,
            OnVerifiedFactors = Digits(Kilograms(question, sum.Verified)),
            OnDisputedFactors = PartOf(question, sum.Disputed),
            OnProvisionalFactors = PartOf(question, sum.Provisional),
            OnCarriedForwardFactors = PartOf(question, sum.CarriedForward),
            CertificatesSold = CertificatesSold(key, sum.Certificates),
            Elimination = key.IsElimination ? true : null,
            Uncertainty = deviations?.Around(sum.Kilograms.RoundToFit(6)),
        };
    }

    private static TotalsKey? Key(TotalsQuestion question, Dimensions dimension, string? value) =>
        question.Asks(dimension) ? new TotalsKey(value) : null;

    private static TotalsKey? MonthOf(TotalsQuestion question, RowKey key) =>
        Key(question, Dimensions.Month, key.Month?.ToString());

    private static TotalsKey? OrgUnitOf(TotalsQuestion question, RowKey key) =>
        Key(question, Dimensions.OrgUnit, key.OrgUnit == PlantHome.Unassigned ? null : key.OrgUnit);

    /// <summary>At least six decimals, and as many more as it takes to be exact.</summary>
    private static string Digits(Quantity quantity) =>
        quantity.Value.ToString("0.000000######################", CultureInfo.InvariantCulture);

    /// <summary>
    /// Greenhouse gases together, and what of them rests on verified and disputed factors and on those of other years,
    /// kg CO2e; and what is said of certificates.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Warming(
        Exact Kilograms,
        Exact Verified,
        Exact Disputed,
        Exact Provisional,
        Exact CarriedForward,
        SoldCertificates Certificates
    )
    {
        public Warming And(BackedSum ofGas, decimal potential) =>
            And(
                new Warming(
                    (Exact)BackedSum.ToDecimal(ofGas.Amount) * potential,
                    (Exact)BackedSum.ToDecimal(ofGas.Verified) * potential,
                    (Exact)BackedSum.ToDecimal(ofGas.Disputed) * potential,
                    (Exact)BackedSum.ToDecimal(ofGas.Provisional) * potential,
                    (Exact)BackedSum.ToDecimal(ofGas.CarriedForward) * potential,
                    SoldCertificatesOf(ofGas)
                )
            );

        public Warming And(Warming other) =>
            new(
                Kilograms + other.Kilograms,
                Verified + other.Verified,
                Disputed + other.Disputed,
                Provisional + other.Provisional,
                CarriedForward + other.CarriedForward,
                Certificates.And(other.Certificates)
            );
    }
}
