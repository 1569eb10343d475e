using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What meters, bills and people say: taken where it can mean one thing, else what was meant is
/// proposed.</summary>
[Tier(Tier.Service)]
public sealed class UsualWordsTests(SharedHost shared) : RefusalTests(shared)
{
    private HttpClient Admin => Host.As(Roles.Admin);

    private static string Reading(string activity, string quantity, string unit, string source = "BOILER-1") =>
        $$"""
            { "source": "{{source}}", "activity": "{{activity}}", "quantity": {{quantity}}, "unit": "{{unit}}",
            "quality": "measured" }
            """;

    private static string With(string reading, string attribute) =>
        reading.Replace("\"measured\"", $"\"measured\", \"attributes\": {{ {attribute} }}", StringComparison.Ordinal);

    [Theory]
    [InlineData("electricity.grid", "度")]
    [InlineData("electricity.grid", "千度")]
    [InlineData("electricity.grid", "万度")]
    [InlineData("electricity.grid", "千瓦时")]
    [InlineData("electricity.grid", "KWH")]
    [InlineData("fuel.lignite", "吨")]
    [InlineData("fuel.lignite", "万吨")]
    [InlineData("fuel.lignite", "千克")]
    [InlineData("fuel.lignite", "公斤")]
    [InlineData("fuel.natural-gas", "标方")]
    [InlineData("fuel.natural-gas", "万标方")]
    [InlineData("fuel.natural-gas", "万m3@20C")]
    [InlineData("water.fresh", "立方米")]
    [InlineData("water.fresh", "千m3")]
    [InlineData("water.fresh", "万m3")]
    [InlineData("water.fresh", "升")]
    [InlineData("fuel.diesel", "L")]
    [InlineData("fuel.gasoline", "升")]
    [InlineData("fuel.kerosene", "千升")]
    [InlineData("fuel.fuel-oil", "kL")]
    [InlineData("fuel.crude-oil", "m3")]
    public async Task A_usual_unit_is_taken_and_kept_as_it_was_typed(string activity, string unit)
    {
        var plant = await Admin.NewSmelterAsync();

        (await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading(activity, "5", unit)))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );

        (await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["readings"]![0]!.Text("unit").ShouldBe(unit);
    }

    /// <summary>A bill of water is in tonnes, and one of steam, too.</summary>
    [Theory]
    [InlineData("water.fresh", "吨", "of mass, not of liquid volume.", "A tonne of water is a cubic metre.")]
    [InlineData("water.fresh", "万t", "of mass, not of liquid volume.", "A tonne of water is a cubic metre.")]
    [InlineData("heat.purchased", "t", "of mass, not of energy.", "By mass it is heat.purchased.steam or ")]
    [InlineData("heat.exported", "kg", "of mass, not of energy.", "By mass it is heat.exported.steam or ")]
    public Task What_is_billed_by_mass_is_told_how_it_is_counted(
        string activity,
        string unit,
        string message,
        string expected
    ) =>
        RefusedAsync(
            Reading(activity, "5", unit),
            "unit-of-another-dimension",
            0,
            "readings[0].unit",
            message,
            expected
        );

    /// <summary>Standard coal is no coal: its tonne is not proposed as a tonne.</summary>
    [Theory]
    [InlineData("fuel.lignite", "tce")]
    [InlineData("fuel.lignite", "吨标准煤")]
    [InlineData("electricity.grid", "万tce")]
    public async Task A_tonne_of_standard_coal_is_not_proposed_as_a_tonne(string activity, string unit) =>
        (
            await RefusedAsync(
                Reading(activity, "5", unit),
                "unit-of-another-dimension",
                0,
                "readings[0].unit",
                "is a unit of coal equivalent, not of",
                "Standard coal is worked out here: post what was weighed or metered."
            )
        )
            .Text("expected")
            .ShouldNotContain("Did you mean");

    [Theory]
    [InlineData("实测", "measured")]
    [InlineData("计量实测", "measured")]
    [InlineData("结算", "settled")]
    [InlineData("企业自有仪表", "own-meter")]
    [InlineData("缺省", "default")]
    [InlineData("mesured", "measured")]
    public Task A_quality_by_its_name_is_proposed(string name, string meant) =>
        RefusedAsync(
            Grid("quality", $"\"{name}\""),
            "unknown-quality",
            0,
            "readings[0].quality",
            "is no quality.",
            $"Did you mean '{meant}'?"
        );

    [Theory]
    [InlineData("低位发热量", "20.9", "ncv")]
    [InlineData("氧化率", "93", "oxidationPercent")]
    public Task An_attribute_by_its_name_is_proposed(string name, string value, string meant) =>
        RefusedAsync(
            With(Reading("fuel.bituminous-coal", "5", "t"), $"\"{name}\": {value}"),
            "unknown-attribute",
            0,
            $"readings[0].attributes.{name}",
            "does not take",
            $"Did you mean '{meant}'?"
        );

    [Theory]
    [InlineData("绿色电力证书", "certificate")]
    [InlineData("绿色电力", "certificate")]
    [InlineData("Certificate", "certificate")]
    public Task A_choice_by_its_name_is_proposed(string name, string meant) =>
        RefusedAsync(
            With(Reading("electricity.wind", "5", "MWh", "GRID-1"), $"\"proof\": \"{name}\""),
            "attribute-wrong-type",
            0,
            "readings[0].attributes.proof",
            "is not one of",
            $"Did you mean '{meant}'?"
        );

    [Fact]
    public Task A_text_of_an_attribute_with_a_tab_is_told_where_it_is() =>
        RefusedAsync(
            With(Reading("fuel.bituminous-coal", "5", "t"), "\"testReport\": \"TR-1\\tof May\""),
            "attribute-wrong-type",
            0,
            "readings[0].attributes.testReport",
            "It has a tab at position 5.",
            "A text of 1 to 200 characters."
        );

    [Theory]
    [InlineData("1e-05", "0.00001")]
    [InlineData("1.5E3", "1500")]
    [InlineData("41250.37e0", "41250.37")]
    public async Task A_number_with_an_exponent_is_taken_exactly(string number, string plain)
    {
        var plant = await Admin.NewSmelterAsync();

        await Admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading("fuel.lignite", number, "t")));

        ((string?)(await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["readings"]![0]!["quantity"]).ShouldBe(
            plain
        );
    }

    [Theory]
    [InlineData("41250.370000000003", "quantity-too-long", "Did you mean '41250.37'?")]
    [InlineData("\"41250,37\"", "quantity-not-decimal", "Did you mean '41250.37'?")]
    [InlineData("\"41.250,37\"", "quantity-not-decimal", "Did you mean '41250.37'?")]
    [InlineData("1e-30", "quantity-not-decimal", "A decimal number")]
    public Task A_number_of_another_kind_is_proposed_plainly(string number, string code, string expected) =>
        RefusedAsync(Reading("fuel.lignite", number, "t"), code, 0, "readings[0].quantity", "", expected);

    [Theory]
    [InlineData("electricity.grid", "power that was fed back is electricity.exported.")]
    [InlineData("fuel.lignite", "post its readings again.")]
    public Task A_credit_note_is_told_where_it_belongs(string activity, string expected) =>
        RefusedAsync(
            Reading(activity, "-5", activity == "fuel.lignite" ? "t" : "MWh"),
            "quantity-negative",
            0,
            "readings[0].quantity",
            "below zero",
            expected
        );

    [Theory]
    [InlineData("天然气", "Did you mean 'fuel.natural-gas'?")]
    [InlineData("天然气用量", "Did you mean 'fuel.natural-gas'?")]
    [InlineData("natural gas", "Did you mean 'fuel.natural-gas'?")]
    [InlineData("柴油", "Did you mean 'fuel.diesel'?")]
    [InlineData("Fuel.Coke", "Did you mean 'fuel.coke'?")]
    [InlineData("fuel.coek", "Did you mean 'fuel.coke'?")]
    [InlineData(
        "fuel.coal",
        "Did you mean one of fuel.anthracite, fuel.bituminous-coal, fuel.lignite, fuel.raw-coal, fuel.washed-coal, "
            + "fuel.other-washed-coal? "
    )]
    [InlineData("output.aluminum", "Did you mean 'output.primary-aluminium'?")]
    [InlineData("外购电", "Did you mean 'electricity.grid'?")]
    public async Task An_activity_by_another_name_is_proposed(string name, string expected) =>
        (
            await RefusedAsync(
                Reading(name, "5", "t"),
                "unknown-activity",
                0,
                "readings[0].activity",
                "is no activity of the vocabulary.",
                "GET /vocabulary"
            )
        )
            .Text("expected")
            .ShouldStartWith(expected);

    /// <summary>No other substance, and nothing that would be refused in its place.</summary>
    [Theory]
    [InlineData("fuel.lbg", "BOILER-1")]
    [InlineData("fuel.peat", "BOILER-1")]
    [InlineData("石灰", "BOILER-1")]
    [InlineData("generation.winds", "BOILER-1")]
    [InlineData("阳极效应", "BOILER-1")]
    public async Task What_is_not_evident_is_not_proposed(string name, string source) =>
        (await RefusedAsync(Reading(name, "5", "t", source), "unknown-activity", 0, "readings[0].activity", "", ""))
            .Text("expected")
            .ShouldStartWith("An activity of the vocabulary.");

    [Theory]
    [InlineData("source", "GRID-1\\t", "It has a tab at position 7.")]
    [InlineData("activity", "electricity.grid\\t", "It has a tab at position 17.")]
    [InlineData("unit", "kWh\\u00A0", "It has a no-break space at position 4.")]
    public async Task A_blank_that_is_not_seen_is_named_with_its_place(string member, string text, string message) =>
        (
            await RefusedAsync(
                Grid(member, $"\"{text}\""),
                member == "unit" ? "unknown-unit" : "unknown-" + member,
                0,
                $"readings[0].{member}",
                message,
                "Did you mean"
            )
        ).ShouldNotBeNull();

    [Fact]
    public async Task An_explanation_with_a_tab_is_told_where_it_is() =>
        (
            await RefusedAsync(
                Calls.Grid.Replace(
                    "\"measured\"",
                    "\"measured\", \"explanation\": \"checked\\twith the utility\"",
                    StringComparison.Ordinal
                ),
                "explanation-text",
                0,
                "readings[0].explanation",
                "It has a tab at position 8.",
                "1 to 1000 characters"
            )
        ).ShouldNotBeNull();

    [Fact]
    public async Task A_refusal_is_in_the_language_that_the_caller_prefers()
    {
        var plant = await Admin.NewSmelterAsync();
        var chinese = Admin;
        chinese.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9,en;q=0.5");

        var answer = await chinese.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Reading("fuel.diesel", "5", "kWh"), Reading("天然气", "\"1,5\"", "Nm3"))
        );

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Code.ShouldBe("sheet-refused");
        answer.Body.Text("title").ShouldBe("报表未被接受");
        answer.Body.Text("detail").ShouldBe("有 3 处错误；整张报表未保存。");
        answer.Message.Content.Headers.ContentLanguage.ShouldBe(["zh-CN"]);
        answer.Message.Headers.Vary.ShouldContain("Accept-Language");
        answer.Errors[0].Text("message").ShouldBe("“kWh”是能量的单位，不是质量的单位。");
        answer.Errors[0].Text("expected").ShouldEndWith("或液体体积的单位：m3、千m3、万m3、L。");
        answer.Errors[1].Text("message").ShouldBe("“天然气”不在活动词表中。");
        answer.Errors[1].Text("expected").ShouldStartWith("您是否想写“fuel.natural-gas”？");
        answer.Errors[2].Text("expected").ShouldStartWith("您是否想写“1.5”？十进制数");
    }

    [Fact]
    public async Task Findings_are_in_that_language_too()
    {
        var plant = await Admin.NewSmelterAsync();
        var chinese = Admin;
        chinese.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh");
        var sheet = Calls.Sheet(
            Reading("electricity.grid", "5", "MWh", "GRID-1"),
            Reading("electricity.wind", "5", "MWh", "GRID-1")
        );

        var finding = (await chinese.PostReadingsAsync(plant, "2024-03", sheet)).Body["findings"]![0]!;

        finding.Text("message").ShouldBe("GRID-1 以相同数量报告 electricity.grid 和 electricity.wind：两者会相加。");
        (await Admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["findings"]![0]!
            .Text("message")
            .ShouldStartWith("GRID-1 has the same quantity");
    }
}
