using System.Reflection;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// A formula is worked out and written by one expression: text and value are one, parentheses and all.
/// </summary>
[Tier(Tier.Pure)]
public sealed class WrittenTests
{
    private static readonly Written s_a = Written.Of(7m, "7", "a", "甲");
    private static readonly Written s_b = Written.Of(2m, "2", "b", "乙");
    private static readonly Written s_c = Written.Of(4m, "4", "c", "丙");

    public static TheoryData<string, string, string, string> Expressions() =>
        new()
        {
            Row(s_a + s_b * s_c, "7 + 2 × 4", "a + b × c", "甲 + 乙 × 丙"),
            Row((s_a + s_b) * s_c, "(7 + 2) × 4", "(a + b) × c", "(甲 + 乙) × 丙"),
            Row(s_a - (s_b + s_c), "7 − (2 + 4)", "a − (b + c)", "甲 − (乙 + 丙)"),
            Row(s_a - s_b - s_c, "7 − 2 − 4", "a − b − c", "甲 − 乙 − 丙"),
            Row(s_a + (s_b - s_c), "7 + 2 − 4", "a + b − c", "甲 + 乙 − 丙"),
            Row(s_a / s_b / s_c, "7 / 2 / 4", "a / b / c", "甲 / 乙 / 丙"),
            Row(s_a / (s_b * s_c), "7 / (2 × 4)", "a / (b × c)", "甲 / (乙 × 丙)"),
            Row(s_a * (s_b / s_c), "7 × 2 / 4", "a × b / c", "甲 × 乙 / 丙"),
            Row(s_a / (s_b * Conversion.OfPercent), "7 / (2 / 100)", "a / (b / 100)", "甲 / (乙 / 100)"),
            Row(
                (s_a - s_b) * (Conversion.OfPercent * Conversion.CarbonToCo2),
                "(7 − 2) / 100 × 44 / 12",
                "(a − b) / 100 × 44 / 12",
                "(甲 − 乙) / 100 × 44 / 12"
            ),
            Row(
                s_a * (Constant.Hundred - s_b) / (Constant.Hundred - s_c),
                "7 × (100 − 2) / (100 − 4)",
                "a × (100 − b) / (100 − c)",
                "甲 × (100 − 乙) / (100 − 丙)"
            ),
            Row(Constant.Two * (s_a + s_b), "2 × (7 + 2)", "2 × (a + b)", "2 × (甲 + 乙)"),
            Row(SumOf(), "0", "0", "0"),
            Row(SumOf(s_a), "7", "Σ a", "Σ 甲"),
            Row(SumOf(s_a, s_a), "7 + 7", "Σ a", "Σ 甲"),
            Row(SumOf(s_a * s_b, s_c, s_a * s_b), "7 × 2 + 4 + 7 × 2", "Σ a × b + Σ c", "Σ 甲 × 乙 + Σ 丙"),
            Row(SumOf(s_a + s_b, s_c) * s_b, "((7 + 2) + 4) × 2", "(Σ (a + b) + Σ c) × b", "(Σ (甲 + 乙) + Σ 丙) × 乙"),
            Row(s_b - SumOf(s_a, s_a), "2 − (7 + 7)", "b − Σ a", "乙 − Σ 甲"),
        };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_term_is_written_as_it_counts(string value, string numbers, string words, string wordsZh)
    {
        var parts = value.Split('|');
        parts.ShouldBe([numbers, words, wordsZh, parts[3]]);
        OnPaper.Evaluate(numbers)!.Value.ToString().ShouldBe(parts[3]);
    }

    /// <summary>What a formula fixes cannot count otherwise than it is written.</summary>
    [Fact]
    public void Constants_and_conversions_count_as_they_are_written()
    {
        var constants = All<Constant>().ToDictionary(constant => constant.Text, constant => constant.Value);
        var conversions = All<Conversion>().ToDictionary(conversion => $"1 {conversion.Text}", c => c.Value);

        constants.Count.ShouldBe(3);
        conversions.Count.ShouldBe(8);
        foreach (var (text, value) in constants.Concat(conversions))
            OnPaper.Evaluate(text).ShouldBe(value, text);

        static IEnumerable<T> All<T>() =>
            typeof(T)
                .GetFields(BindingFlags.Static | BindingFlags.Public)
                .Where(field => field.FieldType == typeof(T))
                .Select(field => (T)field.GetValue(null)!);
    }

    private static TheoryDataRow<string, string, string, string> Row(
        Written term,
        string numbers,
        string words,
        string wordsZh
    ) => new($"{term.Numbers}|{term.Words.En}|{term.Words.Zh}|{term.Value}", numbers, words, wordsZh);

    private static Written SumOf(params Written[] terms)
    {
        Sum<Written> sum = default;
        foreach (var term in terms)
            sum.Add(term);
        return sum.Total;
    }
}
