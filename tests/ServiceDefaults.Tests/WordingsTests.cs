using CarbonPlatform.ServiceDefaults.Data;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>What programs say in English, said in Chinese with the same things put in, these in Chinese too.</summary>
[Tier(Tier.Pure)]
public sealed class WordingsTests
{
    [Theory]
    [InlineData("unit-missing", "The unit is missing.", "缺少单位。")]
    // What somebody wrote stays as it was written, even where it is a word besides.
    [InlineData("unknown-kind", "'plant' is no kind of source.", "没有“plant”这个排放源类型。")]
    [InlineData("unknown-unit", "\"kwh\" is no unit.", "“kwh”不是单位。")]
    // Names of kinds have their code beside them, alone and in lists.
    [InlineData(
        "activity-not-at-source",
        "GRID-1 is of the kind grid-connection, which cannot have fuel.lignite.",
        "GRID-1 的类型是电网关口（grid-connection），不可能有 fuel.lignite。"
    )]
    [InlineData(
        "activity-not-at-source",
        "A source of the kind boiler, kiln; this plant has none yet.",
        "排放源类型须为锅炉（boiler）、窑（kiln）；本厂目前没有。"
    )]
    // Codes of a list are to be typed.
    [InlineData("role-unknown", "One of admin, auditor, plant.", "须为以下之一：admin、auditor、plant。")]
    [InlineData(
        "unknown-basis",
        "\"x\" is no basis. Give at most one of each family: scope2: location-national, market; energy: equal.",
        "“x”不是口径。每类最多一个：scope2：location-national、market；energy：equal。"
    )]
    [InlineData(
        "malformed-json",
        "The body stops being JSON in line 3, byte 12, at 'readings[0]'.",
        "请求体从此处起不是 JSON：第 3 行第 12 字节，位于“readings[0]”。"
    )]
    [InlineData("malformed-json", "'readings[0]' lacks 'unit', 'quantity'.", "“readings[0]”缺少“unit”、“quantity”。")]
    [InlineData("malformed-json", "A member of the body is named twice.", "请求体中有成员重复。")]
    [InlineData(
        "encoding-mismatch",
        "What stands in line 2, byte 3 is no text in the encoding of the body.",
        "此处不是所声明编码的文字：第 2 行第 3 字节。"
    )]
    [InlineData(
        "unknown-position",
        "The ledger was never at 7: a position is the sequence after a batch of entries. Nearest are 6 and 9.",
        "账本从未处于 7：位置是一批分录之后的序号。最近的是 6 和 9。"
    )]
    [InlineData(
        "month-invalid",
        "from is \"2024-13\"; give a month written yyyy-MM, from 1990-01 to 2100-12.",
        "from 为“2024-13”；请给出写作 yyyy-MM 的月份（从 1990-01 到 2100-12）。"
    )]
    [InlineData(
        "attribute-wrong-type",
        "'x' is not a decimal number above 0 and up to 1000, in GJ/t or GJ/10⁴Nm3.",
        "“x”不是十进制数，大于 0、不大于 1000，单位 GJ/t 或 GJ/10⁴Nm3。"
    )]
    [InlineData(
        "attribute-wrong-type",
        "A whole number from 1950 and up to 2100, in year.",
        "须为整数，不小于 1950、不大于 2100，单位 year。"
    )]
    [InlineData(
        "duplicate-reading",
        "GRID-1 electricity.grid meter M1 stands in the sheet already, at position 0.",
        "GRID-1 electricity.grid 仪表 M1 已在报表中，位于第 0 个位置（从 0 起）。"
    )]
    [InlineData(
        "supplier-unknown",
        "SX-Z9 is named as supplier and is no plant of the group in 2024-03: it counts as outside the group.",
        "SX-Z9 被列为供方，而在 2024-03 不是集团工厂：按集团外处理。"
    )]
    [InlineData(
        "supplier-factor-by-receiver",
        "SX-A1 states the factor 0.5 和 0.6 kgCO2/kWh for electricity from SX-P1 in 2024-03. By that CO2 is taken off "
            + "at this plant; the platform holds it against nothing.",
        "SX-A1 在 2024-03 对来自 SX-P1 的电力给出因子 0.5 和 0.6 kgCO2/kWh。CO2 据此在本厂扣除；平台不作核对。"
    )]
    [InlineData(
        "year-without-factor",
        "The factor \"grid.{year}\" leads to no factor that is valid in 2026-01.",
        "因子有误：“grid.{year}”找不到在 2026-01 有效的因子。"
    )]
    public void A_text_is_said_in_Chinese(string code, string english, string chinese) =>
        Wordings.Delivered.Text(code, english).ShouldBe(chinese);

    /// <summary>Of a proposal with several faults, and of a catalogue that a method could not use.</summary>
    [Theory]
    [InlineData(
        "Nobody has put this into Chinese.",
        "factor-id-invalid",
        "提案不能接受（Nobody has put this into Chinese.）"
    )]
    [InlineData(
        "3 faults; the first: The row has no unit. Nothing of it was kept.",
        "factor-unit-wrong",
        "共 3 处错误；第一处：该行没有单位。未保存任何内容。"
    )]
    [InlineData(
        "With these rows heat.default is missing or not valid in 2024-01; a method needs it.",
        "proposal-breaks-method",
        "按这些行，heat.default 缺失或在 2024-01 无效，而有方法需要它。"
    )]
    public void What_a_refusal_says_of_its_faults_is_said_as_they_say_it(string english, string code, string chinese) =>
        Wordings.Delivered.Said("proposal-refused", english, code).ShouldBe(chinese);

    [Fact]
    public void What_the_lists_of_a_service_call_things_is_put_in()
    {
        var wordings = Wordings.Read(Path.Combine(AppContext.BaseDirectory, "Problems"));
        const string English = "fuel.x cannot be worked out without 'ncv' (net calorific value; per tonne).";
        wordings.Learn([("net calorific value; per tonne", "低位发热量")]);
        wordings.Text("missing-attribute", English).ShouldBe("没有“ncv”（低位发热量）无法计算 fuel.x。");
    }

    /// <summary>A caller's text at length costs nothing, whatever it looks like.</summary>
    [Fact]
    public void What_somebody_sent_at_length_is_not_searched()
    {
        var sent = string.Concat(Enumerable.Repeat("a to b. ", 100_000));
        Wordings
            .Delivered.Said("duplicate-reading", $"{sent} stands in the sheet already, at position 0.")
            .ShouldStartWith("读数重复（a to b. ");
        var key = string.Concat(Enumerable.Repeat(" to b", 100));
        Wordings
            .Delivered.Text("duplicate-reading", $"X{key} stands in the sheet already, at position 0.")
            .ShouldBe($"X{key} 已在报表中，位于第 0 个位置（从 0 起）。");
    }

    [Theory]
    [InlineData("a,code,b,乙\na,code,b,丙", "the code 'b' stands in the file already")]
    [InlineData("a,word,b,乙\na,word,b,丙", "the word 'b' stands in the file already")]
    [InlineData("a,text,b {2},乙", "the places of the English text are {1}, {2} and so on, in this order")]
    public void A_row_that_cannot_be_used_stops_the_start(string rows, string reason)
    {
        var folder = Directory.CreateTempSubdirectory("wordings-").FullName;
        File.WriteAllText(Path.Combine(folder, "wordings.csv"), "code,part,en,zh\n" + rows + "\n");
        Should.Throw<DataFileException>(() => Wordings.Read(folder)).Reason.ShouldBe(reason);
    }
}
