using System.Text.RegularExpressions;
using CarbonPlatform.Workbooks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>What people read in Chinese is Chinese all through, its punctuation too.</summary>
public sealed partial class ChineseTests
{
    private const string English = "ASCII punctuation beside Chinese";
    private const string Latin = "a Latin sentence";

    /// <summary>
    /// Tables with Chinese texts. Names in formulas are none: they have the standards' symbols in brackets.
    /// </summary>
    public static TheoryData<string> Tables =>
        [
            .. Repository.Files.Where(file =>
                file.EndsWith(".csv", StringComparison.Ordinal)
                && file.Split('/')[0] is "services" or "shared"
                && Rows(file).FirstOrDefault()?.Contains("zh") == true
            ),
        ];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_Chinese_text_has_Chinese_punctuation_and_no_Latin_sentence(string table)
    {
        var rows = Rows(table).ToList();
        var zh = rows[0].IndexOf("zh");
        rows.Skip(1)
            .Where(row => !row[0].StartsWith("name.", StringComparison.Ordinal))
            .SelectMany(row => FaultsOf(row[zh]).Select(fault => $"{row[zh]}: {fault}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_tables_of_wordings_and_names_are_among_them() =>
        Tables
            .Select(table => table.Data)
            .ShouldBe(
                [
                    "services/Calculation/Data/provinces.csv",
                    "services/Calculation/Data/wordings.csv",
                    "services/Ingestion/Data/kinds.csv",
                    "services/Ingestion/Data/processes.csv",
                    "services/Ingestion/Data/profiles.csv",
                    "services/Ingestion/Data/provinces.csv",
                    "services/Ingestion/Data/qualities.csv",
                    "shared/ServiceDefaults/Problems/wordings.csv",
                    "shared/Vocabulary/activities.csv",
                    "shared/Vocabulary/attributes.csv",
                    "shared/Vocabulary/choices.csv",
                    "shared/Vocabulary/measures.csv",
                ],
                ignoreOrder: true
            );

    [Theory]
    [InlineData("缺少“{1}”。", "")]
    [InlineData("须为 RFC 8259 的 JSON：无注释、UTF-8。", "")]
    [InlineData("1,1,1,2-四氟乙烷", "")]
    [InlineData("请发送 If-Match: \"{1}\"；或写 *。", "")]
    [InlineData("请求体不是 JSON:{1}。", English)]
    [InlineData("如 41250.37:小数点前", English)]
    [InlineData("没有“{2}”({3}）无法计算", English)]
    [InlineData("两者以哪个为准?", English)]
    [InlineData("缺少参数.", English)]
    [InlineData("缺少：The body is not JSON", Latin)]
    public void What_is_not_Chinese_is_found(string text, string fault) =>
        string.Join("; ", FaultsOf(text).Distinct()).ShouldBe(fault);

    private static IEnumerable<string> FaultsOf(string text)
    {
        // What is put into a Chinese text is, as far as punctuation goes, Chinese.
        if (Punctuation().IsMatch(Places().Replace(text, "某")))
            yield return English;
        if (Sentence().IsMatch(Places().Replace(text, "")))
            yield return Latin;
    }

    private static IEnumerable<List<string>> Rows(string table)
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, table));
        foreach (var row in CsvTable.Read(file))
            yield return [.. row.Cells];
    }

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Places();

    [GeneratedRegex(
        "(?<=[\u4e00-\u9fff“”（）、。，；：？！])([,;:?!()]|\\.(?![A-Za-z0-9]))"
            + "|[,;:?!()](?=[\u4e00-\u9fff“”（）、。，；：？！]|$)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Punctuation();

    [GeneratedRegex("[A-Za-z]{2,}( [A-Za-z]{2,}){3,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();
}
