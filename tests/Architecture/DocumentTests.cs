using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Architecture;

/// <summary>What is written in Markdown is shown as it was meant.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [.. Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    /// <summary>A row with another number of cells is cut off, and a table within a paragraph is none.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_row_of_a_table_has_as_many_cells_as_its_head(string document) =>
        FaultsOf(Repository.Read(document)).ShouldBeEmpty();

    [Theory]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n", "")]
    [InlineData("| a | b |\n|---|---|\n| `1\\|2` | 2 |\n", "")]
    [InlineData("```\n| a |\n```\n", "")]
    [InlineData("| a | b |\n|---|---|\n| 1 |\n", "line 3: 1 cells, 2 in the head")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", "line 3: 3 cells, 2 in the head")]
    [InlineData("| a | b |\n|---|\n| 1 | 2 |\n", "line 2: 1 cells, 2 in the head")]
    [InlineData("**Formula.** | a | b |\n|---|---|\n| 1 | 2 |\n", "line 2: no head")]
    [InlineData("text\n| a | b |\n|---|---|\n| 1 | 2 |\n", "line 2: no blank line before the table")]
    [InlineData("| a | b |\n| 1 | 2 |\n", "line 1: a row without a table")]
    public void A_broken_table_is_found(string text, string fault) => string.Join("; ", FaultsOf(text)).ShouldBe(fault);

    private static IEnumerable<string> FaultsOf(string text)
    {
        var lines = text.Split('\n');
        var isCode = false;
        var (inTable, cells) = (false, 0);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            if (isCode || line.Length == 0 || line.StartsWith("<!--", StringComparison.Ordinal))
            {
                inTable = false;
                continue;
            }
            if (inTable)
            {
                if (CellsOf(line) != cells)
                    yield return $"line {i + 1}: {CellsOf(line)} cells, {cells} in the head";
                continue;
            }
            var next = i + 1 < lines.Length ? lines[i + 1].Trim() : "";
            if (Delimiters().IsMatch(line))
            {
                yield return $"line {i + 1}: no head";
                (inTable, cells) = (true, CellsOf(line));
            }
            else if (line.StartsWith('|') && !Delimiters().IsMatch(next))
            {
                yield return $"line {i + 1}: a row without a table";
                (inTable, cells) = (true, CellsOf(line));
            }
            else if (line.StartsWith('|'))
            {
                var before = i > 0 ? lines[i - 1].Trim() : "";
                if (before.Length > 0 && !before.StartsWith("<!--", StringComparison.Ordinal))
                    yield return $"line {i + 1}: no blank line before the table";
                (inTable, cells) = (true, CellsOf(line));
            }
        }
    }

    private static int CellsOf(string row) => Bars().Count(row.Trim('|')) + 1;

    [GeneratedRegex(@"^\|?(\s*:?-{3,}:?\s*\|)+(\s*:?-{3,}:?\s*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Delimiters();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex Bars();
}
