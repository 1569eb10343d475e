using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

/// <summary>Of a text everything is seen, and each letter is written in one way.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("M-1 north")]
    [InlineData("万kWh")]
    [InlineData("caf\u00e9")]
    [InlineData("北岭风电")]
    [InlineData("first line\nsecond line")]
    [InlineData("\ud840\udc00")] // U+20000, of the names that need two units
    [InlineData("👍")]
    public void What_is_seen_is_taken(string text) => PlainText.Check(text).ShouldBeNull();

    [Theory]
    [InlineData("a\u0000", "U+0000", 2, "a")]
    [InlineData("\u001b[31m", "U+001B", 1, "[31m")]
    [InlineData("M\u200b1", "U+200B", 2, "M1")]
    [InlineData("M\u200d1", "U+200D", 2, "M1")]
    [InlineData("abc\u202e", "U+202E", 4, "abc")]
    [InlineData("a\u2028b", "U+2028", 2, "ab")]
    [InlineData("\ue000", "U+E000", 1, null)]
    [InlineData("a\u0378", "U+0378", 2, "a")]
    [InlineData("\ufeffM1", "U+FEFF", 1, "M1")]
    [InlineData("\udbff\udffd", "U+10FFFD", 1, null)]
    public void What_is_not_seen_is_named_and_left_out_of_the_proposal(
        string text,
        string character,
        int position,
        string? proposal
    )
    {
        var fault = PlainText.Check(text).ShouldNotBeNull();
        fault.Code.ShouldBe("text-character");
        fault.Message.ShouldContain($"the character {character} at position {position}.");
        fault.Proposal.ShouldBe(proposal);
        if (proposal is not null)
            PlainText.Check(proposal).ShouldBeNull();
    }

    [Fact]
    public void Half_a_pair_of_units_is_no_character() =>
        PlainText.Check("x" + (char)0xD800)!.Message.ShouldContain("the character U+D800 at position 2.");

    [Theory]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("\u212b", "\u00c5")] // the sign of the angstrom is the letter
    [InlineData("\uf900", "\u8c48")] // a character that is there twice for compatibility
    public void A_letter_that_is_put_together_is_composed_in_the_proposal(string text, string proposal)
    {
        var fault = PlainText.Check(text).ShouldNotBeNull();
        fault.Code.ShouldBe("text-not-composed");
        fault.Proposal.ShouldBe(proposal);
        PlainText.Check(proposal).ShouldBeNull();
    }

    [Theory]
    [InlineData("M1", "M1")]
    [InlineData("\uff2d1", "M1")] // full-width
    [InlineData("\u041c1", "M1")] // Cyrillic
    [InlineData("\u039c1", "M1")] // Greek
    [InlineData("M\u00a01", "M1")]
    [InlineData("M 1", "M1")]
    [InlineData("M\u20111", "M-1")]
    [InlineData("M\u22121", "M-1")]
    [InlineData("M\u2460", "M1")] // a digit in a circle
    [InlineData("M\ufe0f1", "M1")]
    [InlineData("M\u31641", "M1")] // a letter that shows nothing
    [InlineData("总表", "总表")]
    [InlineData("m1", "m1")]
    [InlineData("M\u034F1", "M1")]
    [InlineData("M\u17B4\u17B51", "M1")]
    [InlineData("M\u180B\u180F1", "M1")]
    public void What_looks_the_same_has_one_appearance(string text, string appearance) =>
        LookAlike.Appearance(text).ShouldBe(appearance);
}
