using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>The table of wordings is held to the methods at start, and is of no figure.</summary>
[Tier(Tier.Pure)]
public sealed class WordingsTests
{
    private const string Amount = "name.amount,amount,数量";
    private const string PfcOutput =
        "choice.pfc.output,\"The profile {0} counts by output alone, whether minutes are there or not.\"";

    [Theory]
    [InlineData(Amount, "", "name.amount is missing; a method says it")]
    [InlineData(Amount, Amount + "\n" + Amount, "name.amount stands twice")]
    [InlineData(Amount, Amount + "\nname.nobody,nobody,无人", "name.nobody is asked for by no method")]
    [InlineData(
        Amount,
        "name.amount,amount {0},数量{0}",
        "en of name.amount has not the 0 places that the method fills"
    )]
    [InlineData(Amount, "name.amount,amount,数量}", "zh of name.amount has not the 0 places that the method fills")]
    [InlineData(
        PfcOutput + ",核算规则{0}：仅按产量计算，不论有无持续时间。",
        PfcOutput + ",仅按产量计算。",
        "zh of choice.pfc.output has not the 1 places that the method fills"
    )]
    [InlineData(
        PfcOutput + ",核算规则{0}：仅按产量计算，不论有无持续时间。",
        PfcOutput + ",核算规则{1}：仅按产量计算。",
        "zh of choice.pfc.output has not the 1 places that the method fills"
    )]
    [InlineData(Amount, "name.amount,,数量", "en")]
    [InlineData(Amount, "name.amount,amount,", "zh")]
    public void A_row_that_cannot_be_used_stops_the_start_with_its_place(string row, string instead, string reason)
    {
        using var folder = DataFolder.Copy();
        folder.Replace("wordings.csv", row, instead);

        var fault = Should.Throw<DataFileException>(() => DeliveredData.Read(folder.Path));

        fault.Message.ShouldContain("wordings.csv");
        fault.Message.ShouldContain(reason);
    }

    [Fact]
    public void A_better_wording_is_no_other_catalogue()
    {
        using var folder = DataFolder.Copy();
        folder.Replace("wordings.csv", Amount, "name.amount,quantity,用量");

        DeliveredData.Read(folder.Path).Hash.ShouldBe(DeliveredData.Read().Hash);
        Phrase.Of("name.amount").Text.En.ShouldBe("amount", "what this process says stands beside it");
    }

    [Fact]
    public void A_phrase_takes_other_texts_into_its_places_in_both_languages() =>
        Phrase
            .Of("choice.pfc.output", places: 1)
            .With("ets-2024")
            .ShouldBe(
                new Wording(
                    "The profile ets-2024 counts by output alone, whether minutes are there or not.",
                    "核算规则ets-2024：仅按产量计算，不论有无持续时间。"
                )
            );
}
