using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

[Tier(Tier.Pure)]
public sealed class RoundsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a1 b1 c1", "a1 b1 c1")]
    [InlineData("a1 b1 a2 c1 a3 b2", "a1 b1 c1 | a2 b2 | a3")]
    public void A_key_stands_once_in_a_round_and_in_the_order_it_came(string items, string rounds) =>
        string.Join(
                " | ",
                Rounds
                    .Of(items.Split(' ', StringSplitOptions.RemoveEmptyEntries), item => item[0])
                    .Select(round => string.Join(' ', round))
            )
            .ShouldBe(rounds);
}
