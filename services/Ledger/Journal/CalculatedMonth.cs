using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Key of a line within its plant, as numbers of the <see cref="CodeTable"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineKey(
    int Source,
    int Process,
    int Activity,
    int Category,
    int Basis,
    int Measure,
    int Counterparty
)
{
    public override int GetHashCode()
    {
        unchecked
        {
            var hash = (uint)Source * 2654435761u ^ (uint)Activity * 2246822519u ^ (uint)Category * 3266489917u;
            hash = (hash ^ (hash >> 15)) * 668265263u;
            hash ^=
                (uint)Basis * 374761393u
                ^ (uint)Measure * 2246822507u
                ^ (uint)Counterparty * 3432918353u
                ^ (uint)Process;
            return (int)(hash ^ (hash >> 13));
        }
    }
}

/// <summary>
/// The result of a revision, checked by itself: whatever is wrong with it was found here, before it shares a transaction with
/// its neighbours. Lines are in order of key and each key stands once.
/// </summary>
internal sealed record CalculatedMonth
{
    private const int MaxDecimals = 12;
    private const decimal Largest = 1_000_000_000_000_000_000m;

    public required string Plant { get; init; }

    public required Month Month { get; init; }

    public required ResultVersion Version { get; init; }

    public required Guid SubmissionId { get; init; }

    public required string Reason { get; init; }

    public required LineKey[] Keys { get; init; }

    public required decimal[] Amounts { get; init; }

    public required decimal[] Quantities { get; init; }

    /// <summary>Per line the index into <see cref="Provenances"/>.</summary>
    public required int[] ProvenanceIndexes { get; init; }

    public required IReadOnlyList<Provenance> Provenances { get; init; }

    public required IReadOnlyList<GapRecord> Gaps { get; init; }

    /// <summary>
    /// SHA-256 over the lines in order of key: source, process, activity, category, basis, measure, counterparty, amount, quantity,
    /// quality, method, factor set, statuses, both uncertainties, as fields of <see cref="FieldWriter"/>. It says what stands, not
    /// how it came to stand, so that two ledgers with the same lines have the same hash.
    /// </summary>
    public required byte[] LinesHash { get; init; }

