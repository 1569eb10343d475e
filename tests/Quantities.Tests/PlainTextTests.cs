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
    [InlineData("M\U000E01001", "M1")] // a mark beyond the first plane that only chooses a form
    [InlineData("W\u0251ng", "Wang")] // Latin alpha
    [InlineData("W\u0251\u0301ng", "W\u00E1ng")]
    [InlineData("W\u04D3ng", "W\u00E4ng")] // Cyrillic, with its mark
    [InlineData("\u13B3\u0251\uFF4E\u0261", "Wang")] // Cherokee, Latin, full-width, Latin
    [InlineData("Li\u00A0\uA4D2", "Lid")]
    [InlineData("\uA4E1\u0131", "Li")] // Lisu, dotless
    [InlineData("\U00010404\U000118D8", "Ou")] // Deseret, Warang Citi
    [InlineData("\U0001D41C", "c")] // mathematical
    [InlineData("\u0406\u0399", "II")]
    [InlineData("\u0661\u0966", "10")]
    [InlineData("二\u3007", "二O")]
    [InlineData("王伟", "王伟")]
    [InlineData("\uAC15", "\uAC15")] // Hangul
    public void What_looks_the_same_has_one_appearance(string text, string appearance) =>
        LookAlike.Appearance(text).ShouldBe(appearance);

    [Theory]
    [InlineData("Wang Wei", "wang wei")]
    [InlineData("Wang Wei", "W\u0251ng Wei")]
    [InlineData("Ali", "AIi")] // a capital I for the l
    [InlineData("ALICE 1", "alice l")]
    [InlineData("plant-10", "plant-lO")]
    [InlineData("plant-10", "plant-\u0661\u0ED0")] // Arabic, Lao
    [InlineData("Armin", "Arrnin")]
    [InlineData("Mark Tan", "\u1D0D\u0430r\u043A \u0442an")] // small capitals and what looks like them
    [InlineData("O\u2019Brien", "O`Brien")]
    public void Names_that_are_read_alike_are_one(string one, string other)
    {
        LookAlike.AreOne(one, other).ShouldBeTrue();
        LookAlike.AreOne(other, one).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Alia", "Aila")]
    [InlineData("Li Lei", "Li Wei")]
    [InlineData("plant-10", "plant-11")]
    [InlineData("王伟", "王玮")]
    [InlineData("Jos\u00E9", "Jose")]
    public void Names_that_are_read_otherwise_are_two(string one, string other) =>
        LookAlike.AreOne(one, other).ShouldBeFalse();

    [Fact]
    public void Every_letter_and_digit_has_look_alikes_and_none_of_them_is_plain()
    {
        var table = LookAlikeTable.Ascii;
        table.Count.ShouldBe(620);
        table.Keys.ShouldAllBe(point => point > 127);
        table.Values.ShouldAllBe(c => c > ' ' && c <= '~');
        const string Missing = "kmt";
        string.Concat(
                Enumerable
                    .Range(0, 128)
                    .Select(c => (char)c)
                    .Where(c => char.IsAsciiLetterOrDigit(c) && !table.Values.Contains(c))
            )
            .ShouldBe(Missing);
    }
}
