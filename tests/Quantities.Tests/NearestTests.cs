using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

/// <summary>Which code a misspelt one is taken to mean.</summary>
public sealed class NearestTests
{
    private static readonly string[] s_known = ["BOILER-1", "BOILER-2", "GRID-1", "POT-1"];

    [Theory]
    [InlineData("BOILER1", "BOILER-1")]
    [InlineData("boiler-2", "BOILER-2")]
    [InlineData("GIRD-1", "GRID-1")]
    [InlineData("POT1", "POT-1")]
    [InlineData("TURBINE-9", null)]
    [InlineData("BOILER-3", null)]
    [InlineData("X", null)]
    [InlineData("", null)]
    public void The_nearest_is_proposed_unless_it_is_far(string code, string? expected) =>
        Nearest.To(code, s_known).ShouldBe(expected);

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Edits_are_letters_put_in_left_out_changed_or_swapped(string a, string b, int edits)
    {
        Nearest.Edits(a, b).ShouldBe(edits);
        Nearest.Edits(b, a).ShouldBe(edits);
    }
}
