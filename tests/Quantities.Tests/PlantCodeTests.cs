using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class PlantCodeTests
{
    [Theory]
    [InlineData("NX-W1")]
    [InlineData("SX-A1")]
    [InlineData("AB")]
    [InlineData("A1")]
    [InlineData("ENERGY")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ-12345")]
    public void A_code_is_read(string text)
    {
        PlantCode.TryParse(text, out var code, out var fault).ShouldBeTrue();
        fault.ShouldBeNull();
        code.Value.ShouldBe(text);
        code.ToString().ShouldBe(text);
        PlantCode.Parse(text).ShouldBe(code);
        PlantCode.Trusted(text).ShouldBe(code);
        Code.IsValid(text).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "code-missing", "The code is missing.", null)]
    [InlineData("", "code-missing", "The code is missing.", null)]
    [InlineData("  ", "code-missing", "The code is missing.", null)]
    [InlineData("nx-w1", "code-character", "\"nx-w1\" has the lowercase letter \"n\" at position 1.", "NX-W1")]
    [InlineData("NX_W1", "code-character", "\"NX_W1\" has the character \"_\" at position 3.", "NX-W1")]
    [InlineData("NX-W1 ", "code-character", "\"NX-W1 \" has a blank at position 6.", "NX-W1")]
    [InlineData("ＮＸ-W1", "code-character", "\"ＮＸ-W1\" has the character \"Ｎ\" at position 1.", "NX-W1")]
    [InlineData("A١", "code-character", "\"A١\" has the character \"١\" at position 2.", null)]
    [InlineData("宁夏1", "code-character", "\"宁夏1\" has the character \"宁\" at position 1.", null)]
    [InlineData("A\u0000", "code-character", "\"A\\u0000\" has the character \"\\u0000\" at position 2.", null)]
    [InlineData("1A", "code-start", "\"1A\" begins with \"1\", not with a letter.", null)]
    [InlineData("-A", "code-start", "\"-A\" begins with \"-\", not with a letter.", null)]
    [InlineData("A", "code-too-short", "\"A\" has 1 character.", null)]
    [InlineData(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ-123456",
        "code-too-long",
        "\"ABCDEFGHIJKLMNOPQRSTUVWXYZ-123456\" has 33 characters.",
        null
    )]
    [InlineData("GROUP", "code-reserved", "\"GROUP\" names the whole group.", null)]
    public void What_is_wrong_is_said(string? text, string faultCode, string message, string? proposal)
    {
        PlantCode.TryParse(text, out var code, out var fault).ShouldBeFalse();

        code.ShouldBeNull();
        fault.ShouldBe(
            new InputFault(
                faultCode,
                message,
                "2 to 32 uppercase letters, digits and hyphens, beginning with a letter"
                    + (faultCode == "code-reserved" ? ", and not GROUP" : ""),
                proposal
            )
        );
        Code.Check(text).ShouldBe(fault);
        if (text is null)
            return;
        Should.Throw<FormatException>(() => PlantCode.Parse(text)).Message.ShouldStartWith(message);
        Should.Throw<ArgumentException>(() => PlantCode.Trusted(text));
    }

    [Fact]
    public void A_long_text_is_quoted_by_its_beginning() =>
        Code.Check(new string('A', 100))!.Message.ShouldBe($"\"{new string('A', 40)}…\" has 100 characters.");

    [Fact]
    public void A_proposal_is_always_a_code() =>
        Prop.ForAll<string>(text => Code.Check(text)?.Proposal is not { } proposal || Code.IsValid(proposal))
            .Check(Generate.Thoroughly);

    [Fact]
    public void Order_is_ordinal()
    {
        var (a, b) = (PlantCode.Parse("NX-W1"), PlantCode.Parse("NXA"));

        (a < b, a <= b, a > b, a >= b).ShouldBe((true, true, false, false));
        a.CompareTo(null).ShouldBePositive();
        a.CompareTo(PlantCode.Parse("NX-W1")).ShouldBe(0);
    }

    [Fact]
    public void Json_is_the_text()
    {
        JsonSerializer.Serialize(PlantCode.Parse("NX-W1")).ShouldBe("\"NX-W1\"");
        JsonSerializer.Deserialize<PlantCode>("\"NX-W1\"").ShouldBe(PlantCode.Parse("NX-W1"));
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<PlantCode>("\"nx-w1\""))
            .Message.ShouldContain("Did you mean \"NX-W1\"?");
    }
}
