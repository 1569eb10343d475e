using System.Security.Cryptography;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;
using static CarbonPlatform.Ledger.Journal.ResultCheck;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// The result of a revision, checked by itself: whatever is wrong with it was found here, before it shares a
/// transaction with its neighbours. Lines are in order of key and each key stands once.
/// </summary>
internal sealed record SheetResult
{
    public required PlantCode Plant { get; init; }

    public required Month Month { get; init; }

    public required ResultVersion Version { get; init; }

    public required Guid SubmissionId { get; init; }

    public required string Reason { get; init; }

    /// <summary>Readings of the sheet.</summary>
    public required int ReadingCount { get; init; }

    public required LineKey[] Keys { get; init; }

    public required decimal[] Amounts { get; init; }

    public required decimal[] Quantities { get; init; }

    /// <summary>Per line the index into <see cref="Provenances"/>.</summary>
    public required int[] ProvenanceIndexes { get; init; }

    public required IReadOnlyList<Provenance> Provenances { get; init; }

    public required IReadOnlyList<GapRecord> Gaps { get; init; }

    /// <summary>
    /// SHA-256 over the lines in order of key: source, process, activity, category, basis, measure, counterparty,
    /// amount, quantity, quality, method, factor set, statuses, both uncertainties, as fields of <see
    /// cref="FieldWriter"/>. It says what stands, not how it came to stand, so that two ledgers with the same lines
    /// have the same hash.
    /// </summary>
    public required byte[] LinesHash { get; init; }

    /// <summary>Checks an event and turns its codes into numbers, once per event and not once per line.</summary>
    /// <exception cref="PoisonMessageException">The event can never be posted; the reason says why.</exception>
    public static SheetResult From(EmissionsCalculatedEvent calculated, CodeTable codes)
    {
        CheckHead(calculated);
        CheckCodes(calculated);

        var lines = calculated.Lines;
        var count = CheckColumns(lines);
        var sources = calculated
            .Sources.Select(source => (Code: codes.NumberOf(source.Code), Process: codes.NumberOf(source.Process)))
            .ToArray();
        var numbers = calculated.Codes.Select(codes.NumberOf).ToArray();

        var keys = new LineKey[count];
        var amounts = new decimal[count];
        var quantities = new decimal[count];
        var provenances = new int[count];
        for (var i = 0; i < count; i++)
        {
            var source = At(sources, lines.Source[i], "source", i);
            var category = At(calculated.Codes, lines.Category[i], "category", i);
            var measure = At(calculated.Codes, lines.Measure[i], "measure", i);
            var basis = lines.Basis[i] == -1 ? null : At(calculated.Codes, lines.Basis[i], "basis", i);
            var counterparty =
                lines.Counterparty[i] == -1 ? null : At(calculated.Codes, lines.Counterparty[i], "counterparty", i);
            Check(BasisFamilies.IsCategory(category), $"line {i}: category \"{category}\" is not known");
            Check(Measure.TryParse(measure, out _), $"line {i}: measure \"{measure}\" is not known");
            Check(
                basis is null
                    || BasisFamilies.OfBasis(basis) is { } family && family == BasisFamilies.OfCategory(category),
                $"line {i}: basis \"{basis}\" is none of category {category}"
            );
            Check(
                counterparty is null || Code.IsValid(counterparty),
                $"line {i}: counterparty \"{counterparty}\" is no code of a plant"
            );
            At(calculated.Provenances, lines.Provenance[i], "provenance", i);
            CheckNumber(lines.Amount[i], decimals: 6, "amount", i);
            CheckNumber(lines.ActivityQuantity[i], MaxDecimals, "activity quantity", i);

            keys[i] = new LineKey(
                source.Code,
                source.Process,
                At(numbers, lines.Activity[i], "activity", i),
                numbers[lines.Category[i]],
                basis is null ? CodeTable.None : numbers[lines.Basis[i]],
                numbers[lines.Measure[i]],
                counterparty is null ? CodeTable.None : numbers[lines.Counterparty[i]]
            );
            amounts[i] = lines.Amount[i];
            quantities[i] = lines.ActivityQuantity[i];
            provenances[i] = lines.Provenance[i];
        }

        var month = new SheetResult
        {
            Plant = calculated.Plant,
            Month = calculated.Month,
            Version = new ResultVersion(calculated.Revision, calculated.CatalogueVersion, calculated.MethodsVersion),
            SubmissionId = calculated.SubmissionId,
            Reason = calculated.Reason,
            ReadingCount = calculated.ReadingCount,
            Keys = keys,
            Amounts = amounts,
            Quantities = quantities,
            ProvenanceIndexes = provenances,
            Provenances = calculated.Provenances,
            Gaps = CheckedGaps(calculated.Gaps),
            LinesHash = [],
        };
        month.PutInOrder(codes);
        return month with { LinesHash = month.Hash(codes) };
    }

    /// <summary>
    /// Calculation sends lines in order; one pass confirms it. A key that stands twice would be counted twice.
    /// </summary>
    private void PutInOrder(CodeTable codes)
    {
        var compare = Comparer<LineKey>.Create((left, right) => left.CompareTo(right, codes));
        var inOrder = true;
        for (var i = 1; i < Keys.Length && inOrder; i++)
            inOrder = compare.Compare(Keys[i - 1], Keys[i]) < 0;
        if (inOrder)
            return;

        var order = Enumerable.Range(0, Keys.Length).ToArray();
        Array.Sort((LineKey[])Keys.Clone(), order, compare);
        Permute(Keys, order);
        Permute(Amounts, order);
        Permute(Quantities, order);
        Permute(ProvenanceIndexes, order);
        for (var i = 1; i < Keys.Length; i++)
        {
            var key = Keys[i];
            Check(compare.Compare(Keys[i - 1], key) != 0, $"line ({key.ToText(codes)}) stands twice");
        }
    }

    private static void Permute<T>(T[] column, int[] order)
    {
        var before = (T[])column.Clone();
        for (var i = 0; i < order.Length; i++)
            column[i] = before[order[i]];
    }

    private byte[] Hash(CodeTable codes)
    {
        var provenances = Provenances.Select(provenance => provenance.ToFields().Encode()).ToArray();
        var fields = new FieldWriter();
        fields.List(Keys.Length);
        for (var i = 0; i < Keys.Length; i++)
        {
            Keys[i].ToFields(codes).WriteTo(fields);
            fields.Decimal(Amounts[i]);
            fields.Decimal(Quantities[i]);
            fields.Fields(provenances[ProvenanceIndexes[i]]);
        }
        return SHA256.HashData(fields.Written);
    }
}