    /// <summary>Checks an event and turns its codes into numbers, once per event and not once per line.</summary>
    /// <exception cref="PoisonMessageException">The event can never be posted; the reason says why.</exception>
    public static CalculatedMonth From(EmissionsCalculatedEvent calculated, CodeTable codes)
    {
        CheckHead(calculated);
        foreach (var source in calculated.Sources)
        {
            Check(Code.Check(source.Code) is null, $"source \"{source.Code}\" is no code");
            CheckWord(source.Process, "process");
        }
        foreach (var code in calculated.Codes)
            CheckWord(code, "code");
        foreach (var provenance in calculated.Provenances)
        {
            Check(Enum.IsDefined(provenance.Quality), $"quality {provenance.Quality} is not known");
            CheckWord(provenance.Method, "method");
            if (provenance.FactorSet is not null)
                CheckWord(provenance.FactorSet, "factor set");
        }

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

        var month = new CalculatedMonth
        {
            Plant = calculated.Plant,
            Month = calculated.Month,
            Version = new ResultVersion(calculated.Revision, calculated.CatalogueVersion, calculated.MethodsVersion),
            SubmissionId = calculated.SubmissionId,
            Reason = calculated.Reason,
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

    private static void CheckHead(EmissionsCalculatedEvent calculated)
    {
        Check(Code.IsValid(calculated.Plant), $"plant \"{calculated.Plant}\" is no code");
        Check(calculated.Revision >= 1, $"revision {calculated.Revision} is below 1");
        Check(calculated.CatalogueVersion >= 0, $"catalogue version {calculated.CatalogueVersion} is below 0");
        Check(calculated.MethodsVersion >= 0, $"methods version {calculated.MethodsVersion} is below 0");
        Check(Reasons.All.Contains(calculated.Reason), $"reason \"{calculated.Reason}\" is not known");
        Check(
            calculated.Sources.Select(source => source.Code).Distinct(StringComparer.Ordinal).Count()
                == calculated.Sources.Count,
            $"a source stands twice"
        );
    }

    private static int CheckColumns(LineColumns lines)
    {
        var count = lines.Source.Count;
        var lengths = new[]
        {
            lines.Activity.Count,
            lines.Category.Count,
            lines.Basis.Count,
            lines.Measure.Count,
            lines.Counterparty.Count,
            lines.Amount.Count,
            lines.ActivityQuantity.Count,
            lines.Provenance.Count,
        };
        Check(
            lengths.All(length => length == count),
            $"the columns differ in length: {count}, {string.Join(", ", lengths)}"
        );
        return count;
    }

    private static List<GapRecord> CheckedGaps(IReadOnlyList<GapRecord> gaps)
    {
        foreach (var gap in gaps)
        {
            Check(Code.IsValid(gap.Source), $"gap: source \"{gap.Source}\" is no code");
            Check(GapKinds.All.Contains(gap.Kind), $"gap: kind \"{gap.Kind}\" is not known");
            Check(BasisFamilies.IsCategory(gap.Category), $"gap: category \"{gap.Category}\" is not known");
            CheckWord(gap.Measure, "gap's measure");
            if (gap.Activity is not null)
                CheckWord(gap.Activity, "gap's activity");
            if (gap.Basis is not null)
                CheckWord(gap.Basis, "gap's basis");
            Check(!gap.Detail.Contains('\0', StringComparison.Ordinal), $"gap: the detail has a zero character");
        }

        return
        [
            .. gaps.Distinct()
                .OrderBy(gap => gap.Source, StringComparer.Ordinal)
                .ThenBy(gap => gap.Activity, StringComparer.Ordinal)
                .ThenBy(gap => gap.Category, StringComparer.Ordinal)
                .ThenBy(gap => gap.Basis, StringComparer.Ordinal)
                .ThenBy(gap => gap.Measure, StringComparer.Ordinal)
                .ThenBy(gap => gap.Kind, StringComparer.Ordinal)
                .ThenBy(gap => gap.Detail, StringComparer.Ordinal),
        ];
    }

    /// <summary>Calculation sends lines in order; one pass confirms it. A key that stands twice would be counted twice.</summary>
    private void PutInOrder(CodeTable codes)
    {
        var compare = Comparer<LineKey>.Create((left, right) => Compare(left, right, codes));
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
            Check(
                compare.Compare(Keys[i - 1], key) != 0,
                $"line ({codes.TextOf(key.Source)}, {codes.TextOf(key.Activity)}, {codes.TextOf(key.Category)}, {codes.TextOf(key.Basis)}, {codes.TextOf(key.Measure)}, {codes.TextOf(key.Counterparty)}) stands twice"
            );
        }
    }

    private static int Compare(LineKey left, LineKey right, CodeTable codes)
    {
        var order = Compare(left.Source, right.Source, codes);
        if (order == 0)
            order = Compare(left.Activity, right.Activity, codes);
        if (order == 0)
            order = Compare(left.Category, right.Category, codes);
        if (order == 0)
            order = Compare(left.Basis, right.Basis, codes);
        if (order == 0)
            order = Compare(left.Measure, right.Measure, codes);
        return order == 0 ? Compare(left.Counterparty, right.Counterparty, codes) : order;
    }

    private static int Compare(int left, int right, CodeTable codes) =>
        left == right ? 0 : string.CompareOrdinal(codes.TextOf(left), codes.TextOf(right));

    private static void Permute<T>(T[] column, int[] order)
    {
        var before = (T[])column.Clone();
        for (var i = 0; i < order.Length; i++)
            column[i] = before[order[i]];
    }

    private byte[] Hash(CodeTable codes)
    {
        var fields = new FieldWriter();
        var encoded = new FieldWriter();
        var provenances = new byte[Provenances.Count][];
        for (var i = 0; i < provenances.Length; i++)
        {
            encoded.Clear();
            encoded.Provenance(Provenances[i]);
            provenances[i] = encoded.Written.ToArray();
        }

        fields.List(Keys.Length);
        for (var i = 0; i < Keys.Length; i++)
        {
            fields.LineCodes(Keys[i], codes);
            fields.Decimal(Amounts[i]);
            fields.Decimal(Quantities[i]);
            fields.Fields(provenances[ProvenanceIndexes[i]]);
        }
        return SHA256.HashData(fields.Written);
    }

    private static T At<T>(IReadOnlyList<T> list, int index, string what, int line)
    {
        Check(index >= 0 && index < list.Count, $"line {line}: there is no {what} {index}");
        return list[index];
    }

    private static void CheckNumber(decimal value, int decimals, string what, int line)
    {
        Check(Math.Abs(value) < Largest, $"line {line}: {what} {value} is too large");
        Check(
            value.Scale <= decimals || decimal.Round(value, decimals) == value,
            $"line {line}: {what} {value} has more than {decimals} decimals"
        );
    }

    private static void CheckWord(string text, string what) =>
        Check(text.Length is > 0 and <= 128 && !text.Any(char.IsControl), $"\"{text}\" is no {what}");

    private static void Check(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref FaultText fault)
    {
        if (!holds)
            throw new PoisonMessageException(fault.ToStringAndClear());
    }

    /// <summary>The text of a fault is put together only when there is a fault: two hundred lines have a thousand checks.</summary>
    [InterpolatedStringHandler]
    private ref struct FaultText
    {
        private DefaultInterpolatedStringHandler _text;

        public FaultText(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = isNeeded
                ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture)
                : default;
        }

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public string ToStringAndClear() => _text.ToStringAndClear();
    }
}
