using CarbonPlatform.Quantities;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Contracts.Tests;

/// <summary>What is said of certificates and credits, in a word and beside a figure.</summary>
public sealed class SoldCertificatesTests
{
    [Theory]
    [InlineData(3, 0, 0, "unknown")]
    [InlineData(3, 0, 3, "no")]
    [InlineData(3, 0, 1, "no-partly-unknown")]
    [InlineData(3, 1, 3, "yes")]
    [InlineData(3, 1, 2, "yes-partly-unknown")]
    [InlineData(3, 3, 0, "yes-partly-unknown")]
    [InlineData(0, 0, 0, "unknown")]
    public void Lines_of_a_total_come_to_a_word(int lines, int sold, int kept, string word) =>
        SoldCertificates.Of(lines, sold, kept).Word.ShouldBe(word);

    [Theory]
    [InlineData("no", "no", "no")]
    [InlineData("no", "unknown", "no-partly-unknown")]
    [InlineData("no", "yes", "yes")]
    [InlineData("unknown", "unknown", "unknown")]
    [InlineData("unknown", "yes", "yes-partly-unknown")]
    [InlineData("unknown", "no-partly-unknown", "no-partly-unknown")]
    [InlineData("yes", "yes", "yes")]
    [InlineData("yes", "no-partly-unknown", "yes-partly-unknown")]
    [InlineData("no", "yes-partly-unknown", "yes-partly-unknown")]
    public void Two_words_make_one_whichever_comes_first(string one, string other, string both)
    {
        SoldCertificates.Of(one).And(SoldCertificates.Of(other)).Word.ShouldBe(both);
        SoldCertificates.Of(other).And(SoldCertificates.Of(one)).Word.ShouldBe(both);
        SoldCertificates.Of(one).And(default).Word.ShouldBe(one);
    }

    [Fact]
    public void Every_word_is_read_as_it_was_written_and_no_other() =>
        SoldCertificates
            .All.Select(word => SoldCertificates.Of(word).Word)
            .ShouldBe(["yes", "yes-partly-unknown", "no", "no-partly-unknown", "unknown"]);

    [Fact]
    public void What_is_no_word_is_not_taken_for_one() =>
        Should.Throw<ArgumentOutOfRangeException>(() => SoldCertificates.Of("perhaps"));

    [Theory]
    [InlineData("yes", "yes, and not counted; of all the rest: no", "是（已出售部分不计，其余均未出售）")]
    [InlineData(
        "yes-partly-unknown",
        "yes, and not counted; of some or all of the rest: unknown",
        "是（已出售部分不计，其余部分或全部未知）"
    )]
    [InlineData("no", "no", "否")]
    [InlineData("no-partly-unknown", "of some no, of the rest unknown", "部分未出售，其余未知")]
    [InlineData("unknown", "unknown", "未知")]
    public void A_caveat_says_it_in_both_languages(string word, string text, string textZh)
    {
        var caveat = AvoidedCaveat.Of(
            Bases.Displacement,
            new Month(2024, 1),
            new Month(2024, 12),
            default,
            SoldCertificates.Of(word)
        );

        caveat.CertificatesSold.ShouldBe(word);
        caveat.Text.ShouldContain($"certificates or credits of it sold: {text}; reservoir");
        caveat.TextZh.ShouldContain($"绿证或减排量是否已出售：{textZh}；是否");
    }
}
