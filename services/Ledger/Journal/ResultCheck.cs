using System.Globalization;
using System.Runtime.CompilerServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// What must hold of a revision's result by itself; where it does not, the message is poison and says why.
/// </summary>
internal static class ResultCheck
{
    public const int MaxDecimals = 12;

    public static void CheckHead(EmissionsCalculatedEvent calculated)
    {
        Check(calculated.Revision >= 1, $"revision {calculated.Revision} is below 1");
        Check(calculated.CatalogueVersion >= 0, $"catalogue version {calculated.CatalogueVersion} is below 0");
        Check(calculated.MethodsVersion >= 0, $"methods version {calculated.MethodsVersion} is below 0");
        Check(calculated.ReadingCount >= 0, $"{calculated.ReadingCount} readings are below 0");
        Check(Reasons.All.Contains(calculated.Reason), $"reason \"{calculated.Reason}\" is not known");
        Check(
            calculated.Sources.Select(source => source.Code).Distinct(StringComparer.Ordinal).Count()
                == calculated.Sources.Count,
            $"a source stands twice"
        );
    }

    /// <summary>Every code that the columns refer to.</summary>
    public static void CheckCodes(EmissionsCalculatedEvent calculated)
    {
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
    }

    /// <summary>Number of lines: all columns have as many.</summary>
    public static int CheckColumns(LineColumns lines)
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

    /// <summary>The gaps in order, each once.</summary>
    public static List<GapRecord> CheckedGaps(IReadOnlyList<GapRecord> gaps)
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

    public static T At<T>(IReadOnlyList<T> list, int index, string what, int line)
    {
        Check(index >= 0 && index < list.Count, $"line {line}: there is no {what} {index}");
        return list[index];
    }

    public static void CheckNumber(decimal value, int decimals, string what, int line)
    {
        Check(Math.Abs(value) < Amounts.Limit, $"line {line}: {what} {value} is too large");
        Check(
            value.Scale <= decimals || decimal.Round(value, decimals) == value,
            $"line {line}: {what} {value} has more than {decimals} decimals"
        );
    }

    public static void CheckWord(string text, string what) =>
        Check(text.Length is > 0 and <= 128 && !text.Any(char.IsControl), $"\"{text}\" is no {what}");

    public static void Check(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref FaultText fault)
    {
        if (!holds)
            throw new PoisonMessageException(fault.ToStringAndClear());
    }

    /// <summary>
    /// The text of a fault is put together only when there is a fault: two hundred lines have a thousand checks.
    /// </summary>
    [InterpolatedStringHandler]
    public ref struct FaultText
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
